import { expect, test } from '@jest/globals';
import { createTextStage } from '../../local/stage.ts';
import type { World } from '../../local/world.ts';

/** What is said at the end, and what can be tried before it. */
function said(options: { once: boolean; stateDirectory: string | undefined }): string {
  const lines: string[] = [];
  const stage = createTextStage(
    (line) => void lines.push(line),
    () => undefined,
    options,
  );
  stage.invite({ apiUrl: 'http://127.0.0.1:1', awsUrl: 'http://127.0.0.1:2' } as World);
  stage.closed();
  return lines.join('\n');
}

test('what can be tried finds the usual state directory by itself', () => {
  expect(said({ once: false, stateDirectory: undefined })).toMatch(/^ {2}npx liaison list$/m);
  expect(said({ once: false, stateDirectory: undefined })).toMatch(/npm start goes on with it\.$/);
});

test('what can be tried names a state directory of its own, and so does what goes on with it', () => {
  const text = said({ once: false, stateDirectory: '/tmp/two words' });
  expect(text).toMatch(/^ {2}npx liaison list --state-dir "\/tmp\/two words"$/m);
  expect(text).toMatch(/^ {2}npx liaison associate .* --state-dir "\/tmp\/two words"$/m);
  expect(text).toMatch(/npm start -- --state-dir "\/tmp\/two words" goes on with it\.$/);
});

test('nothing is promised of a directory that is removed', () => {
  expect(said({ once: true, stateDirectory: undefined })).toMatch(/Stopped\.$/);
  expect(said({ once: true, stateDirectory: '/tmp/kept' })).toContain('has everything');
});
