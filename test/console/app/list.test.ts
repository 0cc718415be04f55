import { expect, test } from '@jest/globals';
import { addressOf, filtersOf, isNarrowed, pathsOf } from '../../../console/app/filters.ts';
import { countsOf, deepened, type Loaded, merged, nothingLoaded, withFirst, withOlder } from '../../../console/app/listing.ts';
import { routeOf } from '../../../console/app/route.ts';
import type { AssociationSummary, Page } from '../../../src/answers.ts';

const page = (ids: string, nextPageToken: string | null = null): Page<AssociationSummary> => ({
  items: [...ids].map((id) => ({ id, state: 'RUNNING' }) as AssociationSummary),
  nextPageToken,
});
/** With the first page as it is now, of at most two. */
const refreshed = (loaded: Loaded<AssociationSummary>, first: Page<AssociationSummary>) => withFirst(loaded, first, 2);
const opened = (ids: string, token: string | null = null): Loaded<AssociationSummary> => refreshed(nothingLoaded, page(ids, token));
/** With an older page, asked for by the token that it has. */
const older = (loaded: Loaded<AssociationSummary>, below: Page<AssociationSummary>) =>
  withOlder(deepened(loaded), loaded.next ?? '', below);
const ids = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id).join('');

test('what newer ones push off the first page stays below it once older ones were read', () => {
  const deeper = older(opened('fe', 't1'), page('dc', 't2'));
  const later = refreshed(deeper, page('gf', 't3'));
  expect(ids(later.items)).toBe('gfedc');
  expect(later.next).toBe('t2');
});

test('what is not like the filter any more is gone, from the first page', () => {
  expect(ids(refreshed(opened('fed', 't'), page('fd', 't')).items)).toBe('fd');
  expect(ids(refreshed(older(opened('fed', 't'), page('cb')), page('fd', 't')).items)).toBe('fdcb');
  expect(ids(refreshed(older(opened('fe', 't'), page('d')), page('f')).items)).toBe('f');
});

test('a first page that is new from end to end leaves no gap: the list begins anew', () => {
  const later = refreshed(older(opened('fe', 't1'), page('dc', 't2')), page('kj', 't3'));
  expect([ids(later.items), later.next, later.deeper]).toEqual(['kj', 't3', false]);
});

test('what was found further down stays, although the first page finds nothing of it', () => {
  const found = older(opened('', 't1'), page('c', 't2'));
  expect(ids(refreshed(found, page('', 't3')).items)).toBe('c');
  const later = refreshed(found, page('g', 't3'));
  expect([ids(later.items), later.next]).toEqual(['gc', 't2']);
});

test('what is pushed off while an older page is on its way is not lost, nor does a page come below the wrong one', () => {
  const asked = deepened(opened('fe', 't1'));
  expect(ids(withOlder(refreshed(asked, page('gf', 't2')), 't1', page('dc', 't3')).items)).toBe('gfedc');
  expect(ids(withOlder(refreshed(asked, page('kj', 't2')), 't1', page('dc', 't3')).items)).toBe('kj');
});

test('an older page repeats nothing', () => {
  expect(ids(older(opened('fe', 't'), page('ed')).items)).toBe('fed');
});

test('two lists are one, newest first, and nothing is in it twice', () => {
  expect(ids(merged([opened('fd', 'more'), opened('geca')]))).toBe('gfedca');
  expect(ids(merged([opened('fd'), opened('fed')]))).toBe('fed');
});

test('what was found at the one end is not held back for a page of the other that found nothing yet', () => {
  expect(ids(merged([opened('', 'more'), opened('geca')]))).toBe('geca');
  expect(ids(merged([opened('', 'more'), opened('geca', 'more')]))).toBe('geca');
});

test('states are counted', () => {
  expect([...countsOf([{ state: 'FAILED' }, { state: null }, { state: 'FAILED' }])]).toEqual([
    ['FAILED', 2],
    ['', 1],
  ]);
});

test('an address says what the list is narrowed to, and back', () => {
  const search = '?state=FAILED%2CRUNNING&kind=es-package&batch=batch_1&problem=true&drifted=true&text=logs-prod';
  expect(addressOf(filtersOf(search))).toBe(`/${search}`);
  expect(filtersOf(search)).toEqual({
    states: ['FAILED', 'RUNNING'],
    kind: 'es-package',
    batch: 'batch_1',
    text: 'logs-prod',
    problem: true,
    drifted: true,
  });
  expect(addressOf(filtersOf('?state=&unknown=1'))).toBe('/');
  expect(isNarrowed(filtersOf(''))).toBe(false);
});

test('an id is looked for as either of the two, in words that the API takes', () => {
  const paths = pathsOf(filtersOf('?text=logs-prod&state=FAILED'), 50);
  expect(paths).toEqual([
    '/associations?state=FAILED&source=logs-prod&pageSize=50',
    '/associations?state=FAILED&target=logs-prod&pageSize=50',
  ]);
});

test('an address that is none of ours is no page', () => {
  expect(routeOf('/associations/assoc_1')).toEqual({ page: 'association', id: 'assoc_1' });
  expect(routeOf('/batches/batch_1')).toEqual({ page: 'batch', id: 'batch_1' });
  for (const path of ['/associations/', '/associations/../x', '/associations/a/b', '/assets/app.js'])
    expect(routeOf(path)).toEqual({ page: 'unknown' });
});
