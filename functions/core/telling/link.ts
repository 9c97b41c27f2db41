/** Where a person sees an execution in Studio. */
export const studioLink =
  (studio: string) =>
  (execution: string): string =>
    `${studio.replace(/\/+$/, '')}/executions/${encodeURIComponent(execution)}`;
