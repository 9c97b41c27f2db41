import { describe, expect, it } from 'vitest';
import { access, mayAnswer, type Person, roles } from '#functions/studio/access.ts';
import { type RouteName, routes } from '#functions/studio/contract.ts';
import { anApi } from './ask.ts';

const people = { viewer: 'vera', operator: 'olaf', author: 'anna', admin: 'ada' } as const;

describe('who may do what', () => {
  it('is this table', () => {
    const table = Object.entries(access).map(([route, may]) => `${route}: ${may.join(' ')}`);
    expect(table.filter((line) => !line.endsWith(roles.join(' ')))).toEqual([
      'sendAlert: operator admin',
      'cancelExecution: operator admin',
      'answerApproval: operator admin',
      'runRunbook: operator admin',
      'setSwitch: operator admin',
      'applyRules: author admin',
      'rollbackRules: author admin',
      'applyMappings: author admin',
      'removeMapping: author admin',
      'watchHeartbeats: author admin',
    ]);
  });

  it('lets no viewer change anything', () => {
    const changes = (Object.keys(routes) as RouteName[]).filter((route) => routes[route].changes);
    expect(changes.filter((route) => access[route].includes('viewer'))).toEqual([]);
    expect(changes.length).toBeGreaterThan(0);
  });

  it('holds on every route, for every role', async () => {
    const { ask } = anApi();
    for (const [name, route] of Object.entries(routes))
      for (const role of roles) {
        const path = route.path.replace('/api/v1', '').replace(/:\w+/g, 'x');
        const { json } = await ask(people[role], route.method, path, route.method === 'GET' ? undefined : {});
        const refused = json.error?.code === 'forbidden' && json.error.message.includes(`(${name})`);
        expect([name, role, refused]).toEqual([name, role, !access[name as RouteName].includes(role)]);
      }
  });
});

describe('who may answer an ask', () => {
  const person = (over: Partial<Person>): Person => ({ name: 'p', roles: ['operator'], teams: ['a'], ...over });

  it.each([
    ['an operator of the team that owns the rule', person({}), { rule: 'a', runbook: 'b' }, true],
    ['an operator of the team that owns the runbook', person({}), { rule: 'b', runbook: 'a' }, true],
    ['an operator of another team', person({ teams: ['c'] }), { rule: 'a', runbook: 'b' }, false],
    ['a viewer of the team', person({ roles: ['viewer'] }), { rule: 'a' }, false],
    ['an author of the team', person({ roles: ['author'] }), { rule: 'a' }, false],
    ['an admin of no team', person({ roles: ['admin'], teams: [] }), { rule: 'a' }, true],
    ['an operator, where nobody owns it', person({}), {}, false],
  ])('%s', (_who, who, owners, may) => {
    expect(mayAnswer(who, owners)).toBe(may);
  });
});
