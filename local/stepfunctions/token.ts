/** What a task token says to the engine that made it. */
export interface TokenParts {
  readonly executionArn: string;
  readonly thread: number;
}

/** A token for one attempt of a task. `nonce` makes it unlike every other. */
export const encodeToken = (executionArn: string, thread: number, nonce: string): string =>
  Buffer.from(JSON.stringify([executionArn, thread, nonce])).toString('base64');

/** Reads a token; undefined for what no engine made. */
export function decodeToken(token: string): TokenParts | undefined {
  try {
    const [executionArn, thread, nonce] = JSON.parse(Buffer.from(token, 'base64').toString());
    return typeof executionArn === 'string' && Number.isInteger(thread) && typeof nonce === 'string' ? { executionArn, thread } : undefined;
  } catch {
    return undefined;
  }
}
