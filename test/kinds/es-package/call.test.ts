import { AssociatePackageCommand } from '@aws-sdk/client-elasticsearch-service';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AwsError } from '../../../local/wire/service.ts';
import type { Outcome } from '../../../src/kinds/kind.ts';
import { intentOf, refusal } from '../kind-world.ts';
import { createWorld, type EsWorld, pair } from './world.ts';

const requestOf = async (world: EsWorld, desired: 'ASSOCIATED' | 'DISSOCIATED' = 'ASSOCIATED') =>
  world.operations.request(pair, desired, await world.plan(desired), world.context());

/** From now on the client itself breaks at that command, before anything is sent. */
const failsFrom = ({ client }: EsWorld, command: string) =>
  client.middlewareStack.add(
    (next, { commandName }) =>
      (request) => {
        if (commandName === command) throw new TypeError('ours');
        return next(request);
      },
    { step: 'initialize' },
  );

describe('the call to associate', () => {
  let world: EsWorld;
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.close());

  test('accepted, it tells the status AWS gave and has no handle', async () => {
    expect(await requestOf(world)).toMatchObject({
      type: 'ACCEPTED',
      handle: null,
      words: { operation: 'AssociatePackage', status: 'ASSOCIATING', error: null, message: 'synonyms v1 at analyzers/F111111111' },
    });
  });

  // Every exception the service names, and the throttle it does not.
  test.each<[string, number, Outcome['type']]>([
    ['BaseException', 400, 'REFUSED'],
    ['InternalException', 500, 'UNKNOWN'],
    ['ResourceNotFoundException', 409, 'REFUSED'],
    ['AccessDeniedException', 403, 'REFUSED'],
    ['ValidationException', 400, 'REFUSED'],
    ['ConflictException', 409, 'REFUSED'],
    ['LimitExceededException', 409, 'REFUSED'],
    ['ThrottlingException', 400, 'THROTTLED'],
    ['ServiceUnavailable', 503, 'UNKNOWN'],
  ])('%s with HTTP %i comes out as %s, in its words', async (name, status, type) => {
    world.next('AssociatePackage', refusal(name, 'So it is.', status));
    expect(await requestOf(world)).toMatchObject({
      type,
      words: { operation: 'AssociatePackage', error: name, message: 'So it is.', requestId: expect.any(String) },
    });
    world.pass(600);
    expect(await world.plan()).toMatchObject({ changed: true, before: { associated: false } });
  });

  test('what somebody else has made since the plan is ALREADY, and counts as settled', async () => {
    const plan = await world.plan();
    world.addAssociation(pair);
    const outcome = await world.operations.request(pair, 'ASSOCIATED', plan, world.context());
    expect(outcome).toMatchObject({
      type: 'ALREADY',
      words: { error: 'ConflictException', message: 'Package is already in desired state' },
    });
    const intent = intentOf(plan, world.now(), { adopted: true });
    expect(await world.operations.observe(pair, 'ASSOCIATED', intent, world.context())).toMatchObject({ type: 'SETTLED', ours: 'NO' });
  });

  test('what AWS says is so already is ALREADY, though its lists do not show it yet', async () => {
    world.next('AssociatePackage', refusal('ConflictException', 'Package is already in desired state', 409));
    expect(await requestOf(world)).toMatchObject({ type: 'ALREADY', handle: null });
  });

  test.each([
    ['ASSOCIATED', 'AssociatePackage', 'Package is already in desired state'],
    ['DISSOCIATED', 'DissociatePackage', 'Package is not associated to this domain'],
  ] as const)('to be %s, the words alone decide nothing: it is AWS that must have looked', async (desired, operation, message) => {
    const plan = await world.plan(desired);
    world.next(operation, refusal('AccessDeniedException', message, 403));
    expect(await world.operations.request(pair, desired, plan, world.context())).toMatchObject({ type: 'REFUSED' });
  });

  test('a conflict that does not say so, where all is as desired, is ALREADY too', async () => {
    const plan = await world.plan();
    world.addAssociation(pair);
    world.next('AssociatePackage', refusal('ConflictException', 'Something else is going on.', 409));
    expect(await world.operations.request(pair, 'ASSOCIATED', plan, world.context())).toMatchObject({ type: 'ALREADY', handle: null });
  });

  test('a conflict with what has overtaken the update that asked is for the next plan to tell', async () => {
    world.addAssociation(pair);
    const plan = await world.plan();
    const trigger = { type: 'PACKAGE_UPDATED', at: world.now(), version: 'v0' } as const;
    world.next('AssociatePackage', refusal('ConflictException', 'Something else is going on.', 409));
    const context = world.context({ trigger });
    expect(await world.operations.request(pair, 'ASSOCIATED', plan, context)).toMatchObject({ type: 'IN_PROGRESS' });
  });

  test('a conflict with what is under way there is to be waited for', async () => {
    const plan = await world.plan();
    await world.client.send(new AssociatePackageCommand({ PackageID: pair.packageId, DomainName: pair.domainName }));
    world.pass(11);
    expect(await world.operations.request(pair, 'ASSOCIATED', plan, world.context())).toMatchObject({ type: 'IN_PROGRESS' });
  });

  test('a conflict with a domain that changes is to be waited for', async () => {
    const plan = await world.plan();
    world.setDomainProcessing('catalogue', 600);
    world.next('AssociatePackage', refusal('ConflictException', 'Something else is going on.', 409));
    expect(await world.operations.request(pair, 'ASSOCIATED', plan, world.context())).toMatchObject({ type: 'IN_PROGRESS' });
  });

  test('a conflict that cannot be looked into is to be looked into later', async () => {
    const plan = await world.plan();
    world.next('AssociatePackage', refusal('ConflictException', 'Something else is going on.', 409));
    world.next('ListPackagesForDomain', refusal('AccessDeniedException', 'Not allowed to look.', 403));
    expect(await world.operations.request(pair, 'ASSOCIATED', plan, world.context())).toMatchObject({
      type: 'IN_PROGRESS',
      words: { message: 'Something else is going on.' },
    });
  });

  test('a fault of ours is not taken for an outcome, neither of the call nor of the look after a conflict', async () => {
    const plan = await world.plan();
    const request = () => world.operations.request(pair, 'ASSOCIATED', plan, world.context());
    world.next('AssociatePackage', refusal('ConflictException', 'Something else is going on.', 409));
    failsFrom(world, 'ListPackagesForDomainCommand');
    await expect(request()).rejects.toThrow('ours');
    failsFrom(world, 'AssociatePackageCommand');
    await expect(request()).rejects.toThrow('ours');
  });

  test('an endpoint that does not answer at all leaves the outcome unknown', async () => {
    const plan = await world.plan();
    const elsewhere = await createWorld();
    await elsewhere.close();
    expect(await elsewhere.operations.request(pair, 'ASSOCIATED', plan, world.context())).toMatchObject({
      type: 'UNKNOWN',
      words: { operation: 'AssociatePackage', requestId: null },
    });
  });

  test('an answer without any details is accepted as well', async () => {
    const terse = await createWorld({
      wrap: (operations) => ({
        ...operations,
        AssociatePackage: async (input, caller) => {
          await operations.AssociatePackage?.(input, caller);
          return {};
        },
      }),
    });
    expect(await requestOf(terse)).toMatchObject({
      type: 'ACCEPTED',
      words: { status: null, message: null, requestId: expect.any(String) },
    });
    await terse.close();
  });
});

