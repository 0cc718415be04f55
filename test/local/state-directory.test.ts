import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openStateDirectory } from '../../local/state-directory.ts';
import { temporaryDirectory } from './world/harness.ts';

const root = temporaryDirectory();
afterAll(() => rmSync(root, { recursive: true }));
const usual = { once: false, reset: false };
const urls = { api: 'http://127.0.0.1:1', aws: 'http://127.0.0.1:2' };

describe('a state directory', () => {
  test('is made when it is not there, and says where its world is until that leaves', () => {
    const directory = openStateDirectory(join(root, 'deep/new'), usual);
    expect(directory.used).toBe(false);
    directory.announce(urls);
    const announcement = join(directory.path, 'world.json');
    expect(JSON.parse(readFileSync(announcement, 'utf8'))).toEqual({ ...urls, pid: process.pid });
    expect(() => openStateDirectory(directory.path, usual)).toThrow(`Another world, process ${process.pid}, lives in ${directory.path}`);
    directory.leave();
    expect(existsSync(announcement)).toBe(false);
    expect(existsSync(directory.path)).toBe(true);
  });

  test('has one world from the moment it is opened, before that says where it is', () => {
    const directory = openStateDirectory(join(root, 'starting'), usual);
    expect(() => openStateDirectory(directory.path, usual)).toThrow(`Another world lives in ${directory.path}`);
    directory.leave();
    openStateDirectory(directory.path, usual).leave();
  });

  test('of a world that died is open to the next, whoever has its process id now', () => {
    const path = join(root, 'died');
    mkdirSync(path);
    writeFileSync(join(path, 'world.json'), JSON.stringify({ ...urls, pid: process.pid }));
    writeFileSync(join(path, 'world.db'), '');
    const directory = openStateDirectory(path, usual);
    expect(directory.used).toBe(true);
    expect(existsSync(join(path, 'world.json'))).toBe(false);
    directory.leave();
  });

  test('of a world that ended before it had what it begins with is begun anew', () => {
    const path = join(root, 'early');
    const first = openStateDirectory(path, usual);
    writeFileSync(join(path, 'world.db'), '');
    first.leave();
    const second = openStateDirectory(path, usual);
    expect([second.used, existsSync(join(path, 'world.db'))]).toEqual([false, false]);
    writeFileSync(join(path, 'world.db'), '');
    second.finish();
    second.leave();
    const third = openStateDirectory(path, usual);
    expect([third.used, existsSync(join(path, 'world.db'))]).toEqual([true, true]);
    third.leave();
  });

  test.each(['', '{"api":', '{"pid":"x"}', '{"pid":0}', 'null'])(
    'with an announcement that cannot be read (%s) is open to the next',
    (text) => {
      const path = join(root, 'torn');
      mkdirSync(path, { recursive: true });
      writeFileSync(join(path, 'world.json'), text);
      const directory = openStateDirectory(path, usual);
      expect(directory.path).toBe(path);
      directory.leave();
    },
  );

  test('loses with reset what a world keeps, and nothing else', () => {
    const path = join(root, 'reset');
    mkdirSync(join(path, 'table'), { recursive: true });
    for (const name of ['world.db', 'world.db-wal', 'executions.db', 'table/1', 'mine.txt']) writeFileSync(join(path, name), '');
    const directory = openStateDirectory(path, { ...usual, reset: true });
    expect(directory.used).toBe(false);
    directory.finish();
    directory.leave();
    expect(readdirSync(path)).toEqual(['lock', 'mine.txt']);
  });

  test('for one time is a fresh one, and is removed', () => {
    const directory = openStateDirectory(undefined, { once: true, reset: false });
    expect(existsSync(directory.path)).toBe(true);
    directory.leave();
    expect(existsSync(directory.path)).toBe(false);
  });

  test('is refused when it is a file', () => {
    writeFileSync(join(root, 'file'), '');
    expect(() => openStateDirectory(join(root, 'file'), usual)).toThrow(/file cannot be used: EEXIST.*Name another --state-dir/);
  });
});
