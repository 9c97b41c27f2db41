import type { App, StackProps } from 'aws-cdk-lib';
import type { Built } from '#infra/build.ts';
import type { EnvironmentSettings, Settings } from '#infra/settings.ts';
import { DataStack } from './data.ts';
import { EngineStack } from './engine.ts';
import { PagesStack } from './pages.ts';
import { StudioStack } from './studio.ts';

/** What every stack is made of. */
export interface StackSettings extends StackProps {
  environment: string;
  settings: EnvironmentSettings;
  built: Built;
}

/**
 * All stacks of all environments. Tables come first, for everything knows them by name; then Studio, whose address people are told;
 * then the engines, and with the home region's publisher Studio's pages.
 */
export const addStacks = (app: App, { environments }: Settings, built: Built): void => {
  for (const [environment, settings] of Object.entries(environments)) {
    const at = (region: string): StackSettings => ({
      env: { region, ...(settings.account ? { account: settings.account } : {}) },
      environment,
      settings,
      built,
    });
    const data = new DataStack(app, `wolfe-${environment}-data`, at(settings.home));
    const studio = new StudioStack(app, `wolfe-${environment}-studio`, at(settings.home));
    studio.addStackDependency(data);
    for (const region of settings.regions) {
      const engine = new EngineStack(app, `wolfe-${environment}-engine-${region}`, at(region));
      engine.addStackDependency(studio);
      if (region !== settings.home) continue;
      new PagesStack(app, `wolfe-${environment}-pages`, at(region)).addStackDependency(engine);
    }
  }
};