describe('the call to dissociate', () => {
  let world: EsWorld;
  beforeEach(async () => {
    world = await createWorld();
    world.addAssociation(pair);
  });
  afterEach(() => world.close());

  test.each<[string, string, number, Outcome['type']]>([
    ['ValidationException', 'Package is not associated to this domain', 400, 'ALREADY'],
    ['ValidationException', 'Something else is wrong.', 400, 'REFUSED'],
    ['ValidationException', 'A change/update is in progress. Please wait for it to complete.', 400, 'IN_PROGRESS'],
    ['BaseException', 'Something is in progress.', 400, 'REFUSED'],
    ['ResourceNotFoundException', 'Domain not found: catalogue', 409, 'ALREADY'],
    ['BaseException', 'So it is.', 400, 'REFUSED'],
    ['InternalException', 'So it is.', 500, 'UNKNOWN'],
    ['AccessDeniedException', 'So it is.', 403, 'REFUSED'],
    ['ConflictException', 'The package is in use.', 409, 'REFUSED'],
    ['ThrottlingException', 'Rate exceeded', 400, 'THROTTLED'],
  ])('%s, "%s", with HTTP %i comes out as %s', async (name, message, status, type) => {
    world.next('DissociatePackage', refusal(name, message, status));
    expect(await requestOf(world, 'DISSOCIATED')).toMatchObject({ type, words: { operation: 'DissociatePackage', error: name, message } });
  });

  test('a pair that is gone already is done', async () => {
    const plan = await world.plan('DISSOCIATED');
    const gone = await createWorld();
    expect(await gone.operations.request(pair, 'DISSOCIATED', plan, gone.context())).toMatchObject({ type: 'ALREADY' });
    await gone.close();
  });
});

test('a throttle that says how long to wait is heard', async () => {
  const error = new AwsError('ThrottlingException', 'Rate exceeded', { members: { retryAfterSeconds: 7 } });
  const world = await createWorld();
  world.next('AssociatePackage', { type: 'REFUSE', error });
  expect(await requestOf(world)).toMatchObject({ type: 'THROTTLED', retryAfterSeconds: 7 });
  await world.close();
});
