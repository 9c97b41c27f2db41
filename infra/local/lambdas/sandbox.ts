// Runs one Lambda in a worker thread: what AWS's runtime does around a handler, and nothing else.
import { parentPort, workerData } from 'node:worker_threads';
import type { Answer, Call, SandboxData } from './pool.ts';

const { code, name, arn, memoryMb } = workerData as SandboxData;
const port = parentPort!;

const failed = (error: unknown): Answer => {
  const { name: errorType, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { ok: false, errorType, errorMessage: message, trace: (stack ?? '').split('\n') };
};

const { handler } = (await import(code)) as { handler: (event: unknown, context: object) => unknown };

port.on('message', async ({ request, event, deadline }: Call) => {
  const context = {
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: arn,
    memoryLimitInMB: String(memoryMb),
    awsRequestId: request,
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  try {
    const value = await handler(JSON.parse(event), context);
    port.postMessage({ ok: true, json: JSON.stringify(value ?? null) } satisfies Answer);
  } catch (error) {
    port.postMessage(failed(error));
  }
});
port.postMessage('ready');
