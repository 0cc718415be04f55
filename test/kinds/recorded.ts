import type { Operation } from '../../local/wire/service.ts';
import type { Call, Json } from '../../src/kinds/kind.ts';

const mutating = /^(Associate|Dissociate|Create|Delete|Tag|Untag)/;

/** The same operations, and the mutating calls of them as they arrive, refused ones too. */
export function recorded(operations: Readonly<Record<string, Operation>>) {
  const sent: Call[] = [];
  const recording = ([operation, answer]: [string, Operation]): [string, Operation] => [
    operation,
    (input: never, caller) => {
      if (mutating.test(operation)) sent.push({ operation, parameters: JSON.parse(JSON.stringify(input)) as Record<string, Json> });
      return answer(input, caller);
    },
  ];
  return { sent, operations: Object.fromEntries(Object.entries(operations).map(recording)) };
}

/** What a client sends with when its service answers everything alike, a moment later; and how many calls were under way at most. */
export function slowService(answer: object) {
  const calls = { underWay: 0, most: 0 };
  const send = async () => {
    calls.underWay += 1;
    calls.most = Math.max(calls.most, calls.underWay);
    await new Promise(setImmediate);
    calls.underWay -= 1;
    return answer;
  };
  return { calls, send };
}
