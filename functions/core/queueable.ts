/** What SQS takes in one message, body and attributes together: 1 MiB. */
export const messageBytes = 1_048_576;
/** Part of it that bodies leave free, for attributes and for the reason that a dead one gets. */
export const attributeBytes = 8_192;

/** Characters that SQS refuses: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const refused = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;
const everyRefused = new RegExp(refused, 'gu');

/** Whether SQS would take this text as a body. */
export const isQueueable = (text: string): boolean => text.length > 0 && !refused.test(text);

/** The text with replacement characters in place of what SQS refuses. */
export const queueable = (text: string): string => text.replace(everyRefused, '\u{fffd}');
