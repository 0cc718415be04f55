import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createAccept } from '../src/accept.ts';
import { createLocks } from '../src/locks.ts';
import { asked, rememberingStart } from './asking.ts';
import { happening, stories } from './local/simulators/story.ts';
import { createMemoryTable } from './memory-table.ts';

const owners = ['ann', 'ben', 'cid', 'dora', 'eve'] as const;
const scopes = ['a', 'b', 'c'] as const;

const table = createMemoryTable();

/** What the locks promise, kept by hand: who has each scope, who waits for it in which order, and who has ended. */
class Model {
  readonly holders = new Map<string, string>();
  /** When its holder asked for a scope last. */
  readonly askedAt = new Map<string, number>();
  readonly lines = new Map<string, string[]>();
  readonly ended = new Set<string>();

  private holder(scope: string): string | undefined {
    const holder = this.holders.get(scope);
    return holder !== undefined && !this.ended.has(holder) ? holder : undefined;
  }

  private line(scope: string): string[] {
    return (this.lines.get(scope) ?? []).filter((each) => !this.ended.has(each));
  }

  /** Takes the scopes in order as far as it goes: whom it waits for, and where; null when it has all. */
  acquire(who: string, wanted: readonly string[], now: number): { readonly scope: string; readonly by: string } | null {
    const sorted = [...wanted].sort();
    const missing = sorted.findIndex((scope) => this.holders.get(scope) !== who);
    if (missing >= 0)
      this.release(
        who,
        sorted.slice(missing + 1).filter((scope) => this.holders.get(scope) === who),
        now,
      );
    for (const scope of sorted) {
      if (this.holders.get(scope) === who) {
        this.askedAt.set(scope, now);
        continue;
      }
      const line = this.line(scope);
      const by = this.holder(scope) ?? [...line, who][0];
      if (by !== who) {
        this.lines.set(scope, line.includes(who) ? line : [...line, who]);
        return { scope, by: String(by) };
      }
      this.holders.set(scope, who);
      this.askedAt.set(scope, now);
      this.lines.set(
        scope,
        line.filter((each) => each !== who),
      );
    }
    return null;
  }

  /** Of what was asked for after that only the place in line is given up. */
  release(who: string, given: readonly string[], now: number): void {
    for (const scope of given) {
      if (this.holders.get(scope) === who && (this.askedAt.get(scope) ?? 0) <= now) this.holders.delete(scope);
      this.lines.set(
        scope,
        this.line(scope).filter((each) => each !== who),
      );
    }
  }
}

let made = 0;

