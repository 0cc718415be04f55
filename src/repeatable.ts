/**
 * How the clients are made whose calls may be repeated: reads, conditional writes, starts under a name of their own, notices
 * that may come twice. Every attempt together ends within the time-out of each function that calls them: the shortest is 10 seconds.
 */
export const repeatable = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
} as const;
