import { appendFileSync, existsSync, readFileSync } from 'node:fs';

export type Result = 'SUCCESS' | 'UNSTABLE' | 'FAILURE';

export interface Parameter {
  name: string;
  /** A value for starts that give none. */
  default?: string;
  /** All that may be given. */
  choices?: string[];
}

/** A job as data, with what a build of it does. */
export interface Job {
  /** With its folders: `infra/prune`. */
  name: string;
  /** Absent for a job without parameters. */
  parameters?: Parameter[];
  /** Builds of it may run at the same time; not unless told, as in Jenkins. */
  concurrent?: boolean;
  disabled?: boolean;
  run(build: { number: number; parameters: Record<string, string> }, log: (line: string) => void): Promise<Result>;
}

/**
 * Healer's remediation for NodeDiskPressure. What it does to the node is one line in a file: build number and parameters, so
 * that whoever started it can be held to how often.
 */
export const dockerPruneNode = (effectsFile: string): Job => ({
  name: 'DockerPruneNode',
  parameters: [{ name: 'NODE' }, { name: 'CLUSTER' }, { name: 'REGION' }, { name: 'WOLFE_KEY', default: '' }],
  async run({ number, parameters }, log) {
    const { WOLFE_KEY: _, ...said } = parameters;
    log(`Pruning images on ${said.NODE} in ${said.CLUSTER} (${said.REGION})`);
    if (!said.NODE) {
      log('NODE is empty');
      return 'FAILURE';
    }
    appendFileSync(effectsFile, `${JSON.stringify({ build: number, ...said })}\n`);
    log('Total reclaimed space: 14.2GB');
    return 'SUCCESS';
  },
});

/** The lines that builds have left in an effects file. */
export const effects = (file: string): Record<string, string | number>[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : [];
