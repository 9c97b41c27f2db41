import { KeyValuePairs, Link, SpaceBetween } from '@cloudscape-design/components';
import type { Alert } from '../../api/nouns.ts';
import { Severity } from '../../show/badges.tsx';
import { Moment } from '../../show/moment.tsx';
import { Plain } from '../../show/plain.tsx';

const Texts = ({ title, texts }: { title: string; texts: Record<string, string> }) => {
  const entries = Object.entries(texts);
  if (entries.length === 0) return undefined;
  return (
    <div>
      <h3 className="faint">{title}</h3>
      <dl className="pairs">
        {entries.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>
              <Plain text={name} cut={120} />
            </dt>
            <dd>
              <Plain text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
};

/** Only addresses that cannot run anything. */
const safe = (url: string | undefined): string | undefined =>
  url && ['http:', 'https:'].includes(URL.parse(url)?.protocol ?? '') ? url : undefined;

/** One alert, whole and harmless: whatever a sender puts into it is text. */
export const AlertView = ({ alert }: { alert: Alert }) => (
  <SpaceBetween size="m">
    <KeyValuePairs
      columns={4}
      items={[
        { label: 'Name', value: <Plain text={alert.name} /> },
        {
          label: 'Status',
          value: (
            <>
              {alert.status} <Severity severity={alert.severity} />
            </>
          ),
        },
        { label: 'Source', value: <Plain text={alert.source} /> },
        { label: 'Since', value: <Moment at={alert.startsAt} /> },
      ]}
    />
    <Texts title="Labels" texts={alert.labels} />
    <Texts title="Annotations" texts={alert.annotations} />
    <span className="faint">
      Fingerprint <Plain text={alert.fingerprint} cut={80} />
      {alert.flags && alert.flags.length > 0 && <> · flags: {alert.flags.join(', ')}</>}
      {safe(alert.url) && (
        <>
          {' · '}
          <Link href={safe(alert.url)} external rel="noopener noreferrer" externalIconAriaLabel="in a new tab">
            At the sender
          </Link>
        </>
      )}
    </span>
  </SpaceBetween>
);
