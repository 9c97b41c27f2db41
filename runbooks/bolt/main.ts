import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startAgent } from './start.ts';

const help = `bolt: runs allow-listed scripts of this machine for Wolfe's runbooks

Usage: node runbooks/bolt/main.ts --scripts DIR --state DIR --token-file FILE [options]

  --scripts DIR      folder of scripts, each with a line "# bolt: reads" or "# bolt: changes"; may be given again
  --state DIR        folder for what must survive a restart: keys that were run, fencing tokens
  --token-file FILE  holds the token that callers must bring
  --port N           4880 unless told; 0 lets the system choose
  --host ADDRESS     127.0.0.1 unless told
  --concurrency N    scripts at the same time, 4 unless told

A script gets argument "maxAge" as BOLT_MAX_AGE, answers with JSON on standard output, and says with exit code 75 that it
changed nothing and may be run again.

Example: node runbooks/bolt/main.ts --scripts /opt/bolt/scripts --state /var/lib/bolt --token-file /etc/bolt/token
`;

const fail = (message: string): never => {
  console.error(`bolt: ${message}\nTry --help.`);
  process.exit(2);
};

const read = () => {
  try {
    return parseArgs({
      options: {
        scripts: { type: 'string', multiple: true },
        state: { type: 'string' },
        'token-file': { type: 'string' },
        port: { type: 'string', default: '4880' },
        host: { type: 'string', default: '127.0.0.1' },
        concurrency: { type: 'string', default: '4' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    return fail((error as Error).message);
  }
};

const whole = (name: string, text: string, least: number): number => {
  const number = Number(text);
  return Number.isInteger(number) && number >= least
    ? number
    : fail(`--${name} ${text} is no number of ${least} or more`);
};

const given = read();
if (given.help) {
  console.log(help);
  process.exit(0);
}
const { scripts, state, 'token-file': tokenFile, host } = given;
if (!scripts || !state || !tokenFile) fail('--scripts, --state and --token-file are needed');
else {
  try {
    const agent = await startAgent({
      scripts,
      state,
      token: (await readFile(tokenFile, 'utf8')).trim(),
      port: whole('port', given.port, 0),
      host,
      concurrency: whole('concurrency', given.concurrency, 1),
      environment: { PATH: process.env.PATH, HOME: process.env.HOME, LANG: process.env.LANG },
    });
    console.log(`bolt listens on ${agent.url}`);
    for (const { name, kind } of agent.scripts) console.log(`  ${name} (${kind})`);
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void agent.close());
  } catch (error) {
    fail((error as Error).message);
  }
}
