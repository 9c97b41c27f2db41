/** Thrown by a step: the engine may try it again, as often as the step's `retry` says; the step promises that repeating is safe. */
export class RetryableError extends Error {
  override name = 'RetryableError';
}

/** Thrown by a step: trying again cannot help; the run fails and its onFailure step follows. */
export class TerminalError extends Error {
  override name = 'TerminalError';
}
