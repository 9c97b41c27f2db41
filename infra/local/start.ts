// `npm start`: brings up Wolfe on this machine, shows what it does with an alert, and stays up until Ctrl-C.
import { crashes, readCrashPoint } from './aws/crash.ts';
import { DataDirError } from './data-dir.ts';
import { demo } from './demo.ts';
import { readOptions } from './options.ts';
import { openWorld } from './world.ts';

const began = performance.now();
const say = (line = ''): void => void process.stdout.write(`${line}\n`);
const options = readOptions(process.argv);

// Tests start this as a child and say where it is to be killed: by the environment at its start, or by a message later.
const crash = crashes(process.env.WOLFE_CRASH_AT ? readCrashPoint(process.env.WOLFE_CRASH_AT) : undefined);
process.on('message', (text) => {
  crash.arm(readCrashPoint(String(text)));
  process.send?.('armed');
});

say('Starting Wolfe on this machine…');
const world = await openWorld({ ...options, ...(process.send ? { crashes: crash } : {}) }).catch((error: Error) => {
  process.stderr.write(`Wolfe did not start: ${error instanceof DataDirError ? error.message : error.stack}\n`);
  process.exit(1);
});
const seconds = ((performance.now() - began) / 1000).toFixed(1);

let stopping = false;
const stop = async (): Promise<void> => {
  // A second Ctrl-C does not wait.
  if (stopping) process.exit(130);
  stopping = true;
  say('\nStopping; what runs is resumed by the next start.');
  await world.close();
  process.exit(0);
};
// A test that is gone leaves no world behind.
process.on('SIGINT', stop).on('SIGTERM', stop).on('disconnect', stop);

if (world.takenPort !== undefined)
  say(`Port ${world.takenPort} is another program's, so this world has one of its own.`);
for (const execution of world.resumed.running) say(`resumed    ${execution}`);
for (const execution of world.resumed.untold) say(`closes     ${execution}, which ended while nobody could be told`);
say(`Ready after ${seconds} s.

  Studio           ${world.url}/#token=${world.token}
  API              ${world.url}/api
  alerts           ${world.url}/v1/alerts/{source}   authorization: Bearer ${world.ingestToken}
  API token        ${world.token}
  state and logs   ${world.data.path}
  Jenkins, Slack and Jira are stand-ins; each thing that a build of theirs did is a line of ${world.vendors.effects}
`);

if (options.demo) await demo(world);
say('Next: npx wolfe executions list        Stop: Ctrl-C');
