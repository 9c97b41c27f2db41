import { useLive } from '../api/use-live.ts';
import { Page } from '../parts/page.tsx';
import { usePlace } from '../router/place.ts';
import { useMe } from '../session/me.tsx';
import { draft } from './rules/draft.ts';
import { Editor } from './rules/editor.tsx';
import { yamlOf } from './rules/files.ts';

/** Writes a rule anew, from an alert, or changes one that is live. */
export default function EditRule() {
  const { query } = usePlace();
  const { teams } = useMe();
  const [name, decision] = [query.get('rule') ?? undefined, query.get('decision') ?? undefined];
  const set = useLive('listRules', {});
  const seen = useLive('showDecision', decision ? { decision } : undefined);
  const live = set.answer?.rules.find((rule) => rule.name === name);
  const title = name ? `Edit ${name}` : 'Write a rule';
  const problem = set.problem ?? seen.problem;
  if (!set.answer || (decision && !seen.answer && !seen.problem))
    return <Page title={title} problem={problem} again={set.again} waiting />;
  const text = live ? yamlOf(live) : draft(teams[0] ?? 'your-team', seen.answer?.alert);
  return (
    <Page
      title={title}
      description="It is checked with the whole set as you write. Nothing is live before you apply it."
      problem={problem}
    >
      <Editor
        key={`${name} ${decision}`}
        set={set.answer}
        replaces={live?.name}
        text={text}
        decision={decision}
        reload={set.again}
      />
    </Page>
  );
}
