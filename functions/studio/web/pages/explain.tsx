import { Container, ExpandableSection, Header, Link, SpaceBetween } from '@cloudscape-design/components';
import { useState } from 'react';
import type { Alert } from '../api/nouns.ts';
import { useLive } from '../api/use-live.ts';
import { Choice } from '../parts/choice.tsx';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { linkTo } from '../router/link-to.ts';
import { setQuery, usePlace } from '../router/place.ts';
import { AlertView } from './decision/alert-view.tsx';
import { AlertChoice } from './explain/alert-choice.tsx';
import { ExplanationView } from './explain/explanation-view.tsx';
import { useExplained } from './rules/use-explained.ts';

/** Holds the live rules against one alert, and says of each why it matches or does not. */
export default function Explain() {
  const { query } = usePlace();
  const rule = query.get('rule') ?? undefined;
  const [alert, setAlert] = useState<Alert>();
  const names = useLive('listRules', {}).answer?.rules.map(({ name }) => name) ?? [];
  const { items, problem } = useExplained(alert, { rule });
  const sorted = items?.toSorted((a, b) => Number(b.held) - Number(a.held));
  const matching = items?.filter(({ held }) => held).length ?? 0;
  return (
    <Page
      title="Explain an alert"
      description="Which rules match it, and which part of the others fails. Nothing is sent and nothing runs."
    >
      <Container>
        <SpaceBetween size="m">
          <AlertChoice first={query.get('decision') ?? undefined} choose={setAlert} />
          <Choice
            label="Rules"
            any="All live rules"
            value={rule}
            options={names}
            choose={(to) => setQuery({ rule: to })}
          />
        </SpaceBetween>
      </Container>
      <Problem problem={problem} />
      {alert && (
        <ExpandableSection variant="container" headerText="The alert, as rules see it">
          <AlertView alert={alert} />
        </ExpandableSection>
      )}
      {sorted && (
        <Header variant="h2" counter={`(${matching} of ${sorted.length})`}>
          Rules that match
        </Header>
      )}
      {sorted?.map((one) => (
        <Container
          key={one.rule}
          header={
            <Header variant="h3">
              <Link href={linkTo.rule(one.rule)} fontSize="inherit">
                {one.rule}
              </Link>
            </Header>
          }
        >
          <ExplanationView {...one} />
        </Container>
      ))}
    </Page>
  );
}
