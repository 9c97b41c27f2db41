import { parentPort, workerData } from 'node:worker_threads';
import { asker, type Piece, type Sets } from './threads.ts';

// One thread of a backtest: builds the rule sets, then answers each piece of alerts with the rules that they meet.
const ask = asker(workerData as Sets);
parentPort!.on('message', async ({ alerts }: Piece) => parentPort!.postMessage(await ask(alerts)));
