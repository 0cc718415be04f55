import { pageOf } from '../../page.ts';
import { invalid } from './errors.ts';

interface Request {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** As `pageOf`, in this service's spelling; no more than 100 rows. Source: botocore es model, MaxResults. */
export function page<Row>(list: string, entries: readonly (readonly [key: string, row: Row])[], { MaxResults, NextToken }: Request) {
  const { items, nextToken } = pageOf(list, entries, { maxResults: MaxResults, nextToken: NextToken }, { most: 100, refuse: invalid });
  return { items, next: nextToken === undefined ? {} : { NextToken: nextToken } };
}
