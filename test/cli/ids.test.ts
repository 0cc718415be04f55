import { expect, test } from '@jest/globals';
import { call } from './terminal.ts';

test.each([
  ['get batch_1', 'batch_1 is the id of a batch.', 'liaison batch get batch_1'],
  ['watch batch_1', 'batch_1 is the id of a batch.', 'liaison batch watch batch_1'],
  ['history batch_1', 'batch_1 is the id of a batch.', 'liaison batch items batch_1'],
  ['approve batch_1', 'batch_1 is the id of a batch.', 'liaison batch get batch_1'],
  ['cancel batch_1', 'batch_1 is the id of a batch.', 'liaison batch cancel batch_1'],
  ['retry batch_1', 'batch_1 is the id of a batch.', 'liaison batch retry-failed batch_1'],
  ['batch get assoc_1', 'assoc_1 is the id of an association.', 'liaison get assoc_1'],
  ['batch items assoc_1', 'assoc_1 is the id of an association.', 'liaison history assoc_1'],
  ['batch cancel assoc_1', 'assoc_1 is the id of an association.', 'liaison cancel assoc_1'],
  ['batch retry-failed assoc_1', 'assoc_1 is the id of an association.', 'liaison retry assoc_1'],
])('liaison %s says what it is, and the right command', async (words, what, rightly) => {
  expect(await call(words.split(' '))).toMatchObject({ code: 2, messages: `error: ${what}\n  Use: ${rightly}\n` });
});
