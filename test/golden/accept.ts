import { writeFileSync } from 'node:fs';
import { fileOf, synthesized } from './golden.ts';

// `npm run accept`: the templates as they are now become the golden ones. Read the diff before you commit it.
for (const [stack, template] of Object.entries(await synthesized())) {
  writeFileSync(fileOf(stack), `${JSON.stringify(template, undefined, 2)}\n`);
  console.log(`accepted ${fileOf(stack)}`);
}
