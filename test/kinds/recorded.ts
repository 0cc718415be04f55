import type { Operation } from '../../local/wire/service.ts';
import type { Call, Json } from '../../src/kinds/kind.ts';

const mutating = /^(Associate|Dissociate|Create|Delete)/;

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
