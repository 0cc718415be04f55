import type { Words } from './kinds/kind.ts';

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

/** True when AWS refused for the moment: nothing was made and the same call may be sent again later. */
export const isThrottle = (error: unknown): boolean =>
  throttles.has(nameOf(error)) || (error as AwsFault).$metadata?.httpStatusCode === 429;

/** True for what came out of an AWS call, be it AWS's answer or the lack of one. Anything else is a fault of ours. */
export const isFromAws = (error: unknown): boolean => error instanceof Error && '$metadata' in error;

/** True when no answer, or an answer of the 5xx kind, came: a mutating call may or may not have taken. */
export function isOutcomeUnknown(error: unknown): boolean {
  const status = (error as AwsFault).$metadata?.httpStatusCode;
  return status === undefined || status >= 500;
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
