/** EventBridge Scheduler for one function: calls it at a fixed rate, never twice at once. */
export const schedule = (everySeconds: number, invoke: () => Promise<unknown>, log: (text: string) => void) => {
  let running = false;
  const timer = setInterval(async () => {
    if (running) return;
    running = true;
    try {
      await invoke();
    } catch (error) {
      log(`scheduled call failed: ${(error as Error).message}\n`);
    } finally {
      running = false;
    }
  }, everySeconds * 1000);
  return { close: () => clearInterval(timer) };
};
