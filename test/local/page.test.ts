import { describe, expect, test } from '@jest/globals';
import { pageOf } from '../../local/page.ts';

const refuse = (message: string) => Object.assign(new Error(message), { status: 400, members: {} });
const entries = ['a', 'b', 'c', 'd'].map((key) => [key, key.toUpperCase()] as const);
const page = (request: object, list = 'letters', of = entries) => pageOf(list, of, request, { most: 3, refuse });

describe('a page', () => {
  test('has at most what is allowed, and fewer when fewer are asked for', () => {
    expect(page({}).items).toEqual(['A', 'B', 'C']);
    expect(page({ maxResults: 50 }).items).toEqual(['A', 'B', 'C']);
    expect(page({ maxResults: 1 }).items).toEqual(['A']);
  });

  test('goes on after the one before it, and the last has no token', () => {
    const first = page({ maxResults: 2 });
    expect(page({ nextToken: first.nextToken })).toEqual({ items: ['C', 'D'], nextToken: undefined });
    expect(page({}, 'letters', entries.slice(0, 3)).nextToken).toBeUndefined();
  });

  test('goes on at the same place though the item before it is gone', () => {
    const { nextToken } = page({ maxResults: 2 });
    expect(
      page(
        { nextToken },
        'letters',
        [entries[0], entries[2], entries[3]].flatMap((each) => (each ? [each] : [])),
      ).items,
    ).toEqual(['C', 'D']);
  });

  test('of another list, of nonsense or of nothing is refused', () => {
    const { nextToken } = page({ maxResults: 2 });
    expect(() => page({ nextToken }, 'numbers')).toThrow('The nextToken is not valid.');
    expect(() => page({ nextToken: 'nonsense' })).toThrow('The nextToken is not valid.');
    expect(() => page({ nextToken: Buffer.from('3').toString('base64url') })).toThrow('The nextToken is not valid.');
    expect(() => page({ maxResults: 0 })).toThrow('maxResults must be 1 or more.');
  });
});
