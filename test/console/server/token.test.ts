import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { createToken, keptToken } from '../../../console/server/token.ts';
import { temporaryDirectory } from '../../local/world/harness.ts';

const directory = temporaryDirectory();
const path = join(directory, 'console.token');
afterAll(() => rmSync(directory, { recursive: true }));

test('a token is random, and as long as 32 bytes', () => {
  const tokens = new Set(Array.from({ length: 50 }, createToken));
  expect(tokens.size).toBe(50);
  for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
});

test('a directory keeps one, for its owner alone', () => {
  const token = keptToken(directory);
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(keptToken(directory)).toBe(token);
  expect(readdirSync(directory)).toEqual(['console.token']);
  chmodSync(path, 0o644);
  expect(keptToken(directory)).toBe(token);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test.each(['', 'short', `${'a'.repeat(43)}\n`, '../../../etc/passwd'])('what cannot be one is not taken: %j', (text) => {
  writeFileSync(path, text);
  writeFileSync(`${path}.new`, 'half', { mode: 0o644 });
  const token = keptToken(directory);
  expect(token).not.toBe(text);
  expect(readFileSync(path, 'utf8')).toBe(token);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});
