/**
 * How the alerts queue hands a message out again that was not acknowledged. The queue is built with these figures, and the
 * matcher counts on them: on the last receive it puts the message into the dead queue itself, with the reason.
 */
export const redelivery = { visibilitySeconds: 60, maxReceives: 5 } as const;
