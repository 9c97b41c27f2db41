import { App } from 'aws-cdk-lib';
import { build } from './build.ts';
import { readSettings } from './settings.ts';
import { DataStack } from './stacks/data.ts';
import { EngineStack } from './stacks/engine.ts';
import { StudioStack } from './stacks/studio.ts';

const app = new App({ analyticsReporting: false });
const { environments } = readSettings(app.node.tryGetContext('wolfe'));
const built = await build();

for (const [environment, settings] of Object.entries(environments)) {
  const at = (region: string) => ({ env: { region, account: settings.account }, environment, settings });
  const data = new DataStack(app, `wolfe-${environment}-data`, at(settings.home));
  for (const region of settings.regions) {
    const engine = new EngineStack(app, `wolfe-${environment}-engine-${region}`, { ...at(region), built });
    engine.addDependency(data);
    if (region !== settings.home) continue;
    new StudioStack(app, `wolfe-${environment}-studio`, { ...at(region), built }).addDependency(engine);
  }
}

app.synth();
