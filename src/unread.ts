import { isFromAws, wordsOfError } from './errors.ts';
import type { Words } from './kinds/kind.ts';

/** That AWS could not be read, and what it said. The same again may fare better later. */
export interface Unread {
  readonly unread: Words;
}

/** What was read; or what AWS answered, or did not answer, instead. Throws what is a fault of ours. */
export async function orUnread<Found>(operation: string, reading: Promise<Found>): Promise<Found | Unread> {
  try {
    return await reading;
  } catch (error) {
    if (!isFromAws(error)) throw error;
    return { unread: wordsOfError(operation, error) };
  }
}
