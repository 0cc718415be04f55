import { expect, test } from '@jest/globals';
import { createEsWorld, refusal } from './world.ts';

const ARN = 'arn:aws:es:eu-central-1:111122223333:domain/shop';

test('tags are added, replaced, listed and removed', async () => {
  const { call } = createEsWorld();
  expect(await call('ListTags', { ARN })).toMatchObject({ TagList: [] });
  const tags = { team: 'search', stage: 'test' };
  await call('AddTags', { ARN, TagList: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) });
  await call('AddTags', { ARN, TagList: [{ Key: 'stage', Value: 'live' }] });
  expect(await call('ListTags', { ARN })).toMatchObject({
    TagList: [
      { Key: 'team', Value: 'search' },
      { Key: 'stage', Value: 'live' },
    ],
  });
  await call('RemoveTags', { ARN, TagKeys: ['team', 'none'] });
  expect(await call('ListTags', { ARN })).toMatchObject({ TagList: [{ Key: 'stage', Value: 'live' }] });
});

test('a domain has ten tags at most', async () => {
  const { call } = createEsWorld();
  const TagList = Array.from({ length: 11 }, (_, index) => ({ Key: `key-${index}`, Value: '' }));
  expect(await refusal(call('AddTags', { ARN, TagList }))).toMatchObject({ name: 'LimitExceededException' });
});

test('only a domain of this account and region has tags', async () => {
  const { call } = createEsWorld();
  expect(await refusal(call('ListTags', { ARN: `${ARN}s` }))).toMatchObject({ name: 'ResourceNotFoundException' });
  const elsewhere = 'arn:aws:es:eu-west-1:111122223333:domain/shop';
  expect(await refusal(call('ListTags', { ARN: elsewhere }))).toMatchObject({ name: 'ValidationException' });
});
