import type { Demand } from '../demand.ts';

interface TypedProps {
  /** Null: nothing need be typed. */
  readonly demand: Demand | null;
  readonly value: string;
  onInput(value: string): void;
}

/** What must be typed before traffic is interrupted. */
export const Typed = ({ demand, value, onInput }: TypedProps) =>
  demand && (
    <label class="field typed">
      <span>
        {demand.what} Type <code>{demand.wanted}</code> to go on:
      </span>
      <input value={value} autocomplete="off" spellcheck={false} onInput={({ currentTarget }) => onInput(currentTarget.value)} />
    </label>
  );
