import { describe, expect, test } from '@jest/globals';
import { seeded } from '../../../local/seed.ts';
import type { Viewed } from './harness.ts';
import type { TestWorld } from './test-world.ts';

const { packages } = seeded;

/** What the API answers, over HTTP. */
export function apiInTheWorld(world: () => TestWorld): void {
  describe('the HTTP API', () => {
    test('refuses who does not sign', async () => {
      expect((await fetch(`${world().world.apiUrl}/associations`)).status).toBe(403);
      expect((await fetch(`${world().world.apiUrl}/associations`, { method: 'POST', body: '{}' })).status).toBe(403);
    });

    test('names every problem of a body', async () => {
      const { status, headers, body } = await world().api('POST', '/associations', {
        kind: 'es-package',
        pair: { packageId: '', domainName: 'X', other: 1 },
        mode: 'fast',
        deadline: 'soon',
      });
      expect([status, headers['content-type']]).toEqual([422, 'application/problem+json']);
      const paths = (body.errors as { path: string }[]).map(({ path }) => path);
      expect(new Set(paths)).toEqual(new Set(['pair.packageId', 'pair.domainName', 'pair.other', 'mode', 'deadline']));
    });

    test('refuses an unknown kind, a body of 1 MB and ids that are none', async () => {
      expect(await world().api('POST', '/associations', { kind: 'nat-gateway', pair: {} })).toMatchObject({ status: 422 });
      expect(await world().api('POST', '/associations', { reason: 'x'.repeat(2 ** 20) })).toMatchObject({ status: 413 });
      expect(await world().api('GET', '/associations/assoc_none')).toMatchObject({ status: 404, body: { code: 'not-found' } });
      expect(await world().api('GET', '/associations?pageSize=0&color=red')).toMatchObject({
        status: 400,
        body: {
          errors: expect.arrayContaining([expect.objectContaining({ path: 'color' }), expect.objectContaining({ path: 'pageSize' })]),
        },
      });
    });

    test('gives a repeat with the same Idempotency-Key the same association, and refuses another body', async () => {
      const headers = { 'idempotency-key': 'once' };
      const body = { kind: 'es-package', pair: { packageId: packages.stopwords, domainName: 'shop-search' } };
      const [one, two] = [
        await world().api('POST', '/associations', body, headers),
        await world().api('POST', '/associations', body, headers),
      ];
      // The second may find it ended: time flies here.
      expect([one.status, two.body.id]).toEqual([202, one.body.id]);
      expect(await world().api('POST', '/associations', { ...body, reason: 'other' }, headers)).toMatchObject({ status: 422 });
      await world().ended(String(one.body.id));
    });

    test('lists in pages, newest first', async () => {
      const first = await world().api('GET', '/associations?pageSize=2');
      const second = await world().api('GET', `/associations?pageSize=2&pageToken=${first.body.nextPageToken}`);
      const ids = [first, second].flatMap(({ body }) => (body.items as Viewed[]).map(({ id }) => id));
      expect(ids).toEqual((await world().list()).slice(0, 4).map(({ id }) => id));
    });
  });
}
