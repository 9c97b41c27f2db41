import { Button, ColumnLayout, Container, Header, SpaceBetween, StatusIndicator } from '@cloudscape-design/components';
import { useCallback, useState } from 'react';
import { parseDocument } from 'yaml';
import type { RuleSetView } from '../../../contract.ts';
import type { Alert } from '../../api/nouns.ts';
import { useLive } from '../../api/use-live.ts';
import { DeedButton } from '../../parts/deed-button.tsx';
import { Problem } from '../../parts/problem.tsx';
import { AlertChoice } from '../explain/alert-choice.tsx';
import { ExplanationView } from '../explain/explanation-view.tsx';
import { BacktestView } from './backtest-view.tsx';
import { completions } from './completions.ts';
import { Faults } from './faults.tsx';
import { draftFile, filesWith, nameIn } from './files.ts';
import { Review } from './review.tsx';
import { useBacktested } from './use-backtested.ts';
import { useChecked } from './use-checked.ts';
import { useExplained } from './use-explained.ts';
import { YamlEditor } from './yaml-editor.tsx';

/** The runbook that the text names, as far as it can be read. */
const runOf = (text: string): string | undefined => {
  const run: unknown = parseDocument(text).get?.('run');
  return typeof run === 'string' && run !== '' ? run : undefined;
};

interface Props {
  set: RuleSetView;
  /** The live rule that is being changed. */
  replaces: string | undefined;
  text: string;
  /** Where the alert to try it on comes from. */
  decision: string | undefined;
  reload(): void;
}

/** One rule in the making: its text, what is wrong with it, whether it matches an alert, and the way to make it live. */
export const Editor = ({ set, replaces, text: first, decision, reload }: Props) => {
  const [text, setText] = useState(first);
  const [alert, setAlert] = useState<Alert>();
  const [reviewing, setReviewing] = useState<'apply' | 'remove'>();
  const runbooks = useLive('listRunbooks', {}).answer?.items ?? [];
  const run = runbooks.find(({ runbook }) => runbook === runOf(text))?.runbook;
  const params = Object.keys(
    (useLive('showRunbook', run ? { runbook: run } : undefined).answer?.manifest.params.properties as object) ?? {},
  );
  const files = (draft: string) => filesWith(set.rules, draft, replaces);
  const checked = useChecked(text, files);
  const backtested = useBacktested(files);
  const explained = useExplained(alert, { files: [{ file: draftFile, text }] });
  const complete = useCallback((before: string) => completions(before, runbooks, params), [runbooks, params]);
  const isFaulty = checked.pending || checked.faults.length > 0 || checked.problem !== undefined;
  const against = isFaulty ? 'Put right what is wrong first.' : undefined;
  return (
    <SpaceBetween size="l">
      <ColumnLayout columns={2}>
        <SpaceBetween size="m">
          <YamlEditor
            text={first}
            change={setText}
            faults={checked.faults.filter(({ file }) => file === draftFile)}
            complete={complete}
          />
          <SpaceBetween direction="horizontal" size="xs">
            <DeedButton deed="applyRules" variant="primary" against={against} onClick={() => setReviewing('apply')}>
              Review and apply
            </DeedButton>
            <Button
              disabled={isFaulty}
              disabledReason={against}
              loading={backtested.busy}
              onClick={() => backtested.run(text)}
            >
              Backtest
            </Button>
            {replaces && (
              <DeedButton deed="applyRules" onClick={() => setReviewing('remove')}>
                Remove this rule
              </DeedButton>
            )}
          </SpaceBetween>
        </SpaceBetween>
        <SpaceBetween size="m">
          <div aria-live="polite">
            {checked.pending && <StatusIndicator type="loading">Checking</StatusIndicator>}
            {!isFaulty && <StatusIndicator>The whole set is in order</StatusIndicator>}
            {!checked.pending && checked.faults.length > 0 && <Faults faults={checked.faults} />}
            <Problem problem={checked.problem} />
          </div>
          <Container header={<Header variant="h2">Try it on an alert</Header>}>
            <SpaceBetween size="m">
              <AlertChoice first={decision} choose={setAlert} />
              <Problem problem={explained.problem} />
              {explained.items?.map((one) => (
                <ExplanationView key={one.rule} {...one} />
              ))}
              {explained.items?.length === 0 && <p className="faint">The rule cannot be read yet: see the faults.</p>}
            </SpaceBetween>
          </Container>
        </SpaceBetween>
      </ColumnLayout>
      <div aria-live="polite">
        <Problem problem={backtested.problem} />
        {backtested.latest && (
          <BacktestView
            backtested={backtested.latest.answer}
            draft={nameIn(backtested.latest.text)}
            outdated={backtested.latest.text !== text}
          />
        )}
      </div>
      {reviewing && (
        <Review
          set={set}
          replaces={replaces}
          text={reviewing === 'remove' ? undefined : text}
          close={() => setReviewing(undefined)}
          reload={reload}
        />
      )}
    </SpaceBetween>
  );
};
