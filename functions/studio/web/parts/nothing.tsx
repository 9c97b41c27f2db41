import { Box, SpaceBetween } from '@cloudscape-design/components';
import type { ReactNode } from 'react';

/** Where a list has nothing: says so, and what would bring something. */
export const Nothing = ({ title, children }: { title: string; children?: ReactNode }) => (
  <Box textAlign="center" padding={{ vertical: 'm' }}>
    <SpaceBetween size="xxs">
      <b>{title}</b>
      <Box variant="p" color="text-body-secondary">
        {children}
      </Box>
    </SpaceBetween>
  </Box>
);
