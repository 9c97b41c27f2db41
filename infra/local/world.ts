import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import { bundleFunctions } from '#infra/code.ts';
import { functions } from '#infra/topology.ts';
import type { Crashes } from './aws/crash.ts';
import { openRegion } from './aws/region.ts';
import { statusEvents } from './aws/status-events.ts';
import { type DataDir, openDataDir } from './data-dir.ts';
import { deploy } from './deploy.ts';
import { frontDoor } from './front-door.ts';
import { keys } from './keys.ts';
import { type Lambdas, lambdas as lambdasOf } from './lambdas/functions.ts';
import { queueSource } from './lambdas/queue-source.ts';
import { schedule } from './lambdas/schedule.ts';
import { localLibrary } from './library.ts';
import { close, listen, PortTakenError } from './loopback.ts';
import { arns, credentials, region as regionName } from './place.ts';
import { buildSite, site } from './site-build.ts';
import { openVendors, type Vendors } from './vendors.ts';

/** How a world is to be. */
export interface WorldSettings {
  /** Folder of its state. */
  data: string;
  fresh: boolean;
  /** Of the front door; 0 lets the system choose. */
  port: number;
  /** A further folder of runbooks to deploy. */
  runbooks?: string;
  /** Kills the process where a test says. */
  crashes?: Crashes;
  /** Told of each AWS call that a Lambda makes, as its SDK logs it. */
  called?: (functionName: string, line: string) => void;
}

export interface World {
  url: string;
  /** What people and programs send to the API, and senders to ingest. */
  token: string;
  ingestToken: string;
  data: DataDir;
  lambdas: Lambdas;
  /** What the runbooks' systems are here. */
  vendors: Vendors;
  /** The port that was asked for and is another program's. */
  takenPort?: number;
  resumed: { running: string[]; untold: string[] };
  close(): Promise<void>;
}

/** Brings up the whole of Wolfe on this machine: region, Lambdas, vendors, front door, and all that is deployed. */
export const openWorld = async (settings: WorldSettings): Promise<World> => {
  const data = openDataDir(settings.data, settings.fresh);
  const logs = data.folder('logs');
  const log = (text: string): void => appendFileSync(join(logs, 'world.log'), `${new Date().toISOString()} ${text}`);
  const ready = Promise.withResolvers<Lambdas>();
  // Who waits for it says so himself; without this a failing start would end the process before its message.
  ready.promise.catch(() => {});

  const door = frontDoor({
    ingest: async (event) => (await ready.promise).invoke('ingest', event),
    studio: async (event) => (await ready.promise).invoke('studio', event),
    site,
    log,
  });
  const events = statusEvents(async (event) => (await ready.promise).invoke('recorder', event), log);
  let takenPort: number | undefined;
  const opening = listen(door, settings.port).catch((error) => {
    if (!(error instanceof PortTakenError)) throw error;
    takenPort = settings.port;
    return listen(door);
  });

  const [bundles, library, region, vendors, url] = await Promise.all([
    bundleFunctions(),
    localLibrary(settings.runbooks),
    openRegion(
      data,
      { invoke: async (arn, payload) => (await ready.promise).invokeArn(arn, payload), tell: events.tell },
      (server) => settings.crashes?.watch(server),
    ),
    openVendors(data),
    opening,
  ]);
  const { token, ingestToken } = keys(region.secrets, vendors.secrets);

  const lambdas = lambdasOf({
    bundles,
    endpoints: region.endpoints,
    queues: { ALERTS_QUEUE_URL: region.queueUrl('alerts'), DEAD_QUEUE_URL: region.queueUrl('dead') },
    studioUrl: url,
    logs,
    ...(settings.called ? { called: settings.called } : {}),
  });
  ready.resolve(lambdas);
  await Promise.all([
    deploy({ lambdas, url, token, dynamodb: region.endpoints.AWS_ENDPOINT_URL_DYNAMODB }, library),
    ...(['ingest', 'matcher', 'recorder'] as const).map(lambdas.warm),
    ...library.bundles.map(({ runbook }) => lambdas.warmRunner(runbook)),
  ]);

  const resumed = region.executions.resume();
  const { batch } = functions.matcher.trigger;
  const client = new SQSClient({
    endpoint: region.endpoints.AWS_ENDPOINT_URL_SQS,
    region: regionName,
    credentials,
  });
  const alerts = queueSource({
    client,
    queueUrl: region.queueUrl('alerts'),
    queueArn: arns.queue('alerts'),
    region: regionName,
    batch,
    concurrency: 2,
    invoke: (event) => lambdas.invoke('matcher', event),
    log,
  });
  const keeper = schedule(functions.keeper.trigger.everySeconds, () => lambdas.invoke('keeper', {}), log);
  data.keep('endpoint.json', JSON.stringify({ url, token, ingestToken, pid: process.pid }));
  const building = buildSite(log);

  return {
    url,
    token,
    ingestToken,
    data,
    lambdas,
    vendors,
    ...(takenPort === undefined ? {} : { takenPort }),
    resumed,
    async close() {
      // First of all: what a Lambda's end does to a step must not be taken for the step's own failure.
      region.executions.abandon();
      building.close();
      keeper.close();
      events.close();
      await Promise.all([close(door), alerts.close()]);
      client.destroy();
      await lambdas.close();
      await Promise.all([region.close(), vendors.close()]);
      data.release();
    },
  };
};
