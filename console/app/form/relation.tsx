import type { Desired } from '../../../src/kinds/kind.ts';
import type { KindForm } from '../../protocol.ts';

const relations: readonly (readonly [Desired, string])[] = [
  ['ASSOCIATED', 'associate'],
  ['DISSOCIATED', 'dissociate'],
];

interface RelationProps {
  readonly form: KindForm;
  readonly desired: Desired;
  onChange(desired: Desired): void;
}

/** What is to become of the pair; why not, where it cannot be asked for. */
export const Relation = ({ form, desired, onChange }: RelationProps) => (
  <fieldset class="choices">
    <legend>What is to become of the pair</legend>
    {relations.map(([relation, verb]) => {
      const { allowed, why } = form.desired[relation];
      return (
        <label key={relation}>
          <input type="radio" name="desired" checked={desired === relation} disabled={!allowed} onChange={() => onChange(relation)} />
          <span>
            {verb} {!allowed && why && <span class="faint">{why}</span>}
          </span>
        </label>
      );
    })}
  </fieldset>
);
