import { type Mapping, mapped, mapping } from './mapping.ts';
import type { Source } from './source.ts';

/** Where the parts of an Atlas alert are sought, unless the settings map the source `atlas` themselves. */
const usual: Mapping = mapping.parse({
  source: 'atlas',
  items: '$exists(alerts) ? alerts : $',
  name: '$exists(name) ? name : ($exists(alertName) ? alertName : alert)',
  status: '$exists(status) ? status : state',
  words: {
    firing: 'firing',
    triggered: 'firing',
    alerting: 'firing',
    alarm: 'firing',
    on: 'firing',
    ok: 'resolved',
    resolved: 'resolved',
    cleared: 'resolved',
    off: 'resolved',
  },
  severity: 'severity',
  labels: '$merge([$type(tags) = "object" ? tags : {}, $type(labels) = "object" ? labels : {}])',
  annotations:
    '$merge([{"expression": expression, "description": description}, $type(annotations) = "object" ? annotations : {}])',
  startsAt: '$exists(startsAt) ? startsAt : ($exists(startTime) ? startTime : timestamp)',
  fingerprint: '$exists(fingerprint) ? fingerprint : id',
  url: '$exists(url) ? url : link',
});

/**
 * Netflix Atlas. Its alerting, and the message that its SQS action sends, are not public, so this is a mapping like any user's.
 * What is public, the stream of `subscription` and `datapoint` messages, has neither name nor status and is set aside.
 */
export const atlas: Source = {
  name: 'atlas',
  summary: "Atlas' SQS action to the alerts queue; settings map the source `atlas` where its fields have other names",
  example: {
    name: 'jvmGcPauseHigh',
    status: 'triggered',
    severity: 'critical',
    tags: { 'nf.app': 'api', 'nf.cluster': 'api-main', 'nf.node': 'i-0abc' },
    expression: 'name,jvm.gc.pause,:eq,nf.app,api,:eq,:and,:max,10,:gt',
    timestamp: 1772359200000,
  },
  detects: () => false,
  read: (body, receipt) => mapped(usual, body, receipt),
};
