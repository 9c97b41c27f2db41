import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { program } from '#infra/cli/program.ts';
import { runWolfe } from './run-wolfe.ts';

const top = program({ out: process.stdout, err: process.stderr, input: process.stdin, env: {}, cwd: '/' }, () => {});

const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)];
const nameOf = (command: Command): string =>
  command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();

const helpOf = (command: Command): string => {
  let text = '';
  command.configureOutput({ writeOut: (more) => (text += more) }).outputHelp();
  return text;
};

describe('the help', () => {
  it.each(all(top).map((command) => [nameOf(command), command] as const))(
    'of %s says what it is for, with an example that names it',
    (name, command) => {
      const help = helpOf(command);
      expect(command.description()).not.toBe('');
      expect(help).toContain(`\n  $ ${name === 'wolfe' ? 'wolfe executions list' : name}`);
    },
  );

  it('knows the commands', () => {
    expect(
      all(top)
        .map(nameOf)
        .filter((name) => name.split(' ').length > 1),
    ).toEqual(
      [
        'alert, alert send, alerts, alerts read, alerts sources',
        'alerts mappings, alerts mappings apply, alerts mappings list, alerts mappings remove',
        'alerts heartbeats, alerts heartbeats list, alerts heartbeats watch',
        'executions, executions list, executions show, executions tail, executions result, executions cancel',
        'decisions, decisions list, decisions show, approve, deny',
        'runbook, runbook list, runbook show, runbook run',
        'rules, rules list, rules show, rules check, rules test, rules explain, rules backtest, rules diff, rules apply, rules versions, rules rollback, rules unmatched',
        'switch, switch on, switch off, switch list, whoami',
      ].flatMap((line) => line.split(', ').map((name) => `wolfe ${name}`)),
    );
  });

  it('names its version', async () => {
    const { code, out } = await runWolfe(['--version'], { cwd: '/' });
    expect([code, out]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
  });

  it('says what the exit codes mean', () => {
    expect(helpOf(top)).toMatch(/Exit codes:\n {2}0 .*\n {2}1 .*\n {2}2 .*\n {2}3 /);
  });
});