/** Locks of scopes that no other story has, and associations that come into being when they are first spoken of. */
function createWorld() {
  made += 1;
  const story = made;
  const locks = createLocks(table.store);
  const model = new Model();
  const ids = new Map<string, string>();

  async function idOf(who: string): Promise<string> {
    const known = ids.get(who);
    if (known !== undefined) return known;
    const accept = createAccept(table.store, rememberingStart().start, () => 'AUTO');
    const pair = { packageId: 'F1', domainName: `${who}-${story}` };
    const acceptance = await accept(asked(`${who}-${story}`, {}, { pair }));
    if (acceptance.type !== 'ACCEPTED') throw new Error(acceptance.type);
    ids.set(who, acceptance.association.id);
    return acceptance.association.id;
  }

  const named = (scope: string) => `${story}/${scope}`;
  let now = 0;
  const asking = async (who: string) => {
    now += 1;
    return { id: await idOf(who), now };
  };
  return {
    model,
    /** Asks as a run does; holds that it gets what the model says. */
    async acquire(who: string, wanted: readonly string[]) {
      const turn = await locks.acquire(await asking(who), wanted.map(named));
      const waits = model.acquire(who, wanted, now);
      expect(turn).toMatchObject(waits ? { held: false, scope: named(waits.scope), by: await idOf(waits.by) } : { held: true });
    },
    async release(who: string, given: readonly string[]) {
      await locks.release(await asking(who), given.map(named));
      model.release(who, given, now);
    },
    /** A step of some time ago is invoked once more. */
    async releaseLate(who: string, given: readonly string[], ago: number) {
      const then = Math.max(0, now - ago);
      await locks.release({ id: await idOf(who), now: then }, given.map(named));
      model.release(who, given, then);
    },
    /** The association ends, and gives nothing up. */
    async end(who: string) {
      await table.store.changeRecord(await idOf(who), () => ({ state: 'FAILED' }));
      model.ended.add(who);
    },
    /** All who are alive ask at once: one has each scope in the end, and is the one who was there or first in line. */
    async rush(scope: string) {
      const alive = owners.filter((who) => !model.ended.has(who));
      const before = model.holders.get(scope);
      const turns = await Promise.all(alive.map(async (who) => locks.acquire(await asking(who), [named(scope)])));
      const winners = alive.filter((_, index) => turns[index]?.held);
      const { owner, waiters } = await table.store.lock(named(scope));
      const holder = alive.find((who) => ids.get(who) === owner);
      expect(winners).toEqual(holder === undefined ? [] : [holder]);
      if (before !== undefined && !model.ended.has(before)) expect(holder).toBe(before);
      if (holder !== undefined) {
        model.holders.set(scope, holder);
        model.askedAt.set(scope, (await table.store.lock(named(scope))).takenAt ?? 0);
      }
      const line = waiters.map((id) => alive.find((who) => ids.get(who) === id)).filter((who) => who !== undefined);
      expect(new Set([...line, ...winners])).toEqual(new Set(alive));
      const first = (model.lines.get(scope) ?? []).filter((who) => !model.ended.has(who) && who !== holder);
      expect(line.slice(0, first.length)).toEqual(first);
      model.lines.set(scope, line);
    },
    /** Who holds something ends, one after the other, until nobody waits: everyone alive gets every scope in turn. */
    async drain() {
      for (const scope of scopes) {
        const line = [...new Set([model.holders.get(scope), ...(model.lines.get(scope) ?? [])])];
        for (const who of line) {
          if (who === undefined || model.ended.has(who)) continue;
          const turn = await locks.acquire(await asking(who), [named(scope)]);
          expect([who, turn]).toEqual([who, { held: true }]);
          await locks.release(await asking(who), [named(scope)]);
        }
        expect((await table.store.lock(named(scope))).waiters.filter((id) => ![...model.ended].some((who) => ids.get(who) === id))).toEqual(
          [],
        );
        model.holders.delete(scope);
        model.lines.delete(scope);
      }
    },
  };
}

type World = ReturnType<typeof createWorld>;

const who = fc.constantFrom(...owners);
const some = fc.subarray([...scopes], { minLength: 1 });
const may = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(who, some).map(([name, wanted]) =>
      happening<World>(
        `${name} asks for ${wanted}`,
        alive(name, ({ acquire }) => acquire(name, wanted)),
      ),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(who, some).map(([name, given]) =>
      happening<World>(
        `${name} gives ${given} up`,
        alive(name, ({ release }) => release(name, given)),
      ),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(who, some, fc.integer({ min: 1, max: 8 })).map(([name, given, ago]) =>
      happening<World>(
        `${name} gives ${given} up, as of ${ago} ago`,
        alive(name, ({ releaseLate }) => releaseLate(name, given, ago)),
      ),
    ),
  },
  { weight: 1, arbitrary: who.map((name) => happening<World>(`${name} ends`, ({ end }) => end(name))) },
  { weight: 1, arbitrary: fc.constantFrom(...scopes).map((scope) => happening<World>(`all ask for ${scope}`, ({ rush }) => rush(scope))) },
  { weight: 1, arbitrary: fc.constant(happening<World>('all are served', ({ drain }) => drain())) },
);

/** Only who has not ended does anything. */
function alive(name: string, then: (world: World) => Promise<unknown>) {
  return async (world: World) => (world.model.ended.has(name) ? undefined : then(world));
}

test('in random stories a scope has one holder, who waits longest is next, and nothing is lost with who has ended', () =>
  stories(may, createWorld));
