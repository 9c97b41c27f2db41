import { join } from 'node:path';
import { keep } from '../kept.ts';
import type { Job, Result } from './jobs.ts';

export interface Item {
  id: number;
  job: string;
  parameters: Record<string, string>;
  since: number;
  why: string | null;
  cancelled: boolean;
  /** Number of the build that it became. */
  build?: number;
}

export interface Build {
  number: number;
  queueId: number;
  job: string;
  parameters: Record<string, string>;
  /** null while it runs. */
  result: Result | 'ABORTED' | null;
  /** Milliseconds. */
  timestamp: number;
  duration: number;
  log: string;
}

/** The queue, the executors and what they have built. Kept in a folder, it goes on after a restart as Jenkins does. */
export interface Controller {
  jobs: ReadonlyMap<string, Job>;
  /** Queues a build, or names the waiting item that has the same parameters. */
  schedule(job: Job, parameters: Record<string, string>): { item: Item; created: boolean };
  cancel(id: number): boolean;
  item(id: number): Item | undefined;
  waiting(): Item[];
  /** Newest first. */
  builds(job: string): Build[];
  /** When nothing waits for an executor and nothing runs. */
  idle(): Promise<void>;
  reset(): void;
  /** Starts nothing more. */
  stop(): void;
}

interface State {
  queueIds: number;
  items: Item[];
  builds: Build[];
}

export const controller = (list: readonly Job[], executors: number, folder?: string): Controller => {
  const jobs = new Map(list.map((job) => [job.name, job]));
  const state = keep<State>(folder && join(folder, 'jenkins.json'), () => ({ queueIds: 0, items: [], builds: [] }));
  const runs = new Set<Promise<void>>();
  let stopped = false;

  const waiting = () => state.value.items.filter(({ build, cancelled }) => build === undefined && !cancelled);
  const builds = (job: string) =>
    state.value.builds.filter((build) => build.job === job).sort((a, b) => b.number - a.number);
  const running = () => state.value.builds.filter(({ result }) => result === null);

  const blocked = ({ name, concurrent }: Job): string | null => {
    const [last] = running().filter((build) => build.job === name);
    if (last && !concurrent) return `Build #${last.number} is already in progress (ETA: N/A)`;
    return running().length >= executors ? 'Waiting for next available executor' : null;
  };

  const work = async (build: Build, job: Job): Promise<void> => {
    const log = (line: string) => {
      build.log += `${line}\n`;
    };
    let result: Build['result'];
    try {
      result = await job.run({ number: build.number, parameters: build.parameters }, log);
    } catch (error) {
      log(`FATAL: ${(error as Error).message}`);
      result = 'FAILURE';
    }
    if (stopped || !state.value.builds.includes(build)) return;
    log(`Finished: ${result}`);
    build.result = result;
    build.duration = Date.now() - build.timestamp;
    state.save();
    advance();
  };

  /** Gives free executors to what waits, first come first served. */
  const advance = () => {
    for (const item of stopped ? [] : waiting()) {
      const job = jobs.get(item.job);
      item.why = job ? blocked(job) : `${item.job} is gone`;
      if (!job || item.why !== null) continue;
      const build: Build = {
        number: (builds(job.name)[0]?.number ?? 0) + 1,
        queueId: item.id,
        job: job.name,
        parameters: item.parameters,
        result: null,
        timestamp: Date.now(),
        duration: 0,
        log: 'Started by remote host 127.0.0.1\n',
      };
      item.build = build.number;
      state.value.builds.push(build);
      state.save();
      const run = work(build, job).finally(() => runs.delete(run));
      runs.add(run);
    }
    state.save();
  };

  // What ran when the controller ended was ended with it.
  for (const build of running()) {
    build.log += 'Finished: ABORTED\n';
    build.result = 'ABORTED';
  }
  advance();

  return {
    jobs,
    waiting,
    builds,
    schedule(job, parameters) {
      const same = waiting().find(
        (item) => item.job === job.name && JSON.stringify(item.parameters) === JSON.stringify(parameters),
      );
      if (same) return { item: same, created: false };
      state.value.queueIds += 1;
      const id = state.value.queueIds;
      const item: Item = {
        id,
        job: job.name,
        parameters,
        since: Date.now(),
        why: 'In the quiet period',
        cancelled: false,
      };
      state.value.items.push(item);
      state.save();
      setImmediate(advance);
      return { item, created: true };
    },
    cancel(id) {
      const item = waiting().find((each) => each.id === id);
      if (!item) return false;
      item.cancelled = true;
      item.why = null;
      state.save();
      return true;
    },
    item: (id) => state.value.items.find((item) => item.id === id),
    async idle() {
      // An item waits for its turn of the event loop before anything runs.
      await new Promise(setImmediate);
      while (runs.size > 0) await Promise.all(runs);
    },
    reset: () => state.reset(),
    stop() {
      stopped = true;
    },
  };
};
