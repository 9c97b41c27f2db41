/** Where the corpus' index is wrong or contradicts itself: which differences are meant, and why ours is right. */
export interface Dispute {
  source: string;
  difference: RegExp;
  reason: string;
}

export const disputes: Dispute[] = [
  {
    source: 'azure-monitor',
    difference: /^identity: (\S+)\|(\S+) instead of \2$/,
    reason:
      'By its own words the identity is SubscriptionId+AlertRuleName; the name alone is the same in two subscriptions.',
  },
  {
    source: 'cloudwatch-eventbridge',
    difference: /^startsAt: (\d+)\d{3} instead of \1(000)$/,
    reason:
      "The event's time is cut to seconds; the state's own is what SNS sends, and one alarm by both is one episode.",
  },
  {
    source: 'datadog',
    difference: /^name: (.+) instead of \[(Re-)?(Triggered|Warn|No Data|Recovered)[^\]]*\] \1$/,
    reason:
      'A priority stands before the state in the title; the index cut only the first bracket, so the state is in the name.',
  },
  {
    source: 'falco',
    difference: /^label evt\.(raw)?time\S*: (\d{15,16})\d+ instead of \d+$/,
    reason: 'The index was written with numbers rounded to doubles; the body has more digits.',
  },
  {
    source: 'grafana-alerting',
    difference: /^startsAt: \d+ instead of -62135596800000$/,
    reason: "Go's zero time is no time: it becomes the receive time, and a flag says so.",
  },
  {
    source: 'grafana-legacy',
    difference: /^count: 0 \(\) instead of 1$/,
    reason: 'Rule 0, "Test notification", is the button "Send Test" of a notification channel.',
  },
  {
    source: 'sns-lambda-event',
    difference: /^count: 1 \(event\) instead of 0$/,
    reason: 'The same GuardDuty finding outside of SNS counts as an event in the index; a wrapping changes nothing.',
  },
];
