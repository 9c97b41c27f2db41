import { ContentLayout, Header, SpaceBetween } from '@cloudscape-design/components';
import { type ReactNode, useEffect } from 'react';
import type { ProblemError } from '../api/problem.ts';
import { visible } from '../show/hidden.ts';
import { Plain } from '../show/plain.tsx';
import { Problem } from './problem.tsx';
import { Waiting } from './waiting.tsx';

interface Props {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  problem?: ProblemError;
  again?: () => void;
  /** Nothing to show yet, and no problem either. */
  waiting?: boolean;
  children?: ReactNode;
}

/** What every page has: its name, what can be done here, and what is wrong. */
export const Page = ({ title, description, actions, problem, again, waiting, children }: Props) => {
  useEffect(() => {
    document.title = `${visible(title).slice(0, 80)} · Wolfe Studio`;
  }, [title]);
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={description} actions={actions}>
          <Plain text={title} cut={160} />
        </Header>
      }
    >
      <SpaceBetween size="l">
        <Problem problem={problem} again={again} />
        {waiting && !problem ? <Waiting /> : children}
      </SpaceBetween>
    </ContentLayout>
  );
};
