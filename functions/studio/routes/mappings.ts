import type { AppliedMapping, Live } from '../../core/live.ts';
import { mappingsOf } from '../../core/sources/mapping-file.ts';
import { RefusedError, unknown } from '../refusal.ts';
import type { Handlers } from '../serve.ts';

/** What mappings need from the world. */
export interface MappingsWorld {
  live(): Promise<Live>;
  applyMapping(applied: AppliedMapping): Promise<void>;
  removeMapping(source: string): Promise<void>;
  now(): Date;
}

/** How senders without a reader are read. A faulty file applies nothing. */
export const mappings = (world: MappingsWorld): Handlers<'listMappings' | 'applyMappings' | 'removeMapping'> => ({
  listMappings: async () => ({ items: (await world.live()).mappings }),
  applyMappings: async ({ body, person }) => {
    const { mappings: found, faults } = mappingsOf(body.file.file, body.file.text);
    if (faults.length > 0)
      throw new RefusedError(422, {
        code: 'faulty mappings',
        message: `Nothing was applied: the file has ${faults.length} fault${faults.length === 1 ? '' : 's'}.`,
        cure: 'Put right what is listed, and try it on a payload: `wolfe alerts read FILE --source S --mapping FILE`.',
        faults: faults.map((fault) => ({ ...fault })),
      });
    const items = found.map((mapping) => ({ mapping, by: person.name, at: world.now().toISOString() }));
    for (const each of items) await world.applyMapping(each);
    return { items };
  },
  removeMapping: async ({ body: { source } }) => {
    const { mappings: live } = await world.live();
    if (!live.some(({ mapping }) => mapping.source === source))
      throw unknown('mapping', source, 'List those there are: `wolfe alerts mappings list`.');
    await world.removeMapping(source);
    return { source };
  },
});
