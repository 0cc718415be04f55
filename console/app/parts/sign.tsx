import { type Sign, signOf } from '../words.ts';

/** A sign with its word: symbol, colour and text say the same. */
export const Signed = ({ sign, text }: { readonly sign: Sign; readonly text: string }) => (
  <span class={`signed ${sign.tone}`}>
    <span class="symbol" aria-hidden="true">
      {sign.symbol}
    </span>
    {text}
  </span>
);

/** A state, by the same word everywhere. */
export const State = ({ state }: { readonly state: string }) => <Signed sign={signOf(state)} text={state} />;
