import { alertmanager } from './alertmanager.ts';
import { cloudwatch } from './cloudwatch.ts';
import { plain } from './plain.ts';
import type { Source } from './source.ts';

/** Every reader, in the order of its name. */
export const sources: readonly Source[] = [alertmanager, cloudwatch, plain];
