import { createHash } from 'node:crypto';
import type { Bundle, BundleFiles } from './wire.ts';

/** JSON text that is the same for equal values: keys sorted, nothing between the tokens, `undefined` members left out. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );

/** 64 hex digits over a text's UTF-8 bytes. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The digest of a bundle: over all of its files, each with its name. */
export const digestOf = (files: BundleFiles): string => sha256(canonical(files));

/** The bytes of a bundle are not those that its digest names. */
export class BundleChangedError extends Error {
  override name = 'BundleChangedError';
  readonly code = 'bundle-changed';
}

/**
 * Refuses a bundle whose bytes were changed after it was made.
 * @throws BundleChangedError with both digests.
 */
export const verifyBundle = (bundle: Bundle): void => {
  const found = digestOf(bundle.files);
  if (found !== bundle.digest) {
    throw new BundleChangedError(
      `The bundle of runbook ${bundle.runbook} is not what its digest says: expected ${bundle.digest}, found ${found}. ` +
        'Publish the runbook again; do not run these bytes.',
    );
  }
};
