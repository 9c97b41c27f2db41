import { type ComponentType, lazy } from 'react';

/** A page, by the parts of the address that it needs. */
export type PageProps = Record<string, string>;
// biome-ignore lint/suspicious/noExplicitAny: each page takes what its own address has.
type Load = () => Promise<{ default: ComponentType<any> }>;

const page = (path: string, section: string, load: Load) => ({
  path,
  /** The link of the side navigation that it belongs to. */
  section,
  Page: lazy(load) as ComponentType<PageProps>,
});

/** Every page of Studio by its address; each is loaded when it is first shown. */
export const pages = [
  page('/', '/executions', () => import('./pages/executions.tsx')),
  page('/executions', '/executions', () => import('./pages/executions.tsx')),
  page('/executions/:execution', '/executions', () => import('./pages/execution.tsx')),
  page('/decisions', '/decisions', () => import('./pages/decisions.tsx')),
  page('/decisions/:decision', '/decisions', () => import('./pages/decision.tsx')),
  page('/unmatched', '/unmatched', () => import('./pages/unmatched.tsx')),
  page('/rules', '/rules', () => import('./pages/rules.tsx')),
  page('/rules/:rule', '/rules', () => import('./pages/rule.tsx')),
  page('/edit-rule', '/rules', () => import('./pages/edit-rule.tsx')),
  page('/rule-versions', '/rules', () => import('./pages/rule-versions.tsx')),
  page('/explain', '/explain', () => import('./pages/explain.tsx')),
  page('/runbooks', '/runbooks', () => import('./pages/runbooks.tsx')),
  page('/runbooks/:runbook', '/runbooks', () => import('./pages/runbook.tsx')),
  page('/runbooks/:runbook/run', '/runbooks', () => import('./pages/run.tsx')),
  page('/switches', '/switches', () => import('./pages/switches.tsx')),
];
