import { aws_s3_assets as assets, CustomResource, type Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Carried as Properties } from '#functions/publisher/deploy.ts';
import { keepFile } from '#infra/code.ts';
import type { Statement } from '#infra/rights.ts';

/** Reading what a deploy uploaded to the bucket that `cdk bootstrap` made. */
export const assetsRight = ({ synthesizer }: Stack): Statement => ({
  actions: ['s3:GetObject'],
  resources: [
    `arn:\${partition}:s3:::cdk-${synthesizer.bootstrapQualifier ?? 'hnb659fds'}-assets-\${account}-\${region}/*`,
  ],
  reason: 'A deploy’s own files, which are named by their content.',
});

type WhatElse<T> = T extends unknown ? Omit<T, 'Bucket' | 'Key'> : never;

/** Something that a deploy carries to the publisher as an uploaded JSON file; it is brought anew whenever its content changes. */
export class Carried extends Construct {
  /** @param publish the provider's service token */
  constructor(scope: Construct, id: string, publish: string, content: unknown, what: WhatElse<Properties>) {
    super(scope, id);
    const path = keepFile(`${what.Kind}.json`, JSON.stringify(content));
    const asset = new assets.Asset(this, 'File', { path });
    const properties = { Bucket: asset.s3BucketName, Key: asset.s3ObjectKey, ...what } satisfies Properties;
    new CustomResource(this, 'Resource', { serviceToken: publish, resourceType: 'Custom::WolfeDeployed', properties });
  }
}
