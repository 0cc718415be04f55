import type { JSX } from 'preact';
import type { Asked } from './fields.ts';

interface FieldProps {
  readonly field: Asked;
  readonly value: string;
  readonly complaint: string | undefined;
  onChange(value: string): void;
}

interface ControlProps {
  readonly field: Asked;
  readonly value: string;
  set(value: string): void;
  /** What every control has, whatever it is. */
  readonly common: {
    readonly id: string;
    readonly required: boolean;
    readonly 'aria-invalid': boolean;
    readonly 'aria-describedby': string | undefined;
  };
}

type Control = (props: ControlProps) => JSX.Element;

const text: Control = ({ field, value, set, common }) => (
  <input
    {...common}
    type="text"
    inputMode={field.input === 'number' ? 'decimal' : 'text'}
    value={value}
    maxLength={field.maxLength ?? undefined}
    spellcheck={false}
    autocomplete="off"
    onInput={({ currentTarget }) => set(currentTarget.value)}
  />
);

const choice: Control = ({ field, value, set, common }) => (
  <select {...common} value={value} onChange={({ currentTarget }) => set(currentTarget.value)}>
    {field.initial === '' && <option value="">–</option>}
    {field.choices.map((each) => (
      <option key={each}>{each}</option>
    ))}
  </select>
);

const linesOf =
  (rows: number): Control =>
  ({ value, set, common }) => (
    <textarea {...common} rows={rows} value={value} spellcheck={false} onInput={({ currentTarget }) => set(currentTarget.value)} />
  );

const flag: Control = ({ value, set, common: { required: _, ...common } }) => (
  <input {...common} type="checkbox" checked={value === 'true'} onChange={({ currentTarget }) => set(String(currentTarget.checked))} />
);

const controls: Readonly<Record<Asked['input'], Control>> = {
  text,
  number: text,
  choice,
  flag,
  pairs: linesOf(2),
  rows: linesOf(8),
  json: linesOf(2),
};

/** One field: its label, what it is for, and what the API says against what is in it. */
export function FieldOf({ field, value, complaint, onChange }: FieldProps) {
  const Control = controls[field.input];
  const id = `field-${field.path}`;
  const about = [field.description && `${id}-about`, complaint && `${id}-complaint`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label htmlFor={id}>
        {field.label}
        {!field.required && <span class="faint"> (optional)</span>}
      </label>
      <Control
        field={field}
        value={value}
        set={onChange}
        common={{ id, required: field.required, 'aria-invalid': complaint !== undefined, 'aria-describedby': about || undefined }}
      />
      {field.description && (
        <span id={`${id}-about`} class="faint">
          {field.description}
        </span>
      )}
      {complaint && (
        <span id={`${id}-complaint`} class="bad">
          ✕ {complaint}
        </span>
      )}
    </div>
  );
}
