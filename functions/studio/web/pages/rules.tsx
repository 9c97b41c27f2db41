import { Header, Link, SpaceBetween, Table, type TableProps } from '@cloudscape-design/components';
import { useMemo } from 'react';
import type { RuleView } from '../../contract.ts';
import type { Activity } from '../api/nouns.ts';
import { useLive } from '../api/use-live.ts';
import { CountedOver } from '../parts/counted-over.tsx';
import { DeedButton } from '../parts/deed-button.tsx';
import { Nothing } from '../parts/nothing.tsx';
import { Page } from '../parts/page.tsx';
import { linkTo } from '../router/link-to.ts';
import { Mode } from '../show/badges.tsx';
import { Ago } from '../show/moment.tsx';
import { Plain } from '../show/plain.tsx';

const columns = (activities: Map<string, Activity>): TableProps.ColumnDefinition<RuleView>[] => [
  {
    id: 'name',
    header: 'Rule',
    isRowHeader: true,
    minWidth: 180,
    cell: ({ name }) => <Link href={linkTo.rule(name)}>{name}</Link>,
  },
  { id: 'mode', header: 'Mode', cell: ({ mode }) => <Mode mode={mode} /> },
  { id: 'run', header: 'Runbook', cell: ({ run }) => <Link href={linkTo.runbook(run)}>{run}</Link>, minWidth: 130 },
  { id: 'owner', header: 'Owner', cell: ({ owner }) => <Plain text={owner} cut={60} />, minWidth: 110 },
  {
    id: 'started',
    header: 'Started',
    cell: ({ name }) => {
      const count = activities.get(name)?.started ?? 0;
      return count ? <Link href={linkTo.executions({ rule: name })}>{count}</Link> : 0;
    },
  },
  {
    id: 'refused',
    header: 'Refused',
    cell: ({ name }) => {
      const count = activities.get(name)?.refused ?? 0;
      return count ? <Link href={linkTo.decisions({ rule: name, kind: 'refused' })}>{count}</Link> : 0;
    },
  },
  {
    id: 'shadow',
    header: 'In shadow',
    cell: ({ name }) => {
      const count = activities.get(name)?.shadow ?? 0;
      return count ? <Link href={linkTo.decisions({ rule: name, kind: 'shadow' })}>{count}</Link> : 0;
    },
  },
  {
    id: 'last',
    header: 'Last run',
    minWidth: 110,
    cell: ({ name }) => {
      const last = activities.get(name)?.lastRun;
      return last ? (
        <Link href={linkTo.execution(last.execution)}>
          <Ago at={last.at} />
        </Link>
      ) : (
        <span className="faint">not lately</span>
      );
    },
  },
];

/** The live rules and what each has come to lately. */
export default function Rules() {
  const { answer: set, problem, again } = useLive('listRules', {}, 10);
  const { answer: activity, problem: uncounted } = useLive('listRuleActivity', {}, 60);
  const activities = useMemo(() => new Map(activity?.items.map((one) => [one.rule, one])), [activity]);
  return (
    <Page
      title="Rules"
      description="What is bound to what, how far each may go by itself, and what came of it."
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <DeedButton deed="rollbackRules" href={linkTo.ruleVersions()}>
            Versions
          </DeedButton>
          <DeedButton deed="applyRules" variant="primary" href={linkTo.editRule()}>
            Write a rule
          </DeedButton>
        </SpaceBetween>
      }
      problem={problem ?? uncounted}
      again={again}
      waiting={!set}
    >
      {set && (
        <Table
          items={set.rules}
          columnDefinitions={columns(activities)}
          trackBy="name"
          enableKeyboardNavigation
          wrapLines
          ariaLabels={{ tableLabel: 'Rules' }}
          header={
            <Header
              counter={`(${set.rules.length})`}
              description={
                <>
                  {set.version > 0 && (
                    <>
                      <Link href={linkTo.ruleVersions()}>Version {set.version}</Link>
                      {set.by && <> by {set.by}</>}
                      {set.at && (
                        <>
                          , <Ago at={set.at} />
                        </>
                      )}
                      .{' '}
                    </>
                  )}
                  {activity && <CountedOver {...activity} />}
                </>
              }
            >
              Live set
            </Header>
          }
          empty={
            <Nothing title="No rules are live">
              Write one here, or apply files: npx wolfe rules apply runbooks/library/*/rule.yaml
            </Nothing>
          }
        />
      )}
    </Page>
  );
}
