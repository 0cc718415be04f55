import { describe, expect, test } from '@jest/globals';
import { type Budget, walk } from '../../src/reconcile/walk.ts';

const all = Array.from({ length: 25 }, (_, index) => `id-${String(index).padStart(2, '0')}`);

/** A list, and which of it were visited; what `counts` of them says, counts. */
function createList(counts: (id: string) => boolean = () => true) {
  const visited: string[] = [];
  return {
    visited,
    ids: async ({ limit, after }: { limit: number; after: string | null }) =>
      all.filter((id) => after === null || id > after).slice(0, limit),
    items: async (ids: readonly string[]) => ids.map((id) => ({ id })),
    async visit({ id }: { id: string }) {
      visited.push(id);
      return counts(id);
    },
  };
}
const budget = (more: Partial<Budget> = {}): Budget => ({ counted: 100, visits: 100, seconds: 60, atOnce: 5, ...more });

describe('a walk', () => {
  test('visits everything in its order, and begins anew the next time', async () => {
    const list = createList();
    expect(await walk(list, null, budget())).toEqual({ last: null, failures: [] });
    expect(list.visited).toEqual(all);
  });

  test('stops when its budget is spent, and the next goes on there, so that everything has its turn', async () => {
    const list = createList();
    let last: string | null = null;
    for (let walks = 0; walks < 3; walks += 1) ({ last } = await walk(list, last, budget({ counted: 10 })));
    expect(list.visited).toEqual(all);
    expect(last).toBeNull();
  });

  test('does not spend its budget on what does not count, up to a bound', async () => {
    const list = createList((id) => id > 'id-20');
    expect(await walk(list, null, budget({ counted: 1, visits: 15 }))).toMatchObject({ last: 'id-14' });
    expect(await walk(list, 'id-14', budget({ counted: 1 }))).toMatchObject({ last: 'id-24' });
    expect(await walk(list, 'id-24', budget())).toMatchObject({ last: null });
  });

  test('stops when its time is up, and the next goes on there', async () => {
    const list = createList();
    let now = 0;
    const clock = () => {
      now += 10_000;
      return now;
    };
    const { last } = await walk(list, null, budget({ seconds: 25 }), clock);
    expect(last).toBe('id-09');
    expect(await walk(list, last, budget())).toMatchObject({ last: null });
    expect(list.visited).toEqual(all);
  });

  test('goes on after what went wrong, and tells it by its id', async () => {
    const list = createList();
    const { visit } = list;
    list.visit = async (item) => {
      if (item.id === 'id-07') throw new TypeError('no such thing');
      return visit(item);
    };
    const { failures } = await walk(list, null, budget());
    expect(list.visited).toHaveLength(24);
    expect(failures.map(({ message }) => message)).toEqual(['id-07: TypeError: no such thing']);
  });

  test('passes over what is on the list and is not there any more', async () => {
    const list = { ...createList(), items: async (ids: readonly string[]) => ids.filter((id) => id !== 'id-03').map((id) => ({ id })) };
    await walk(list, null, budget());
    expect(list.visited).toHaveLength(24);
  });
});
