import { describe, expect, test } from '@jest/globals';
import { check, plan } from './script.ts';
import type { Stage } from './stage.ts';

/** How requests for one thing go one after the other. */
export function turnsAreFollowed({ play, rehearse, store }: Stage): void {
  describe('turns', () => {
    test('two for the same domain go one after the other, and the second waits visibly', async () => {
      const rehearsal = rehearse();
      const first = await rehearsal.accept('one', { pair: { packageId: 'F1', domainName: 'shared' } });
      const second = await rehearsal.accept('two', { pair: { packageId: 'F2', domainName: 'shared' } });
      await store.changeLock(first.scopes[0] as string, () => ({ owner: first.id }));
      const waiting = rehearse({}, [
        {
          function: 'lock',
          call: 3,
          before: async () => {
            expect((await store.record(second.id))?.step).toMatchObject({
              name: 'WaitForLock',
              observed: `waits for ${first.id}`,
              looks: 2,
            });
            await rehearsal.run(first);
          },
        },
      ]);
      const { record, path } = await waiting.run(second);
      expect(record.state).toBe('SUCCEEDED');
      expect(path.filter((state) => state === 'WaitForLock')).toHaveLength(2);
    });

    test('what never gets its turn ends at the deadline and says who had it', async () => {
      const rehearsal = rehearse();
      const first = await rehearsal.accept('never-1', { pair: { packageId: 'F1', domainName: 'stuck' } });
      const second = await rehearsal.accept('never-2', { pair: { packageId: 'F2', domainName: 'stuck' }, deadline: 'PT5M' });
      await store.changeLock(first.scopes[0] as string, () => ({ owner: first.id }));
      const { record } = await rehearsal.run(second);
      expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'NONE', endReason: 'DeadlinePassed' });
      expect(record.endMessage).toContain(first.id);
    });

    test('every ending frees the locks, and the next request for the pair is started', async () => {
      const rehearsal = rehearse();
      const first = await rehearsal.accept('first', { pair: { packageId: 'F1', domainName: 'queue' } });
      const next = await rehearsal.accept('second', { pair: { packageId: 'F1', domainName: 'queue' }, reason: 'again' });
      expect(rehearsal.started).toEqual([`${first.id}-1`]);
      await rehearsal.run(first);
      expect(rehearsal.started).toEqual([`${first.id}-1`, `${next.id}-1`]);
      expect((await store.lock(first.scopes[0] as string)).owner).toBeNull();
    });

    test('a request that another took the place of is told in a run of its own', async () => {
      const rehearsal = rehearse();
      const pair = { packageId: 'F1', domainName: 'busy' };
      await rehearsal.accept('s1', { pair });
      const second = await rehearsal.accept('s2', { pair, reason: 'b' });
      await rehearsal.accept('s3', { pair, reason: 'c' });
      const { record, sent } = { ...(await rehearsal.run(second)), sent: rehearsal.sent };
      expect(record).toMatchObject({ state: 'CANCELLED', sideEffects: 'NONE', endReason: 'Superseded' });
      expect(sent.alerted.map(({ id }) => id)).toEqual([second.id]);
    });

    test('a lock that cannot be given up does not stop the waiting', async () => {
      const { record } = await play({ plan: [plan({ checks: [check('WAIT', 'Copying')] }), plan()] }, {}, [
        { function: 'unlock', answer: new Error('broken') },
      ]);
      expect(record.state).toBe('SUCCEEDED');
    });

    test('a lock that a plan found to be needed is had before the call, also when the answer of that plan is lost', async () => {
      const rehearsal = rehearse();
      const holder = await rehearsal.accept('scope-holder', { pair: { packageId: 'F1', domainName: 'scope-holder' } });
      await store.changeLock('wanted-later', () => ({ owner: holder.id }));
      const { record, sent } = await play({ plan: [plan({ scopes: ['wanted-later'] })] }, { deadline: 'PT5M' }, [
        { function: 'plan', call: 1, lost: true },
      ]);
      expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'NONE', endReason: 'DeadlinePassed' });
      expect(sent.made).toEqual([]);
    });
  });
}
