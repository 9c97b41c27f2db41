import { App } from 'aws-cdk-lib';
import { build } from './build.ts';
import { readSettings } from './settings.ts';
import { addStacks } from './stacks/all.ts';

const app = new App({ analyticsReporting: false });
addStacks(app, readSettings(app.node.tryGetContext('wolfe')), await build());
app.synth();
