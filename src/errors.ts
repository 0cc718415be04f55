import type { Outcome, Words } from './kinds/kind.ts';

/** What every error of the SDK carries, as far as it is an answer of AWS at all. */
interface AwsFault {
  name: string;
  message: string;
  $metadata?: { httpStatusCode?: number; requestId?: string };
  $response?: { headers?: Record<string, string> };
  retryAfterSeconds?: number | string;
}

/** Names AWS services use when they refuse for the moment and make nothing. */
const throttles = new Set([
  'ThrottlingException',
  'Throttling',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'BandwidthLimitExceeded',
]);

/** True when AWS refused for the moment: nothing was made and the same call may be sent again later. Some say so in the message only. */
export const isThrottle = (error: unknown): boolean =>
  throttles.has(nameOf(error)) ||
  (error as AwsFault).$metadata?.httpStatusCode === 429 ||
  /^rate exceeded/i.test((error as AwsFault).message);

/** True for what came out of an AWS call, be it AWS's answer or the lack of one. Anything else is a fault of ours. */
export const isFromAws = (error: unknown): boolean => error instanceof Error && '$metadata' in error;

/** Faults of the service that come with HTTP 400 all the same (source: Direct Connect API reference). */
const serverFaults = new Set(['DirectConnectServerException']);

/**
 * True when no answer came, one that breaks off or cannot be read, or one that tells of a fault of the service: a mutating call may or
 * may not have taken. Only a status from 400 to 499 says that it has not.
 */
export function isOutcomeUnknown(error: unknown): boolean {
  const status = (error as AwsFault).$metadata?.httpStatusCode;
  return status === undefined || status < 400 || status >= 500 || serverFaults.has(nameOf(error));
}

/** How a mutating call came out that AWS did not take, as far as any service's answer tells. Throws what is not from AWS. */
export function outcomeOfError(operation: string, error: unknown, words = wordsOfError(operation, error)): Outcome {
  if (!isFromAws(error)) throw error;
  if (isThrottle(error)) return { type: 'THROTTLED', retryAfterSeconds: retryAfterSeconds(error), words };
  return { type: isOutcomeUnknown(error) ? 'UNKNOWN' : 'REFUSED', words };
}

/** How an undo came out whose look before the call failed. Nothing was sent: unless AWS refuses us, it can be tried again. */
export function outcomeOfBlindUndo(operation: string, error: unknown): Outcome {
  const outcome = outcomeOfError(operation, error);
  return outcome.type === 'UNKNOWN' ? { type: 'IN_PROGRESS', words: outcome.words } : outcome;
}

/** Seconds AWS asked to wait, from the error's member or header; null when it did not say. */
export function retryAfterSeconds(error: unknown): number | null {
  const { retryAfterSeconds: member, $response } = error as AwsFault;
  const seconds = Number(member ?? $response?.headers?.['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : null;
}

/** The error's own name; what is not an Error has none. */
export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'UnknownError');

/** AWS's words out of an error. */
export function wordsOfError(operation: string, error: unknown): Words {
  const { message, $metadata } = error as AwsFault;
  return { operation, status: null, error: nameOf(error), message: message || null, requestId: $metadata?.requestId ?? null };
}

/** AWS's words out of an answer. */
export const wordsOfAnswer = (
  operation: string,
  answer: { $metadata?: { requestId?: string } },
  status: string | null = null,
  message: string | null = null,
): Words => ({ operation, status, error: null, message, requestId: answer.$metadata?.requestId ?? null });
