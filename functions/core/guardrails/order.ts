import { attempts } from './attempts.ts';
import { blastRadius } from './blast-radius.ts';
import { concurrency } from './concurrency.ts';
import { cooldown } from './cooldown.ts';
import { episode } from './episode.ts';
import type { Guardrail } from './guardrail.ts';
import { hold } from './hold.ts';
import { killSwitch } from './kill-switch.ts';
import { mode } from './mode.ts';
import { oneRemedy } from './one-remedy.ts';
import { rate } from './rate.ts';
import { status } from './status.ts';
import { targetLock } from './target-lock.ts';

/** The guardrails that go by counted runs: asked once more when a run is counted, because others are counted meanwhile. */
export const limits: readonly Guardrail[] = [attempts, cooldown, rate, blastRadius, concurrency];

/** All guardrails, in the order in which they are asked: what people decided, what the alert is, what happened before, what is now. */
export const order: readonly Guardrail[] = [killSwitch, mode, status, hold, episode, oneRemedy, ...limits, targetLock];
