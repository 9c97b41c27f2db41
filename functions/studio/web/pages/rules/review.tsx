import { Box, Button, Modal, SpaceBetween } from '@cloudscape-design/components';
import type { RuleSetView } from '../../../contract.ts';
import { useDeed } from '../../api/use-deed.ts';
import { DeedButton } from '../../parts/deed-button.tsx';
import { Problem } from '../../parts/problem.tsx';
import { linkTo } from '../../router/link-to.ts';
import { go } from '../../router/place.ts';
import { DiffView } from './diff-view.tsx';
import { filesWith, nameIn, yamlOf } from './files.ts';

interface Props {
  /** The set that the change was made on. */
  set: RuleSetView;
  replaces: string | undefined;
  /** Undefined takes the rule away. */
  text: string | undefined;
  close(): void;
  reload(): void;
}

/** What would change, and making it live: on the set that was seen, or not at all. */
export const Review = ({ set, replaces, text, close, reload }: Props) => {
  const { run, busy, problem } = useDeed('applyRules');
  const live = set.rules.find(({ name }) => name === replaces);
  const apply = async () => {
    const done = await run({
      body: { files: filesWith(set.rules, text, replaces), expectedVersion: set.version },
    });
    if (!done) return;
    const name = text === undefined ? undefined : nameIn(text);
    go(name ? linkTo.rule(name) : linkTo.rules());
  };
  const isLast = text === undefined && set.rules.length === 1;
  return (
    <Modal
      visible
      size="large"
      header={text === undefined ? `Remove ${replaces}?` : 'Apply this change?'}
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={close}>
              Go on writing
            </Button>
            <DeedButton
              deed="applyRules"
              variant="primary"
              loading={busy}
              against={isLast ? 'A set has at least one rule. Put it in shadow instead.' : undefined}
              onClick={apply}
            >
              Apply
            </DeedButton>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <p>
          It becomes version {set.version + 1} of the set, live within seconds; version {set.version} can be brought
          back.
        </p>
        <DiffView before={live ? yamlOf(live) : ''} after={text ?? ''} />
        <Problem problem={problem} again={problem?.problem.code === 'RuleSetConflictError' ? reload : undefined} />
      </SpaceBetween>
    </Modal>
  );
};
