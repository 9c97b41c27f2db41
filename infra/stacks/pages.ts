import { Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Carried } from '#infra/constructs/carried.ts';
import { signOutAt } from '#infra/constructs/people.ts';
import { names } from '#infra/topology.ts';
import type { StackSettings } from './all.ts';
import { studioOutput } from './studio.ts';

/** What Studio's site shows. It is a stack of its own because the publisher that brings it knows Studio's address already. */
export class PagesStack extends Stack {
  constructor(scope: Construct, id: string, props: StackSettings) {
    super(scope, id, props);
    const { environment, settings, built } = props;
    const publish = Fn.getStackOutput(`wolfe-${environment}-engine-${this.region}`, 'Publish');
    new Carried(this, 'Site', publish, built.site, {
      Kind: 'site',
      Site: names(environment, this.region, this.account).site,
      Config: {
        signIn: 'oidc',
        issuer: studioOutput(environment, settings.home, 'Issuer'),
        clientId: studioOutput(environment, settings.home, 'ClientId'),
        ...(settings.signIn === 'cognito' ? { signOut: signOutAt(environment, this) } : {}),
      },
    });
  }
}
