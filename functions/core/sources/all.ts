import { alertmanager } from './alertmanager.ts';
import { atlas } from './atlas.ts';
import { aws } from './aws.ts';
import { axiom } from './axiom.ts';
import { azure } from './azure.ts';
import { checkly } from './checkly.ts';
import { checkmk } from './checkmk.ts';
import { cloudevents } from './cloudevents.ts';
import { cloudwatch } from './cloudwatch.ts';
import { coralogix } from './coralogix.ts';
import { dash0 } from './dash0.ts';
import { datadog } from './datadog.ts';
import { dynatrace } from './dynatrace.ts';
import { elastalert } from './elastalert.ts';
import { elastic } from './elastic.ts';
import { falco } from './falco.ts';
import { gcp } from './gcp.ts';
import { grafana } from './grafana.ts';
import { graylog } from './graylog.ts';
import { kapacitor } from './kapacitor.ts';
import { librenms } from './librenms.ts';
import { newrelic } from './newrelic.ts';
import { opsgenie } from './opsgenie.ts';
import { pagerduty } from './pagerduty.ts';
import { pingdom } from './pingdom.ts';
import { plain } from './plain.ts';
import { prometheus } from './prometheus.ts';
import { riemann } from './riemann.ts';
import { sensu } from './sensu.ts';
import { sentry } from './sentry.ts';
import { signalfx } from './signalfx.ts';
import type { Source } from './source.ts';
import { splunk } from './splunk.ts';
import { thousandeyes } from './thousandeyes.ts';
import { uptimeKuma } from './uptime-kuma.ts';
import { victorops } from './victorops.ts';
import { vrealize } from './vrealize.ts';
import { wazuh } from './wazuh.ts';
import { zabbix } from './zabbix.ts';

/** Every reader, in the order of its name. */
export const sources: readonly Source[] = [
  alertmanager,
  atlas,
  aws,
  axiom,
  azure,
  checkly,
  checkmk,
  cloudevents,
  cloudwatch,
  coralogix,
  dash0,
  datadog,
  dynatrace,
  elastalert,
  elastic,
  falco,
  gcp,
  grafana,
  graylog,
  kapacitor,
  librenms,
  newrelic,
  opsgenie,
  pagerduty,
  pingdom,
  plain,
  prometheus,
  riemann,
  sensu,
  sentry,
  signalfx,
  splunk,
  thousandeyes,
  uptimeKuma,
  victorops,
  vrealize,
  wazuh,
  zabbix,
];
