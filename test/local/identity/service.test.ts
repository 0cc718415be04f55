import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createIdentityService } from '../../../local/identity/service.ts';
import { account, signed, startWorld } from '../wire/world.ts';

let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  const role = `arn:aws:sts::444455556666:assumed-role/liaison-lock/run`;
  const principalOf = (key: string) => (key === 'lock' ? role : `arn:aws:iam::${account}:user/${key}`);
  world = await startWorld([createIdentityService()], { principalOf });
});
afterAll(() => world.server.close());

const ask = async (action: string, accessKeyId: string) => {
  const headers = { ...signed('sts', { accessKeyId }), 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await fetch(world.url, { method: 'POST', headers, body: `Action=${action}&Version=2011-06-15` });
  return `${answer.status} ${await answer.text()}`;
};

test('a user is told who he is', async () => {
  const answer = await ask('GetCallerIdentity', 'ana');
  expect(answer).toMatch(
    /^200 <GetCallerIdentityResponse xmlns="https:\/\/sts.amazonaws.com\/doc\/2011-06-15\/"><GetCallerIdentityResult>/,
  );
  expect(answer).toContain(`<Account>${account}</Account><Arn>arn:aws:iam::${account}:user/ana</Arn>`);
  expect(answer).toMatch(/<UserId>AIDA[0-9A-F]{17}<\/UserId>/);
});

test('the account is that of the principal, and a role has its session in its id', async () => {
  const answer = await ask('GetCallerIdentity', 'lock');
  expect(answer).toContain('<Account>444455556666</Account>');
  expect(answer).toMatch(/<UserId>AROA[0-9A-F]{17}:run<\/UserId>/);
});

test('nothing else is served', async () => {
  expect(await ask('AssumeRole', 'ana')).toContain('<Code>InvalidAction</Code>');
});
