import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type On, type Right, rights } from './rights.ts';
import { type FunctionShape, functions, queues, runner, type Trigger, tables } from './topology.ts';

/** What a function has to do with a store. */
type Touch = 'reads' | 'writes' | 'both';

const writing = /:(Put|Update|Delete|Send|Start|Stop|Create|Publish|Pass)/;

/** The store that a right is on, as the picture names it. */
const storeOf = (on: On): string => {
  const [kind, rest = ''] = on.split(':') as [string, string?];
  if (kind === 'table' || kind === 'index') return `${rest.split('/')[0]} table`;
  if (kind === 'queue') return `${rest === 'dead' ? 'dead-letter' : rest} queue`;
  if (kind === 'objects') return 'bundle bucket';
  if (kind === 'secret') return 'secrets';
  return 'state machines';
};

const stores = [
  ...Object.keys(queues).map((name) => storeOf(`queue:${name}` as On)),
  'state machines',
  ...Object.keys(tables).map((name) => storeOf(`table:${name}` as On)),
  'bundle bucket',
  'secrets',
];

const touches = (all: readonly Right[]): Map<string, Touch> => {
  const found = new Map<string, Touch>();
  for (const { actions, on } of all)
    for (const action of actions) {
      const now: Touch = writing.test(action) ? 'writes' : 'reads';
      const before = found.get(storeOf(on));
      found.set(storeOf(on), before && before !== now ? 'both' : now);
    }
  return found;
};

const wokenBy = (trigger: Trigger): string => {
  switch (trigger.kind) {
    case 'http':
      return trigger.routes.join(', ');
    case 'queue':
      return `${trigger.queue} queue, ${trigger.batch} at a time`;
    case 'execution status':
      return 'an execution ends (EventBridge)';
    case 'schedule':
      return `every ${trigger.everySeconds} s`;
    case 'machine':
      return 'a state of a state machine';
    case 'invoke':
      return 'a deploy, or a call of its own';
  }
};

const rows: { name: string; shape: FunctionShape; all: readonly Right[] }[] = [
  { name: 'ingest', shape: functions.ingest, all: rights.ingest },
  { name: 'matcher', shape: functions.matcher, all: rights.matcher },
  {
    name: 'runner (one for each runbook)',
    shape: runner,
    // Of the systems that its runbook declares, and no others.
    all: [...rights.runner, { actions: ['secretsmanager:GetSecretValue'], on: 'secret:systems' }],
  },
  ...(['approvals', 'recorder', 'keeper', 'studio', 'publisher'] as const).map((name) => ({
    name,
    shape: functions[name],
    all: rights[name],
  })),
];

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const text = (x: number, y: number, words: string, kind = ''): string =>
  `<text x="${x}" y="${y}"${kind ? ` class="${kind}"` : ''}>${escaped(words)}</text>`;

const left = 24;
const rowHeight = 64;
const boxWidth = 640;
const firstColumn = left + boxWidth + 60;
const columnWidth = 92;
const top = 190;
const width = firstColumn + stores.length * columnWidth + 8;
const height = top + rows.length * rowHeight + 56;

const way = [
  'sender',
  'ingest',
  'alerts queue',
  'matcher',
  'state machine',
  'runner',
  'your systems',
  'recorder',
  'people',
];

/** The way of an alert, from left to right. */
const strip = way.map((name, index) => {
  const step = (width - 2 * left) / way.length;
  const x = left + index * step;
  const arrow = index === 0 ? '' : `<path class="arrow" d="M${x - 22} 64h16m-5 -4l5 4l-5 4"/>`;
  return `${arrow}<rect class="${name in functions || name === 'runner' ? 'function' : 'other'}" x="${x}" y="44" width="${step - 28}" height="40" rx="6"/>${text(x + (step - 28) / 2, 69, name, 'middle')}`;
});

const heads = stores.map((store, index) => {
  const x = firstColumn + index * columnWidth + columnWidth / 2;
  const [first = '', second = ''] = store.split(' ');
  return `<line class="grid" x1="${x}" x2="${x}" y1="${top - 14}" y2="${height - 56}"/>${text(x, top - 40, first, 'middle head')}${text(x, top - 24, second, 'middle head')}`;
});

const row = ({ name, shape, all }: (typeof rows)[number], index: number): string => {
  const y = top + index * rowHeight;
  const dots = [...touches(all)].map(([store, touch]) => {
    const x = firstColumn + stores.indexOf(store) * columnWidth + columnWidth / 2;
    return `<circle class="${touch}" cx="${x}" cy="${y + 26}" r="9"><title>${escaped(`${name} ${touch === 'both' ? 'reads and writes' : touch} ${store}`)}</title></circle>`;
  });
  return [
    `<rect class="function" x="${left}" y="${y}" width="${boxWidth}" height="52" rx="6"/>`,
    text(left + 12, y + 21, name, 'name'),
    text(left + boxWidth - 12, y + 21, wokenBy(shape.trigger), 'end quiet'),
    text(left + 12, y + 41, shape.summary, 'quiet'),
    `<line class="grid" x1="${left + boxWidth}" x2="${width - 12}" y1="${y + 26}" y2="${y + 26}"/>`,
    ...dots,
  ].join('\n');
};

const legend = (['reads', 'writes', 'both'] as const).map((touch, index) => {
  const x = firstColumn + 8 + index * 150;
  const y = height - 26;
  return `<circle class="${touch}" cx="${x}" cy="${y}" r="9"/>${text(x + 16, y + 4, touch === 'both' ? 'reads and writes' : touch, 'quiet')}`;
});

const style = `
svg { --ink: #16191f; --quiet: #5f6b7a; --line: #c6c6cd; --box: #f2f8fd; --edge: #0972d3; --paper: #fff; font: 13px system-ui, sans-serif; background: var(--paper) }
@media (prefers-color-scheme: dark) { svg { --ink: #e9ebed; --quiet: #a4adb8; --line: #414d5c; --box: #12293b; --edge: #539fe5; --paper: #0f1b2a } }
text { fill: var(--ink) } .quiet { fill: var(--quiet); font-size: 12px } .name, .head { font-weight: 600 } .middle { text-anchor: middle } .end { text-anchor: end }
rect { fill: var(--paper); stroke: var(--line) } .function { fill: var(--box); stroke: var(--edge) } .grid { stroke: var(--line) } .arrow { fill: none; stroke: var(--ink) }
.reads { fill: var(--paper); stroke: var(--edge); stroke-width: 3 } .writes { fill: var(--edge) } .both { fill: var(--ink) }`;

/** The architecture as an SVG, drawn from the topology and the rights: which functions there are, what wakes them, what they touch. */
export const picture = (): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img">`,
    '<title>Wolfe in one region: the way of an alert, each Lambda, what wakes it and what it may touch</title>',
    `<style>${style}</style>`,
    text(left, 28, 'The way of an alert', 'head'),
    ...strip,
    text(left, top - 24, 'Each Lambda: what wakes it, and what its role lets it touch', 'head'),
    ...heads,
    ...rows.map(row),
    ...legend,
    '</svg>',
    '',
  ].join('\n');

/** Where the picture is kept. */
export const pictureFile = join(import.meta.dirname, 'architecture.svg');

// `node infra/picture.ts` draws it anew.
if (import.meta.main) writeFileSync(pictureFile, picture());
