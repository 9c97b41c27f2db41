import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aws_s3_assets as assets, CustomResource, type Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { DeployEvent } from '#functions/publisher/deploy.ts';

/** Name of the bucket that `cdk bootstrap` made for the files of deploys. */
export const assetsBucket = ({ synthesizer, account, region }: Stack): string =>
  `cdk-${synthesizer.bootstrapQualifier ?? 'hnb659fds'}-assets-${account}-${region}`;

/** Something that a deploy carries to the publisher as an uploaded JSON file; it is brought anew whenever its content changes. */
export class Carried extends Construct {
  constructor(
    scope: Construct,
    id: string,
    {
      kind,
      content,
      folder,
      publish,
    }: { kind: DeployEvent['ResourceProperties']['Kind']; content: unknown; folder: string; publish: string },
  ) {
    super(scope, id);
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${this.node.addr}.json`);
    writeFileSync(path, JSON.stringify(content));
    const asset = new assets.Asset(this, 'File', { path });
    new CustomResource(this, 'Resource', {
      serviceToken: publish,
      resourceType: 'Custom::WolfeDeployed',
      properties: { Kind: kind, Bucket: asset.s3BucketName, Key: asset.s3ObjectKey },
    });
  }
}
