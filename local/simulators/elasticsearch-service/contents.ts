import type * as client from '@aws-sdk/client-elasticsearch-service';
import type { Random } from '../../random.ts';
import type { FaultEffect } from '../faults.ts';
import { draw } from '../timeline.ts';
import type { Change, Step } from './change.ts';
import type { Timing } from './timing.ts';

/** Where a package stands. */
export interface Contents {
  readonly status: client.PackageStatus;
  readonly description: string | null;
  /** Oldest first; the last is the one AssociatePackage would apply. */
  readonly versions: readonly Version[];
  readonly error: client.ErrorDetails | null;
}

/** One version of a package; AWS writes number 3 as `v3`. */
export interface Version {
  readonly number: number;
  readonly message: string | null;
  readonly createdAt: number;
}

/** The version as AWS writes it. */
export const versionName = ({ number }: Version): string => `v${number}`;

/** The version AssociatePackage would apply; null before the first is through. */
export function availableVersion({ versions }: Contents): string | null {
  const last = versions.at(-1);
  return last ? versionName(last) : null;
}

/** What decides how taking in a new version goes. */
export interface TakingIn {
  readonly now: number;
  readonly random: Random;
  readonly timing: Timing;
  readonly slow: Extract<FaultEffect, { type: 'SLOW' }> | undefined;
  readonly failure: Extract<FaultEffect, { type: 'FAIL_LATER' }> | undefined;
}

/**
 * How a new version comes in: copied, validated, then available. When that fails, the last good version stays the available one.
 * Throws when a script wants a package to end in a status that it cannot end in.
 */
export function takeIn(before: Step<Contents>, given: Omit<Contents, 'status'>, message: string | null, by: TakingIn): Change<Contents> {
  const { now, random, timing, slow } = by;
  const copied = now + draw(random, timing.copy, slow?.factor);
  const validated = copied + draw(random, timing.validate, slow?.factor);
  const copying = { at: now, value: { ...given, status: 'COPYING' } } as const;
  const validating = { at: copied, value: { ...given, status: 'VALIDATING' } } as const;
  const seenFrom = now + draw(random, timing.lag);
  if (by.failure) {
    const failed = {
      ...given,
      status: failureStatus(by.failure.code),
      error: { ErrorType: by.failure.code, ErrorMessage: by.failure.message },
    };
    const late = [validating, { at: validated, value: failed }];
    return { before, seenFrom, steps: [copying, ...(failed.status === 'COPY_FAILED' ? [{ at: copied, value: failed }] : late)] };
  }
  const version = { number: (given.versions.at(-1)?.number ?? 0) + 1, message, createdAt: validated };
  const available = { ...given, status: 'AVAILABLE', versions: [...given.versions, version] } as const;
  return { before, seenFrom, steps: [copying, validating, { at: validated, value: available }] };
}

function failureStatus(code: string): 'COPY_FAILED' | 'VALIDATION_FAILED' {
  if (code === 'COPY_FAILED' || code === 'VALIDATION_FAILED') return code;
  throw new Error(`a package can end COPY_FAILED or VALIDATION_FAILED, not ${code}`);
}
