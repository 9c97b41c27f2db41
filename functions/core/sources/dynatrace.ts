import type { AlertStatus, Reading } from '../alert.ts';
import { at, type Fields, firstText, has, list, record, text } from './fields.ts';
import { none, one, statusOf } from './normalise.ts';
import type { Receipt, Source } from './source.ts';

const words: Record<string, AlertStatus> = {
  open: 'firing',
  resolved: 'resolved',
  closed: 'resolved',
  merged: 'merged',
};

const names = (entities: unknown, path: string): string[] =>
  list(entities).flatMap((entity) => text(at(entity, path)) ?? []);

/** The custom webhook. `PID` is the identity; `ProblemID` is for people and comes again after a while. */
const notification = (said: Fields, receipt: Receipt): Reading => {
  if (text(said.PID) === '99999' || text(said.ProblemID) === '999')
    return none('test', "Dynatrace's test notification");
  const details = record(said.ProblemDetailsJSON ?? said.ProblemDetailsJSONv2);
  return one(
    {
      source: 'dynatrace',
      name: [said.ProblemTitle, details.title, said.ImpactedEntity, said.PID],
      status: statusOf(said.State, words),
      rawStatus: said.State,
      severity: firstText(said.ProblemSeverity, details.severityLevel),
      labels: {
        impactedEntity: said.ImpactedEntity,
        tags: said.Tags,
        impact: said.ProblemImpact,
        entities: names(said.ImpactedEntities, 'entity'),
      },
      annotations: { description: firstText(said.ProblemDetailsText, said.ProblemDetails), displayId: said.ProblemID },
      startsAt: [said.ProblemStartTime, details.startTime],
      fingerprint: firstText(said.PID, said.ProblemID),
      url: said.ProblemURL,
    },
    receipt,
  );
};

/** A problem as the Problems API describes it. */
const problem = (said: Fields, receipt: Receipt): Reading =>
  one(
    {
      source: 'dynatrace',
      name: [said.title, said.displayId],
      status: statusOf(said.status, words),
      rawStatus: said.status,
      severity: said.severityLevel,
      labels: {
        impact: said.impactLevel,
        entities: names(said.affectedEntities, 'entityId.id'),
        tags: names(said.entityTags, 'stringRepresentation'),
        managementZones: names(said.managementZones, 'name'),
      },
      annotations: { displayId: said.displayId, rootCause: at(said, 'rootCauseEntity.name') },
      startsAt: said.startTime,
      endsAt: said.endTime,
      fingerprint: said.problemId,
    },
    receipt,
  );

/** Dynatrace problems, by a custom integration or out of the Problems API. */
export const dynatrace: Source = {
  name: 'dynatrace',
  summary:
    'Settings → Integration → Problem notifications → Custom integration: …/v1/alerts/dynatrace, payload of its page',
  example: {
    State: 'OPEN',
    PID: '-4768003441119873242_1772359200000V2',
    ProblemID: 'P-2603381',
    ProblemTitle: 'Response time degradation',
    ProblemSeverity: 'PERFORMANCE',
    ProblemImpact: 'SERVICE',
    ProblemURL: 'https://abc.live.dynatrace.com/#problems/problemdetails;pid=1',
    ImpactedEntity: 'Response time degradation on checkout',
    ImpactedEntities: [{ type: 'SERVICE', name: 'checkout', entity: 'SERVICE-3E42627B627CC863' }],
    Tags: 'prod',
    ProblemStartTime: '1772359200000',
  },
  detects: (body) =>
    has(body, 'State', 'PID') || has(body, 'State', 'ProblemID') || has(body, 'problemId', 'severityLevel'),
  read: (body, receipt) => {
    if (has(body, 'PID') || has(body, 'ProblemID')) return notification(record(body), receipt);
    return has(body, 'problemId') ? problem(record(body), receipt) : none('malformed', 'no problem of Dynatrace');
  },
};
