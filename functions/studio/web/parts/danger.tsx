import { Alert, Link } from '@cloudscape-design/components';
import { useLive } from '../api/use-live.ts';
import { linkTo } from '../router/link-to.ts';
import { Plain } from '../show/plain.tsx';

/** Says on every page that everything is switched off: otherwise people wonder why nothing happens. */
export const Danger = () => {
  const { answer } = useLive('listSwitches', {}, 4);
  const off = answer?.items.find((one) => one.off && one.scope.kind === 'everything');
  if (!off) return undefined;
  return (
    <Alert type="error" header="Everything is switched off: nothing new is started, and nothing more is changed.">
      By <Plain text={off.by} />
      {off.reason && (
        <>
          : <Plain text={off.reason} />
        </>
      )}
      . <Link href={linkTo.switches()}>See the kill switches</Link>
    </Alert>
  );
};
