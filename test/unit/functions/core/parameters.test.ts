import { describe, expect, it } from 'vitest';
import type { Alert } from '#functions/core/alert.ts';
import { ParametersError, renderTarget, translate, validateParams } from '#functions/core/parameters.ts';
import type { Json } from '#runbooks/sdk/wire.ts';

const labels = JSON.parse(
  '{"node": "n1", "count": "3", "__proto__": "poison", "cmd": "$(touch x)", "tpl": "{% labels.node %}"}',
);
const alert: Alert = {
  name: 'NodeDiskPressure',
  status: 'firing',
  labels,
  annotations: { summary: 'x'.repeat(300_000) },
  source: 'alertmanager',
  startsAt: '2026-11-21T12:00:00.000Z',
  fingerprint: 'f',
};
const one = async (template: string) => (await translate({ p: template }, alert)).p;
const refusal = (template: string) => one(template).catch((error: unknown) => String(error));

describe('translate', () => {
  it('leaves what is static as written, however deep', async () => {
    const given = { job: 'Prune', nested: { list: [1, true, null, 'text % {x}'] } };
    expect(await translate(given, alert)).toEqual(given);
  });

  it('gives the value of an expression with its type', async () => {
    expect(await one('{% labels.node %}')).toBe('n1');
    expect(await one('{% $number(labels.count) + 1 %}')).toBe(4);
    expect(await one('{% labels.count = "3" %}')).toBe(true);
    expect(await one('{% [labels.node, labels.count] %}')).toEqual(['n1', '3']);
    expect(await one('{% {"node": labels.node} %}')).toEqual({ node: 'n1' });
    expect(await one('  {%labels.missing ? 1 : null%}\n')).toBeNull();
  });

  it('translates inside of lists and objects', async () => {
    expect(
      await translate({ parameters: { NODE: '{% labels.node %}' }, hosts: ['a', '{% labels.node %}'] }, alert),
    ).toEqual({
      parameters: { NODE: 'n1' },
      hosts: ['a', 'n1'],
    });
  });

  it('names every parameter that gets nothing, with its expression', async () => {
    const error = await translate({ a: { b: '{% labels.missing %}' }, c: ['{% annotations.x %}'] }, alert).catch(
      (e) => e,
    );
    expect(error).toBeInstanceOf(ParametersError);
    expect(error.message).toContain('a.b {% labels.missing %} gives nothing for this alert. Demand the field');
    expect(error.message).toContain('c[0] {% annotations.x %} gives nothing for this alert.');
  });

  it('tells of an expression that fails, is no data, or is barred', async () => {
    expect(await refusal('{% $number(labels.node) %}')).toContain('p {% $number(labels.node) %} fails: Unable to cast');
    expect(await refusal('{% $uppercase %}')).toContain('gives a function. Call it');
    expect(await refusal('{% {"f": function($x){$x}} %}')).toContain('gives a function');
    expect(await refusal('{% $eval(labels.cmd) %}')).toContain(
      'calls $eval, which rules cannot. Write the expression out',
    );
    expect(await refusal('{% $random() %}')).toContain('calls $random');
  });

  it.each([
    '{% ($f := function(){$f()}; $f()) %}',
    '{% ($f := function($n){1 + $f($n + 1)}; $f(1)) %}',
    '{% [1..999999] %}',
    '{% [1..999999999] %}',
    '{% $map([1..5000], function($x){$map([1..5000], function($y){$y})}) %}',
  ])('ends %s by itself', async (template) => {
    expect(await refusal(template)).toContain(
      'takes more than 10000 steps, 200 levels or 10000 items. Make it simpler',
    );
  });

  it('takes what an alert holds as data and nothing else', async () => {
    expect(await one('{% labels.cmd %}')).toBe('$(touch x)');
    expect(await one('{% labels.tpl %}')).toBe('{% labels.node %}');
    expect(await one('{% labels.`__proto__` %}')).toBe('poison');
    expect(await refusal('{% labels.constructor %}')).toContain('gives nothing');
    expect(JSON.stringify(await one('{% labels %}'))).toBe(JSON.stringify(labels));
    expect(await one('{% annotations.summary %}')).toHaveLength(300_000);
    expect(Object.keys(await translate(JSON.parse('{"__proto__": "{% labels.node %}"}'), alert))).toEqual([
      '__proto__',
    ]);
    expect(({} as { node?: unknown }).node).toBeUndefined();
  });
});

