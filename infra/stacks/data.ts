import { aws_dynamodb as dynamodb, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { EnvironmentSettings } from '#infra/settings.ts';
import { names, type TableName, type TableShape, tables } from '#infra/topology.ts';

const attribute = (name: string): dynamodb.Attribute => ({ name, type: dynamodb.AttributeType.STRING });

/** Keys, indexes and expiry of a table as the topology has them. */
export const tableProps = (shape: TableShape) => ({
  partitionKey: attribute(shape.partition),
  ...(shape.sort ? { sortKey: attribute(shape.sort) } : {}),
  timeToLiveAttribute: shape.ttl,
  globalSecondaryIndexes: shape.indexes.map(({ name, partition, sort }) => ({
    indexName: name,
    partitionKey: attribute(partition),
    sortKey: attribute(sort),
  })),
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
});

/** The global tables of one environment, made in its home region and replicated to the others. */
export class DataStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    props: StackProps & { environment: string; settings: EnvironmentSettings },
  ) {
    super(scope, id, props);
    const { environment, settings } = props;
    const name = names(environment, this.region, this.account);
    for (const [table, shape] of Object.entries(tables) as [TableName, TableShape][]) {
      if (shape.reach !== 'global') continue;
      new dynamodb.TableV2(this, table, {
        ...tableProps(shape),
        tableName: name.table(table),
        deletionProtection: settings.keepData,
        removalPolicy: settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
        replicas: settings.regions.filter((region) => region !== settings.home).map((region) => ({ region })),
      });
    }
  }
}
