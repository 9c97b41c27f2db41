import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { namespace } from '../core/metrics.ts';
import { readEnv } from './env.ts';

/** What a function lets be seen of its work. */
export interface Watch {
  /** One line at INFO, with the ids that it is found by. */
  say(message: string, fields: Record<string, unknown>): void;
  count(metric: string): void;
  milliseconds(metric: string, value: number): void;
}

/**
 * Lines as JSON and metrics in CloudWatch's embedded format, both on standard output; `middleware` belongs around the handler, names
 * the request in each line, and writes the metrics at its end.
 * @param service the function, as its lines call it.
 */
export const watch = (service: string): Watch & { middleware: object[] } => {
  const { ENVIRONMENT: environment } = readEnv(['ENVIRONMENT']);
  const logger = new Logger({ serviceName: service, persistentKeys: { environment } });
  const metrics = new Metrics({ namespace, serviceName: 'wolfe', defaultDimensions: { environment } });
  const flush = (): void => {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  };
  return {
    say: (message, fields) => logger.info(message, fields),
    count: (metric) => metrics.addMetric(metric, MetricUnit.Count, 1),
    milliseconds: (metric, value) => metrics.addMetric(metric, MetricUnit.Milliseconds, value),
    middleware: [injectLambdaContext(logger), { after: flush, onError: flush }],
  };
};
