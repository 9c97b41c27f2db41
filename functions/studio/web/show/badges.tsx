import { Badge, type BadgeProps, StatusIndicator, type StatusIndicatorProps } from '@cloudscape-design/components';
import type { Decision } from '../api/nouns.ts';
import { Plain } from './plain.tsx';

const modes: Record<string, BadgeProps['color']> = {
  shadow: 'grey',
  plan: 'blue',
  approve: 'severity-medium',
  auto: 'green',
};

/** How far a rule or a run may go by itself. */
export const Mode = ({ mode }: { mode: string }) => <Badge color={modes[mode] ?? 'grey'}>{mode}</Badge>;

const kinds: Record<Decision['kind'], StatusIndicatorProps.Type> = {
  started: 'success',
  shadow: 'info',
  duplicate: 'info',
  refused: 'stopped',
  invalid: 'error',
  resolved: 'info',
  unmatched: 'pending',
  'set aside': 'warning',
};

/** What an alert came to. */
export const DecisionKind = ({ kind }: { kind: Decision['kind'] }) => (
  <StatusIndicator type={kinds[kind]}>
    <span className="words">{kind}</span>
  </StatusIndicator>
);

const severities: [RegExp, BadgeProps['color']][] = [
  [/^(critical|crit|page|p1|sev1|fatal|emergency|alert)$/i, 'severity-critical'],
  [/^(error|high|major|p2|sev2)$/i, 'severity-high'],
  [/^(warn(ing)?|medium|minor|p3|sev3)$/i, 'severity-medium'],
];

/** The sender's own word for how bad it is. */
export const Severity = ({ severity }: { severity?: string }) =>
  severity ? (
    <Badge color={severities.find(([words]) => words.test(severity))?.[1] ?? 'grey'}>
      <Plain text={severity} cut={24} />
    </Badge>
  ) : undefined;
