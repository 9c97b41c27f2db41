import { cooldown } from './cooldown.ts';
import { episode } from './episode.ts';
import type { Guardrail } from './guardrail.ts';
import { killSwitch } from './kill-switch.ts';
import { mode } from './mode.ts';
import { oneRemedy } from './one-remedy.ts';
import { status } from './status.ts';
import { targetLock } from './target-lock.ts';

/** All guardrails, in the order in which they are asked: what people decided, what the alert is, what happened before, what is now. */
export const order: readonly Guardrail[] = [killSwitch, mode, status, episode, oneRemedy, cooldown, targetLock];
