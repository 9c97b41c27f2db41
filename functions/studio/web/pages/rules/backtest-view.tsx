import { Alert, Container, ExpandableSection, Header, Link, SpaceBetween } from '@cloudscape-design/components';
import type { Backtested } from '../../api/nouns.ts';
import { Nothing } from '../../parts/nothing.tsx';
import { linkTo } from '../../router/link-to.ts';
import { Ago } from '../../show/moment.tsx';
import { Plain } from '../../show/plain.tsx';
import { BacktestTable } from './backtest-table.tsx';

type Difference = Backtested['report']['differences'][number];

const Differences = ({ differences, all }: { differences: readonly Difference[]; all: number }) => (
  <ExpandableSection headerText={`Alerts that other rules would match (${all})`}>
    <ul aria-label="Alerts that other rules would match">
      {differences.map(({ decision, alert, at, gained, lost }) => (
        <li key={decision}>
          <Link href={linkTo.decision(decision)}>
            <Plain text={alert} cut={100} />
          </Link>{' '}
          {[...gained.map((rule) => `+${rule}`), ...lost.map((rule) => `-${rule}`)].join(' ')}, <Ago at={at} />
        </li>
      ))}
    </ul>
    {all > differences.length && <p className="faint">And {all - differences.length} more.</p>}
  </ExpandableSection>
);

interface Props {
  backtested: Backtested;
  /** Name of the rule in the editor, as it was tried. */
  draft: string | undefined;
  /** The rule in the editor has changed since. */
  outdated: boolean;
}

/** What the draft would have done with the alerts of the last week, and how that differs from the live set. */
export const BacktestView = ({ backtested: { report, ruleSet, since, truncated }, draft, outdated }: Props) => {
  const { alerts, matched, matchedLive, newly, noLonger, otherwise } = report;
  const differing = newly + noLonger + otherwise;
  return (
    <Container header={<Header variant="h2">Backtest</Header>}>
      <SpaceBetween size="m">
        {outdated && <Alert type="info">You have changed the rule since. Backtest it again.</Alert>}
        {truncated && (
          <Alert type="warning" header="These are the newest decisions only">
            There are more than one answer looks over: this goes back to <Ago at={since} />. For all of them, keep the
            set in files and run: npx wolfe rules backtest --since 7d --file rules/
          </Alert>
        )}
        {alerts === 0 ? (
          <Nothing title="No alert came in the last 7 days">
            There is nothing to try the rule on: paste an alert above, or apply the rule in shadow and see what it
            matches.
          </Nothing>
        ) : (
          <>
            <p>
              Of {alerts} {alerts === 1 ? 'alert' : 'alerts'} since <Ago at={since} />, {matched} would match a rule;{' '}
              {matchedLive} match one of the live version {ruleSet}: {newly} newly matched, {noLonger} no longer
              matched, {otherwise} by other rules. Switches are left out, a rule in shadow counts as if it ran, and a
              run is taken to last 5 minutes.
            </p>
            <BacktestTable rules={report.rules} draft={draft} />
            {differing > 0 && <Differences differences={report.differences} all={differing} />}
          </>
        )}
      </SpaceBetween>
    </Container>
  );
};
