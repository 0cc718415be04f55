interface TypedProps {
  /** Why it must be typed. */
  readonly what: string;
  readonly wanted: string;
  readonly value: string;
  onInput(value: string): void;
}

/** What must be typed before traffic is interrupted. */
export const Typed = ({ what, wanted, value, onInput }: TypedProps) => (
  <label class="field typed">
    <span>
      {what} Type <code>{wanted}</code> to go on:
    </span>
    <input value={value} autocomplete="off" spellcheck={false} onInput={({ currentTarget }) => onInput(currentTarget.value)} />
  </label>
);
