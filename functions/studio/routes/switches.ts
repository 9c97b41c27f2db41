import type { Live, Switch } from '../../core/live.ts';
import type { Handlers } from '../serve.ts';

/** What switches need from the world. */
export interface SwitchesWorld {
  live(): Promise<Live>;
  setSwitch(state: Switch): Promise<void>;
  now(): Date;
}

export const switches = (world: SwitchesWorld): Handlers<'listSwitches' | 'setSwitch'> => ({
  listSwitches: async () => ({ items: (await world.live()).switches }),
  setSwitch: async ({ body, person }) => {
    const state: Switch = { ...body, by: person.name, at: world.now().toISOString() };
    await world.setSwitch(state);
    return state;
  },
});
