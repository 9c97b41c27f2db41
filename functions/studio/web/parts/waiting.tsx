import { Box, Spinner } from '@cloudscape-design/components';

/** For the moment before there is something to show. */
export const Waiting = () => (
  <Box textAlign="center" padding="xxl" color="text-body-secondary">
    <Spinner size="large" /> <span className="unseen">Loading</span>
  </Box>
);
