import type { AssociationSummary } from '../../../src/answers.ts';
import { now } from '../clock.ts';
import { pairInFull, pairText } from '../pair-text.ts';
import { relativeText } from '../time.ts';
import { isUnclear } from '../words.ts';
import { Signed, State } from './sign.tsx';
import { When } from './when.tsx';

/** What is worth knowing of it beside its state. */
function remark({ state, step, reason, decision, approvalRequest, changed }: AssociationSummary): string {
  if (state === 'AWAITING_APPROVAL' && approvalRequest) return `decide ${relativeText(approvalRequest.expiresAt, now.value)} at the latest`;
  if (step) return [step.name, step.observed, step.looks > 1 && `look ${step.looks}`].filter(Boolean).join(', ');
  if (state === 'REJECTED' && decision?.comment) return decision.comment;
  return reason ?? (state === 'SUCCEEDED' && changed === false ? 'was so already' : '');
}

interface RowProps {
  readonly association: AssociationSummary;
  readonly selected: boolean;
  onSelect(selected: boolean): void;
}

/** An association in a list. */
export function Row({ association, selected, onSelect }: RowProps) {
  const { id, kind, pair, desired, state, sideEffects, drift, requestedBy, requestedAt, batch } = association;
  return (
    <li class={`row${selected ? ' selected' : ''}`}>
      <input
        type="checkbox"
        checked={selected}
        aria-label={`Select ${pairText(pair)}`}
        onChange={({ currentTarget }) => onSelect(currentTarget.checked)}
      />
      <State state={state} />
      <span class="what">
        <a href={`/associations/${id}`} data-row={id} title={pairInFull(pair)}>
          {pairText(pair)}
        </a>
        <span class="faint">
          {kind}
          {desired === 'DISSOCIATED' && ', dissociate'}
          {batch && `, item ${batch.index} of a batch`}
        </span>
      </span>
      <span class="remark">
        {isUnclear(sideEffects) && <Signed sign={{ symbol: '!', tone: 'bad' }} text={String(sideEffects)} />}
        {drift && <Signed sign={{ symbol: '≠', tone: 'warn' }} text={drift.type} />}
        {remark(association)}
      </span>
      <span class="by faint" title={requestedBy.id}>
        {requestedBy.id.split('/').slice(1).join('/') || requestedBy.id}
      </span>
      <span class="faint">
        <When at={requestedAt} />
      </span>
    </li>
  );
}
