import type { Server } from 'node:http';
import dynalite from 'dynalite';

/**
 * A DynamoDB that keeps its tables in `path`. It takes the account and the region of its ARNs from the process's environment and from nowhere
 * else, so they are there while it is made.
 */
export function createDynamoDb(path: string, { account, region }: { readonly account: string; readonly region: string }): Server {
  const before = { AWS_ACCOUNT_ID: process.env.AWS_ACCOUNT_ID, AWS_REGION: process.env.AWS_REGION };
  Object.assign(process.env, { AWS_ACCOUNT_ID: account, AWS_REGION: region });
  try {
    return dynalite({ path, createTableMs: 0 });
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
