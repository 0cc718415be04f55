import type { ComponentChildren } from 'preact';
import type { AssociationView } from '../../../src/answers.ts';
import { Until, When } from './when.tsx';

/** Names and values; what has no value is left out. */
export const Facts = ({ facts }: { readonly facts: readonly (readonly [string, ComponentChildren])[] }) => (
  <dl class="facts">
    {facts
      .filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false)
      .map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
  </dl>
);

/** What was asked for, and by whom. */
export function Requested({ association }: { readonly association: AssociationView }) {
  const { id, kind, pair, desired, requestedBy, requestedAt, requestReason, labels, batch, attempt, onFailure, approval, inSync } =
    association;
  const list = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  return (
    <Facts
      facts={[
        ['Id', <code key="id">{id}</code>],
        ['Kind', kind],
        ...Object.entries(pair).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const),
        ['Desired', desired],
        ['By', requestedBy.id],
        ['Requested', <When key="at" at={requestedAt} />],
        ['Reason', requestReason],
        ['Labels', list.join(', ')],
        ['On failure', onFailure === 'ROLL_BACK' ? 'ROLL_BACK: what was made is taken back' : `${onFailure}: what was made is left`],
        ['Approval', approval],
        ['Deadline', <Until key="deadline" at={association.deadlineAt} />],
        ['Attempt', attempt.number > 1 ? `${attempt.number}, by ${attempt.by.id}` : null],
        [
          'Batch',
          batch && (
            <a key="batch" href={`/batches/${encodeURIComponent(batch.id)}`}>
              item {batch.index} of {batch.id}
            </a>
          ),
        ],
        ['In AWS', inSync ? 'still as it left it' : null],
        ['Execution', <code key="execution">{association.executionArn}</code>],
      ]}
    />
  );
}
