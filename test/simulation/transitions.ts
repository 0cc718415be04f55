import { definitions } from './workflow.ts';

/** A state as far as ways lead on from it. */
interface State {
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string }[];
}

/** Every way from one state to another that the deployed machine has, as `Lock → AfterLock`. */
export const allTransitions: readonly string[] = [
  ...new Set(
    Object.entries({ ...definitions.association.States, ...definitions.batch.States } as Record<string, State>).flatMap(
      ([name, { Next, Default, Choices = [], Catch = [] }]) =>
        [Next, Default, ...Choices.map((choice) => choice.Next), ...Catch.map((caught) => caught.Next)].flatMap((next) =>
          next === undefined ? [] : [`${name} → ${next}`],
        ),
    ),
  ),
];
