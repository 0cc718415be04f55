import type { Constraints } from '../service.ts';

/**
 * Direct Connect has none: its model bounds no string and no number that our operations take, and what is wrong beyond a missing member the
 * service itself answers with DirectConnectClientException. Source: botocore directconnect model, 2012-10-25.
 */
export const directConnectConstraints: Constraints = {};
