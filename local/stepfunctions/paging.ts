import { AwsError } from '../wire/service.ts';

/** Entries of a page when the caller did not say. Source: Step Functions API reference. */
const usualPage = 100;

/** One page, and the token of the next when there is one. */
interface Page<Entry> {
  readonly entries: readonly Entry[];
  readonly nextToken?: string;
}

/** How many entries a page shall have; 0 means the usual number. */
export const pageSize = (maxResults: number | undefined): number => maxResults || usualPage;

/** Reads where a page begins; tokens are this service's own and valid for the same question only. */
export function decodePage(nextToken: string | undefined, question: string): number | undefined {
  if (nextToken === undefined) return undefined;
  const position = positionIn(nextToken, question);
  if (position === undefined) throw new AwsError('InvalidToken', `Invalid Token: '${nextToken}'`);
  return position;
}

function positionIn(nextToken: string, question: string): number | undefined {
  try {
    const [of, position] = JSON.parse(Buffer.from(nextToken, 'base64').toString());
    return of === question && Number.isInteger(position) ? position : undefined;
  } catch {
    // What cannot be read is no token of ours, whatever is wrong with it.
    return undefined;
  }
}

/** The token of the page that begins at `position`. */
export const encodePage = (question: string, position: number): string =>
  Buffer.from(JSON.stringify([question, position])).toString('base64');

/** A page out of a list that is all here. */
export function pageOf<Entry>(
  all: readonly Entry[],
  question: string,
  { maxResults, nextToken }: { maxResults?: number | undefined; nextToken?: string | undefined },
): Page<Entry> {
  const first = decodePage(nextToken, question) ?? 0;
  const end = first + pageSize(maxResults);
  return { entries: all.slice(first, end), ...(end < all.length && { nextToken: encodePage(question, end) }) };
}
