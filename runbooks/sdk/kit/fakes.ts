import type { RunbookValue } from '../runbook.ts';

/** A client by hand: any of its verbs, answering what the test wants. */
export type Fake<Client> = {
  [Verb in keyof Client]?: Client[Verb] extends (...args: infer Args) => unknown ? (...args: Args) => unknown : never;
};

/** The same runbook with fakes for its systems: each call is told, and a verb that is missing says so. */
export const withFakes = <Value extends RunbookValue>(
  runbook: Value,
  fakes: Readonly<Record<string, object | undefined>>,
  tell: (system: string, verb: string, args: unknown[]) => void,
): Value => {
  const systems = Object.entries(runbook.systems).map(([name, system]) => {
    const client = fakeOf(name, fakes[name] ?? {}, (verb, args) => tell(name, verb, args));
    return [name, { ...system, secret: undefined, connect: () => client }];
  });
  return { ...runbook, systems: Object.fromEntries(systems) };
};

const fakeOf = (system: string, fake: object, tell: (verb: string, args: unknown[]) => void): object =>
  new Proxy(fake, {
    get: (target, verb) => {
      if (typeof verb !== 'string') return Reflect.get(target, verb);
      return async (...args: unknown[]) => {
        tell(verb, args);
        const call: unknown = Reflect.get(target, verb);
        if (typeof call !== 'function')
          throw new Error(`The fake of “${system}” has no verb ${verb}: add it to systems.`);
        return call.apply(target, args);
      };
    },
  });
