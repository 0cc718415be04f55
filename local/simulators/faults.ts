import type { AwsError, Caller, Operation } from '../wire/service.ts';

/** A fault to come, for the calls it names. */
export interface Fault {
  readonly operation: string;
  /** Only for calls with this string as the value of one of the input's members. */
  readonly resource?: string;
  /** How many calls it meets; 1 when left out. */
  readonly times?: number;
  readonly effect: FaultEffect;
}

export type FaultEffect =
  /** The call is refused and nothing is done. */
  | { readonly type: 'REFUSE'; readonly error: AwsError }
  /** The call is carried out, then the connection is cut before the answer, or this error comes instead of it. */
  | { readonly type: 'LOSE_ANSWER'; readonly error?: AwsError }
  /** The call is accepted and the change it starts ends in failure, with these words. */
  | { readonly type: 'FAIL_LATER'; readonly code: string; readonly message: string }
  /** The call is accepted and the change it starts takes this many times as long. */
  | { readonly type: 'SLOW'; readonly factor: number }
  /** A read answers what was there before the last change. */
  | { readonly type: 'STALE' };

/** Thrown after a call was carried out whose answer must not arrive: the wire server cuts the connection. */
export class LostAnswer extends Error {
  override readonly name: string = 'LostAnswer';
}

/** The faults still to come. */
export interface Faults {
  add(fault: Fault): void;
  /** Takes the first fault of one of the `types` that meets this call, and counts it. */
  take<Type extends FaultEffect['type']>(
    operation: string,
    input: unknown,
    ...types: Type[]
  ): Extract<FaultEffect, { type: Type }> | undefined;
}

/** An empty list of faults. */
export function createFaults(): Faults {
  const coming: { fault: Fault; left: number }[] = [];
  const meets = ({ operation, resource }: Fault, name: string, input: unknown) =>
    operation === name && (resource === undefined || Object.values(input as Record<string, unknown>).includes(resource));
  return {
    add: (fault) => void coming.push({ fault, left: fault.times ?? 1 }),
    take<Type extends FaultEffect['type']>(operation: string, input: unknown, ...types: Type[]) {
      const met = coming.find(
        (entry) => entry.left > 0 && types.includes(entry.fault.effect.type as Type) && meets(entry.fault, operation, input),
      );
      if (met) met.left -= 1;
      return met?.fault.effect as Extract<FaultEffect, { type: Type }> | undefined;
    },
  };
}

/** The same operations, refused or cut off where a fault says so. */
export const withFaults = (operations: Readonly<Record<string, Operation>>, faults: Faults): Record<string, Operation> =>
  Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [
      name,
      async (input: never, caller: Caller) => {
        const effect = faults.take(name, input, 'REFUSE', 'LOSE_ANSWER');
        if (effect?.type === 'REFUSE') throw effect.error;
        const output = await operation(input, caller);
        if (effect) throw effect.error ?? new LostAnswer(`${name} was carried out and its answer lost`);
        return output;
      },
    ]),
  );
