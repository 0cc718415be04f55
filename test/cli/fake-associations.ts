import type { AssociationView, EntryView } from '../../src/answers.ts';
import type { Decision, State } from '../../src/association.ts';
import { view } from '../../src/view.ts';
import { plan as keptPlan, machineArn, association as record } from '../record.ts';
import { type Asked, type Route, refused, shown } from './fake-http.ts';
import { createFakeKeys } from './fake-keys.ts';
import { at, type Body, isIn, later, planOf, type Situations } from './fake-plans.ts';

/** One as the API shows it that has just been asked for. */
const blank = view(record(), machineArn);

/** The routes of associations. Each look at one that has been seen takes it on by one state. */
export function createFakeAssociations(situations: Situations) {
  const kept = new Map<string, AssociationView>();
  const keys = createFakeKeys();

  const keep = (association: AssociationView): AssociationView => {
    kept.set(association.id, association);
    return association;
  };

  function move(association: AssociationView, to: State, more: Partial<AssociationView> = {}): AssociationView {
    const { history, state, version } = association;
    const action = to === 'RUNNING' ? 'Started' : 'Settled';
    const entry = { ...(history[0] as EntryView), sequence: history.length + 1, at: later, action, from: state, to };
    return keep({ ...association, state: to, version: version + 1, updatedAt: later, history: [...history, entry], ...more });
  }

  function goOn(association: AssociationView): AssociationView {
    const step = { name: 'Observe', since: at, observed: 'ASSOCIATING', looks: 3, nextLookAt: '2030-01-02T03:05:41.000Z' };
    if (association.state === 'PENDING') return move(association, 'RUNNING', { step });
    if (association.state !== 'RUNNING') return association;
    const { approvalRequest } = association;
    if (isIn(situations.changing, association) && approvalRequest?.round === 1)
      return move(association, 'AWAITING_APPROVAL', { approvalRequest: { ...approvalRequest, digest: 'sha256:another', round: 2 } });
    const failed = isIn(situations.failing, association) ? 'ROLLED_BACK' : 'SUCCEEDED';
    const state = isIn(situations.blocked, association) ? 'FAILED' : failed;
    const ending = { what: `ended ${state}`, why: 'AWS \u009b2Jsaid so', inAwsNow: 'as before', next: 'nothing', evidence: association.id };
    return move(association, state, {
      ending,
      sideEffects: isIn(situations.leftBehind, association) ? 'LEFT_BEHIND' : 'NONE',
      changed: !isIn(situations.associated, association),
      settledAt: later,
      step: null,
    });
  }

  function create({ headers, body, who }: Asked) {
    const key = headers['idempotency-key'];
    if (typeof key !== 'string') return refused(400, 'idempotency-key-required');
    const known = keys.known(key, body);
    if (known === 'OTHER') return refused(422, 'idempotency-key-reused');
    const repeated = kept.get(known ?? '');
    if (repeated) return shown(repeated, repeated.settledAt ? 200 : 202);
    const pair = body.pair as Body;
    const errors = [{ path: 'pair.domainName', message: 'Expected the name of a domain' }];
    if (pair.domainName === 'A') return refused(422, 'invalid-request', { errors });
    if (body.planDigest !== planOf(body, situations).digest) return refused(409, 'plan-stale');
    const busy = [...kept.values()].find((other) => other.settledAt === null && JSON.stringify(other.pair) === JSON.stringify(pair));
    if (busy) return refused(409, 'association-in-progress', { links: { existing: `/associations/${busy.id}` } });
    const association = keep(begun(`assoc_${String(kept.size + 1).padStart(26, '0')}`, body, who));
    keys.keep(key, body, association.id);
    return shown(association, 202);
  }

  function begun(id: string, body: Body, who: string): AssociationView {
    const { kind, pair, desired, approval, ...plan } = planOf(body, situations);
    const state = approval === 'REQUIRED' ? 'AWAITING_APPROVAL' : 'PENDING';
    const requestedBy = { type: 'IAM', id: `arn:aws:iam::123456789012:user/${who}` } as const;
    return {
      ...blank,
      id,
      kind,
      pair,
      desired,
      state,
      labels: (body.labels ?? {}) as AssociationView['labels'],
      requestReason: (body.reason ?? null) as string | null,
      requestedBy,
      requestedAt: at,
      updatedAt: at,
      deadlineAt: later,
      attempt: { ...blank.attempt, by: requestedBy, at },
      usualSeconds: plan.usualSeconds,
      plan: { ...keptPlan(), ...plan },
      approvalRequest: state === 'AWAITING_APPROVAL' ? { digest: plan.digest, round: 1, askedAt: at, expiresAt: later } : null,
      history: [{ ...(blank.history[0] as EntryView), at, actor: requestedBy, to: state }],
    };
  }

  const decide =
    (verdict: Decision['verdict'], to: State) =>
    (association: AssociationView, { headers, body, who }: Asked) => {
      if (association.state !== 'AWAITING_APPROVAL') return refused(409, 'not-awaiting-approval');
      if (headers['if-match'] === undefined) return refused(428, 'precondition-required');
      if (headers['if-match'] !== `"${association.version}"`) return refused(412, 'precondition-failed');
      if (body.planDigest !== association.approvalRequest?.digest) return refused(409, 'plan-stale');
      if (to === 'RUNNING' && association.requestedBy.id.endsWith(`/${who}`)) return refused(403, 'self-approval');
      const { planDigest: digest, comment = null } = body as { planDigest: string; comment?: string };
      const decision = { verdict, digest, actor: { type: 'IAM', id: who } as const, at: later, comment };
      return shown(move(association, to, { decision, settledAt: to === 'RUNNING' ? null : later }), 202);
    };

  const read = (association: AssociationView, { headers }: Asked) =>
    shown(headers['if-none-match'] === `"${association.version}"` ? goOn(association) : association);
  /** What has been called is taken back, unless that fails. Given up twice it is given up. */
  function cancel(association: AssociationView) {
    if (association.state === 'CANCELLED') return shown(association, 202);
    if (association.settledAt) return refused(409, 'too-late');
    const takenBack = isIn(situations.failing, association) ? 'FAILED' : 'ROLLED_BACK';
    return shown(move(association, association.state === 'RUNNING' ? takenBack : 'CANCELLED', { settledAt: later }), 202);
  }
  function retry(association: AssociationView, { headers }: Asked) {
    if (!association.settledAt || association.state === 'SUCCEEDED') return refused(409, 'not-retryable');
    if (headers['if-match'] !== `"${association.version}"`) return refused(412, 'precondition-failed');
    return shown(move(association, 'PENDING', { settledAt: null, ending: null }), 202);
  }

  const one =
    (answer: (association: AssociationView, asked: Asked) => ReturnType<Route>): Route =>
    (asked) => {
      const association = kept.get(asked.id);
      return association ? answer(association, asked) : refused(404, 'not-found');
    };

  return {
    kept,
    keys,
    routes: {
      'POST associations': create,
      'GET associations': () => [...kept.values()].reverse(),
      'GET associations/{id}': one(read),
      'GET associations/{id}/history': one(({ history }) => [...history].reverse()),
      'POST associations/{id}/approve': one(decide('APPROVED', 'RUNNING')),
      'POST associations/{id}/reject': one(decide('REJECTED', 'REJECTED')),
      'POST associations/{id}/cancel': one(cancel),
      'POST associations/{id}/retry': one(retry),
    } satisfies Record<string, Route>,
  };
}
