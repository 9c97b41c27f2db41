/** Bytes that a state's input or output, and an execution's, may have. */
export const payloadBytes = 262_144;

/** Characters that AWS keeps of an error's name and of its cause. */
export const errorCharacters = 256;
export const causeCharacters = 32_768;

/** Longest that one timer of Node can wait; the interpreter's timers must stay within it. */
export const longestMilliseconds = 2_147_483_647;

/** Whether a JSON text is more than Step Functions carries. */
export const tooLarge = (json: string): boolean =>
  json.length > payloadBytes / 4 && Buffer.byteLength(json) > payloadBytes;
