import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** 32 random bytes, as text for the end of a link. */
export const createToken = (): string => randomBytes(32).toString('base64url');

const fileName = 'console.token';

/** Nobody but who runs it may read it. */
const mode = 0o600;

/** The token that a directory keeps, so that a page which is open goes on with the next console there; a new one where it keeps none. */
export function keptToken(directory: string): string {
  const path = join(directory, fileName);
  const kept = contentOf(path);
  if (kept !== undefined && /^[\w-]{43}$/.test(kept)) {
    chmodSync(path, mode);
    return kept;
  }
  const token = createToken();
  // What an earlier process left half done has a mode of its own.
  rmSync(`${path}.new`, { force: true });
  writeFileSync(`${path}.new`, token, { mode });
  renameSync(`${path}.new`, path);
  return token;
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
