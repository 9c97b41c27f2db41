import type { Server } from 'node:http';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { type BuildAppOptions, buildApp } from 'fauxqs';
import { type QueueName, queues } from '#infra/topology.ts';
import { idleMilliseconds, loopback } from '../loopback.ts';
import { account, arns, named, region } from '../place.ts';

type Stores = NonNullable<BuildAppOptions['stores']>;

/** fauxqs' own parts; its main door only knows how to listen on every interface. */
interface Parts {
  SqsStore: new () => Stores['sqsStore'];
  SnsStore: new () => Stores['snsStore'];
  S3Store: new () => Stores['s3Store'];
  PersistenceManager: new (folder: string) => Keeper;
  FileS3Persistence: new (folder: string) => ObjectKeeper;
}
interface Keeper {
  db: DatabaseSync;
  loadSqsAndSns(sqs: Stores['sqsStore'], sns: Stores['snsStore']): void;
  close(): void;
}
interface ObjectKeeper {
  loadS3(s3: Stores['s3Store']): void;
  close(): void;
}

const parts = async (): Promise<Parts> => {
  const files = ['sqs/sqsStore.js', 'sns/snsStore.js', 's3/s3Store.js', 'persistence.js', 's3/fileS3Persistence.js'];
  const modules = await Promise.all(files.map((file) => import(new URL(file, import.meta.resolve('fauxqs')).href)));
  return Object.assign({}, ...modules);
};

const attributesOf = (name: QueueName): Record<string, string> => {
  const queue = queues[name];
  return {
    VisibilityTimeout: String(queue.visibilitySeconds),
    MessageRetentionPeriod: String(queue.retentionSeconds),
    ...('deadLetters' in queue
      ? {
          RedrivePolicy: JSON.stringify({
            deadLetterTargetArn: arns.queue(queue.deadLetters),
            maxReceiveCount: queue.maxReceives,
          }),
        }
      : {}),
  };
};

/** SQS and S3 of the region, kept in a folder: the topology's queues and the bundle bucket. */
export const queuesAndObjects = async (folder: string, watch: (server: Server) => void) => {
  const { SqsStore, SnsStore, S3Store, PersistenceManager, FileS3Persistence } = await parts();
  const stores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
  const messages = new PersistenceManager(folder);
  // A killed process loses nothing that SQLite has handed to the system; waiting for the disk would be most of a message's time.
  messages.db.exec('PRAGMA synchronous = OFF');
  // What a killed world had taken is free again: no one else can hold it, so its timeout need not pass.
  messages.db.exec('UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL');
  messages.loadSqsAndSns(stores.sqsStore, stores.snsStore);
  const objects = new FileS3Persistence(join(folder, 'objects'));
  objects.loadS3(stores.s3Store);
  // Only now: while loading, the stores would write back what they read.
  Object.assign(stores.sqsStore, { persistence: messages });
  for (const queue of stores.sqsStore.allQueues()) Object.assign(queue, { persistence: messages });
  Object.assign(stores.s3Store, { persistence: objects });

  const app = buildApp({ logger: false, defaultRegion: region, stores });
  app.addHook('preClose', async () => {
    messages.close();
    objects.close();
  });
  watch(app.server);
  app.server.keepAliveTimeout = idleMilliseconds;
  const url = await app.listen({ port: 0, host: loopback });
  const queueUrl = (name: QueueName) => `${url}/${account}/${named.queue(name)}`;
  for (const name of Object.keys(queues) as QueueName[])
    if (!stores.sqsStore.getQueueByName(named.queue(name)))
      stores.sqsStore.createQueue(named.queue(name), queueUrl(name), arns.queue(name), attributesOf(name));
  if (!stores.s3Store.hasBucket(named.bucket)) stores.s3Store.createBucket(named.bucket);
  return { url, queueUrl, close: () => app.close() };
};
