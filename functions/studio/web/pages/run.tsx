import { useLive } from '../api/use-live.ts';
import { Page } from '../parts/page.tsx';
import { Plain } from '../show/plain.tsx';
import { RunForm } from './runbooks/run-form.tsx';

/** Runs or plans one runbook by hand. */
export default function Run({ runbook: name }: { runbook: string }) {
  const { answer, problem, again } = useLive('showRunbook', { runbook: name });
  return (
    <Page
      title={`Run ${name}`}
      description={answer && <Plain text={answer.manifest.summary} />}
      problem={problem}
      again={again}
      waiting={!answer}
    >
      {answer && <RunForm runbook={answer} />}
    </Page>
  );
}
