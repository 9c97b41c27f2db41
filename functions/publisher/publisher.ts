import { verifyBundle } from '#runbooks/sdk/digest.ts';
import { type Bundle, type Manifest, machinePlaceholders } from '#runbooks/sdk/wire.ts';
import type { Release, RunbookVersion } from '../core/live.ts';

/** What the publisher needs from the world. */
export interface PublisherWorld {
  put(bundle: Bundle): Promise<void>;
  /** A published bundle, verified. */
  load(runbook: string, digest: string): Promise<Bundle>;
  /** Makes machine version and alias as far as they are not there; @returns the version's ARN. */
  publish(version: { runbook: string; digest: string; definition: string; roleArn: string }): Promise<string>;
  runbookVersions(runbook: string): Promise<RunbookVersion[]>;
  runbookVersion(version: RunbookVersion): Promise<void>;
  release(release: Release): Promise<void>;
  now(): Date;
}

/** The region's ARNs that a runbook's machine names. */
export interface Arns {
  runner(runbook: string): string;
  approvals: string;
  machineRole(runbook: string): string;
}

/** Brings a bundle, or goes back or on to one that was brought before. */
export type Publication =
  | { bundle: Bundle; release: boolean; by: string }
  | { runbook: string; digest: string; release: true; by: string };

/** What was done. */
export interface Published {
  runbook: string;
  digest: string;
  machineVersionArn: string;
  released: boolean;
}

/** A call that cannot be followed; nothing was changed. */
export class PublicationError extends Error {
  override name = 'PublicationError';
  readonly code = 'publication-refused';
}

const runbookName = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** The manifest of a bundle whose parts belong together. */
const manifestOf = ({ runbook, digest, files }: Bundle): Manifest => {
  if (!runbookName.test(runbook) || !/^[0-9a-f]{64}$/.test(digest))
    throw new PublicationError(`“${runbook}” at “${digest}” names no bundle: make one with \`npx wolfe runbook\`.`);
  verifyBundle({ runbook, digest, files });
  const manifest = JSON.parse(files['manifest.json']) as Manifest;
  if (manifest.runbook === runbook) return manifest;
  throw new PublicationError(`The bundle says runbook ${runbook}, its manifest ${manifest.runbook}. Bundle it again.`);
};

/** The state machine with this region's ARNs in it. */
export const definitionOf = ({ runbook, files }: Bundle, arns: Arns): string =>
  files['machine.json']
    .replaceAll(machinePlaceholders.runner, arns.runner(runbook))
    .replaceAll(machinePlaceholders.approvals, arns.approvals);

/**
 * Brings a bundle into the region: its files, its machine's version and alias, its place among the versions, and last, when
 * asked, the release. Every part may be repeated, so a call that broke off is simply made again; nothing is live before all is there.
 * @throws PublicationError, BundleChangedError; ObjectMissingError when a digest to go back to was never published here.
 */
export const publisher =
  (world: PublisherWorld, arns: Arns) =>
  async (call: Publication): Promise<Published> => {
    const bundle = 'bundle' in call ? call.bundle : await world.load(call.runbook, call.digest);
    const manifest = manifestOf(bundle);
    const { runbook, digest } = bundle;
    const at = world.now().toISOString();

    if ('bundle' in call) await world.put(bundle);
    const roleArn = arns.machineRole(runbook);
    const machineVersionArn = await world.publish({ runbook, digest, definition: definitionOf(bundle, arns), roleArn });
    const known = (await world.runbookVersions(runbook)).some((version) => version.digest === digest);
    if (!known) await world.runbookVersion({ runbook, digest, manifest, publishedAt: at, by: call.by });
    if (call.release) {
      const { params, target, steps } = manifest;
      const remediates = steps.some(({ kind }) => kind === 'remediate');
      await world.release({ runbook, digest, params, target, remediates, releasedAt: at, by: call.by });
    }
    return { runbook, digest, machineVersionArn, released: call.release };
  };
