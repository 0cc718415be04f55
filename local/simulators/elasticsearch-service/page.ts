import { pageOf } from '../page.ts';
import { invalid } from './errors.ts';

/** Source: botocore es model, MaxResults. */
const largestPage = 100;

interface Request {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** One page of a list by its keys, and the token of the next when there is more. ValidationException for a page of nothing or a foreign token. */
export function page<Row>(list: string, entries: readonly (readonly [key: string, row: Row])[], { MaxResults, NextToken }: Request) {
  if (MaxResults !== undefined && MaxResults < 1) throw invalid('MaxResults must be at least 1');
  const sorted = entries.toSorted(([one], [other]) => (one < other ? -1 : 1));
  const request = { maxResults: MaxResults, nextToken: NextToken };
  const { items, nextToken } = pageOf(list, sorted, request, { most: largestPage, refuse: invalid });
  return { items, next: nextToken === undefined ? {} : { NextToken: nextToken } };
}
