import type { ServerOptions } from 'node:http';

/**
 * For the server of the endpoint that speaks for all of AWS. Whoever sends slowly is given up; but connections are kept long, because a
 * client that finds its kept connection closed under a call cannot know whether the call took.
 */
export const endpointOptions = {
  requestTimeout: 10_000,
  headersTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 600_000,
} satisfies ServerOptions;
