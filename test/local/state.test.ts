import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createState } from '../../local/state.ts';

describe('the state', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'state-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('gives back what was put there last, and undefined for what was not', () => {
    const state = createState();
    state.put('a', '1', { text: 'größe', list: [1, null], none: undefined });
    state.put('a', '1', { text: 'grün' });
    expect(state.get('a', '1')).toEqual({ text: 'grün' });
    expect(state.get('a', '2')).toBeUndefined();
    expect(state.get('b', '1')).toBeUndefined();
  });

  test('lists a collection by key, and no other', () => {
    const state = createState();
    for (const key of ['b', 'a', 'B', '10', '9']) state.put('one', key, { key });
    state.put('other', 'c', {});
    expect(state.list('one')).toEqual(['10', '9', 'B', 'a', 'b'].map((key) => [key, { key }]));
  });

  test('forgets what is deleted, and does not mind what is not there', () => {
    const state = createState();
    state.put('a', '1', 1);
    state.delete('a', '1');
    state.delete('a', '1');
    expect(state.list('a')).toEqual([]);
  });

  test('takes keys and collections as they are', () => {
    const state = createState();
    const strange = ["'; DROP TABLE document; --", '%', '_', '', 'a\u0000b', '😀'];
    for (const key of strange) state.put(key, key, key);
    for (const key of strange) expect(state.list(key)).toEqual([[key, key]]);
  });

  test('is no part of what was put there: changing that changes nothing', () => {
    const state = createState();
    const document = { list: [1] };
    state.put('a', '1', document);
    document.list.push(2);
    expect(state.get('a', '1')).toEqual({ list: [1] });
  });

  test('gives nobody what could be changed behind its back', () => {
    const state = createState();
    state.put('a', '1', { inner: { list: [1] } });
    for (const document of [state.get<{ inner: { list: number[] } }>('a', '1'), state.list<{ inner: { list: number[] } }>('a')[0]?.[1]]) {
      expect(() => document?.inner.list.push(2)).toThrow(TypeError);
    }
  });

  test('is the same whether it was listed or read before it changed', () => {
    const state = createState();
    const keys = ['b', 'a', '😀', '\uff5e', 'B', '10', '9'];
    for (const key of keys) state.put('seen', key, 1);
    expect([state.list('seen'), state.get('other', 'x')]).toEqual([expect.anything(), undefined]);
    for (const collection of ['seen', 'other']) {
      for (const key of [...keys, 'x']) state.put(collection, key, { now: key });
      state.delete(collection, 'a');
      state.delete(collection, 'none');
      expect([state.get(collection, 'x'), state.get(collection, 'a')]).toEqual([{ now: 'x' }, undefined]);
    }
    expect(state.list('seen')).toEqual(state.list('other'));
    expect(state.list('seen').map(([key]) => key)).toEqual(['10', '9', 'B', 'b', 'x', '\uff5e', '😀']);
  });

  test('in a file is there for the next one, also when nobody closed it', () => {
    const path = join(folder, 'world.db');
    const first = createState(path);
    first.put('a', '1', { n: 1 });
    const second = createState(path);
    expect(second.get('a', '1')).toEqual({ n: 1 });
    second.put('a', '2', { n: 2 });
    expect(first.list('a')).toEqual([
      ['1', { n: 1 }],
      ['2', { n: 2 }],
    ]);
    second.close();
    first.close();
  });

  test('in memory is for one only', () => {
    const state = createState();
    state.put('a', '1', 1);
    expect(createState().get('a', '1')).toBeUndefined();
  });

  test('that was closed refuses, instead of losing what it is given', () => {
    const state = createState();
    state.close();
    expect(() => state.put('a', '1', 1)).toThrow();
  });
});