describe('validateParams', () => {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      instance: { type: 'string', minLength: 2 },
      limit: { type: 'number', default: 80 },
      how: { enum: ['soft', 'hard'], default: 'soft' },
      inner: { type: 'object', properties: { deep: { type: 'boolean' } }, additionalProperties: false },
    },
    required: ['instance'],
    additionalProperties: false,
  };
  const faults = (params: Record<string, Json>) => {
    try {
      validateParams(schema, params);
      return [];
    } catch (error) {
      return (error as ParametersError).faults.map(({ path, problem, cure }) => `${path} ${problem}. ${cure}`);
    }
  };

  it('fills in defaults and leaves what it was given alone', () => {
    const given = { instance: 'i-1' };
    expect(validateParams(schema, given)).toEqual({ instance: 'i-1', limit: 80, how: 'soft' });
    expect(given).toEqual({ instance: 'i-1' });
  });

  it('tells all that is wrong, with place and cure', () => {
    expect(faults({ limit: '90', how: 'softly', inner: { deep: 1, depth: 2 }, instnce: 'i-1' })).toEqual([
      'instance is missing. Add instance; the runbook needs it.',
      'instnce is not a parameter of the runbook. Did you mean instance?',
      'limit must be of type number. Write a value of type number. A label is text; "{% $number(labels.a) %}" makes it a number.',
      'how is not one of the values allowed. Use one of soft, hard.',
      'inner.depth is not a parameter of the runbook. The runbook knows deep.',
      'inner.deep must be of type boolean. Write a value of type boolean.',
    ]);
    expect(faults({ instance: 'i' })).toEqual([
      'instance must NOT have fewer than 2 characters. See the parameters of the runbook.',
    ]);
  });

  it('keeps keys that are poison elsewhere as data', () => {
    const open = { type: 'object', additionalProperties: { type: 'string' } };
    const params = validateParams(open, JSON.parse('{"__proto__": "x", "constructor": "y"}'));
    expect(JSON.stringify(params)).toBe('{"__proto__":"x","constructor":"y"}');
  });
});

describe('renderTarget', () => {
  it('names what the execution may change', () => {
    expect(renderTarget('ec2:{instance}', { instance: 'i-1' })).toBe('ec2:i-1');
    expect(renderTarget('k8s:{where.cluster}/{port}', { where: { cluster: 'c' }, port: 80 })).toBe('k8s:c/80');
    expect(renderTarget('the mail gateway', {})).toBe('the mail gateway');
    expect(renderTarget(null, {})).toBeUndefined();
  });

  it('writes a record as the runbook does, whatever the order of its names', () => {
    const params = { job: 'prune', parameters: { NODE: 'b', CLUSTER: 'a' } };
    expect(renderTarget('jenkins:{job}({parameters})', params)).toBe('jenkins:prune(CLUSTER=a,NODE=b)');
  });

  it('refuses a name that is not whole', () => {
    const render = (value: Json) => () => renderTarget('ec2:{instance}', { instance: value });
    expect(() => renderTarget('ec2:{instance}', {})).toThrow('instance is missing. Give it a value');
    expect(() => renderTarget('ec2:{constructor}', {})).toThrow('constructor is missing');
    expect(render('')).toThrow('instance is empty');
    expect(render({})).toThrow('instance is empty');
    expect(render('x'.repeat(300_000))).toThrow('target is longer than 512 characters');
  });
});
