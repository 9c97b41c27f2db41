/** A switch that a person set stops this step: nothing was done. */
export class SwitchedOffError extends Error {
  override name = 'SwitchedOffError';
}

/** The lock on the target is not this execution's any more: another may be at work on it, so nothing was done. */
export class LockLostError extends Error {
  override name = 'LockLostError';
}

/** The step was begun before and its end is not known. It may have had its effect, so it is not run again. */
export class EffectUnknownError extends Error {
  override name = 'EffectUnknownError';
}

/** The step did not end in its time. */
export class StepTimeoutError extends Error {
  override name = 'StepTimeoutError';
}
