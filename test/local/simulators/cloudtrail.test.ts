import { describe, expect, test } from '@jest/globals';
import { withTrail } from '../../../local/simulators/cloudtrail.ts';
import { createFaults } from '../../../local/simulators/faults.ts';
import { AwsError, type Caller, type Operation } from '../../../local/wire/service.ts';
import { createSurroundings } from './surroundings.ts';

const caller: Caller = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  principalArn: 'arn:aws:sts::111122223333:assumed-role/liaison-es-package/run-1',
  account: '111122223333',
  region: 'eu-central-1',
  requestId: 'b1e2c3d4-0000-4000-8000-000000000001',
  sourceAddress: '127.0.0.1',
  userAgent: 'aws-cli/2',
};

/** A service whose Tag answers with its input, and the call of it. */
function createTrail(operation: Operation = (input) => input, names = ['Tag']) {
  const surroundings = createSurroundings();
  const faults = createFaults();
  const trail = { ...surroundings, faults, source: 'aws.vpc-lattice', eventSource: 'vpc-lattice.amazonaws.com', names };
  const operations = withTrail({ Tag: operation, List: operation }, trail);
  const call = async (name: string, input: object, by: Partial<Caller> = {}) => operations[name]?.(input as never, { ...caller, ...by });
  return { ...surroundings, faults, call, detail: () => surroundings.events[0]?.detail };
}

describe('a reported call', () => {
  test('of a role has every member of the record', async () => {
    const { call, events } = createTrail();
    expect(await call('Tag', { arn: 'a' })).toEqual({ arn: 'a' });
    expect(events).toEqual([
      {
        source: 'aws.vpc-lattice',
        'detail-type': 'AWS API Call via CloudTrail',
        resources: [],
        detail: {
          eventVersion: '1.08',
          userIdentity: {
            type: 'AssumedRole',
            principalId: expect.stringMatching(/^AROA[0-9A-Z]{17}:run-1$/),
            arn: 'arn:aws:sts::111122223333:assumed-role/liaison-es-package/run-1',
            accountId: '111122223333',
            accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
            sessionContext: {
              sessionIssuer: {
                type: 'Role',
                principalId: expect.stringMatching(/^AROA[0-9A-Z]{17}$/),
                arn: 'arn:aws:iam::111122223333:role/liaison-es-package',
                accountId: '111122223333',
                userName: 'liaison-es-package',
              },
              webIdFederationData: {},
              attributes: { creationDate: '2026-03-01T12:00:00Z', mfaAuthenticated: 'false' },
            },
          },
          eventTime: '2026-03-01T12:00:00Z',
          eventSource: 'vpc-lattice.amazonaws.com',
          eventName: 'Tag',
          awsRegion: 'eu-central-1',
          sourceIPAddress: '127.0.0.1',
          userAgent: 'aws-cli/2',
          requestParameters: { arn: 'a' },
          responseElements: { arn: 'a' },
          requestID: 'b1e2c3d4-0000-4000-8000-000000000001',
          eventID: expect.stringMatching(/^[0-9a-f-]{36}$/),
          readOnly: false,
          eventType: 'AwsApiCall',
          managementEvent: true,
          recipientAccountId: '111122223333',
          eventCategory: 'Management',
        },
      },
    ]);
  });

  test('of a user names the user, of the root only the account', async () => {
    const user = createTrail();
    await user.call('Tag', {}, { principalArn: 'arn:aws:iam::111122223333:user/operator' });
    expect(user.detail()?.userIdentity).toEqual({
      type: 'IAMUser',
      principalId: expect.stringMatching(/^AIDA[0-9A-Z]{17}$/),
      arn: 'arn:aws:iam::111122223333:user/operator',
      accountId: '111122223333',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      userName: 'operator',
    });
    const root = createTrail();
    await root.call('Tag', {}, { principalArn: 'arn:aws:iam::111122223333:root' });
    expect(root.detail()?.userIdentity).toMatchObject({ type: 'Root', principalId: '111122223333' });
  });

  test('members get a small first letter at every depth, instants their ISO form, and what is undefined is left out', async () => {
    const { call, detail } = createTrail();
    await call('Tag', { ARN: 'a', EBSOptions: { VolumeSize: 1, Iops: undefined }, TagList: [{ Key: 'Team' }], At: new Date(0) });
    expect(detail()?.requestParameters).toEqual({
      aRN: 'a',
      eBSOptions: { volumeSize: 1 },
      tagList: [{ key: 'Team' }],
      at: '1970-01-01T00:00:00.000Z',
    });
  });

  test('the keys of tags stay as they are where members are spelled small already', async () => {
    const { call, detail } = createTrail();
    await call('Tag', { resourceArn: 'a', tags: { Name: 'orders' } });
    expect(detail()?.requestParameters).toEqual({ resourceArn: 'a', tags: { Name: 'orders' } });
  });

  test('nothing in and nothing out is null', async () => {
    const { call, detail } = createTrail(() => ({}));
    await call('Tag', {});
    expect(detail()).toMatchObject({ requestParameters: null, responseElements: null });
  });

  test('that was refused says with which words', async () => {
    const { call, detail } = createTrail(() => {
      throw new AwsError('ConflictException', 'Association already exists.', { status: 409 });
    });
    await expect(call('Tag', { arn: 'a' })).rejects.toMatchObject({ name: 'ConflictException', status: 409 });
    expect(detail()).toMatchObject({
      errorCode: 'ConflictException',
      errorMessage: 'Association already exists.',
      requestParameters: { arn: 'a' },
      responseElements: null,
    });
  });

  test('that a fault refuses is reported as refused and was not carried out', async () => {
    let carriedOut = false;
    const { call, faults, events } = createTrail(() => {
      carriedOut = true;
    });
    faults.add({ operation: 'Tag', effect: { type: 'REFUSE', error: new AwsError('ThrottlingException', 'Rate exceeded') } });
    await expect(call('Tag', {})).rejects.toMatchObject({ name: 'ThrottlingException' });
    expect(events).toMatchObject([{ detail: { errorCode: 'ThrottlingException' } }]);
    expect(carriedOut).toBe(false);
  });

  test('whose answer is lost is reported as the success it was', async () => {
    const { call, faults, events } = createTrail();
    faults.add({ operation: 'Tag', effect: { type: 'LOSE_ANSWER' } });
    await expect(call('Tag', { arn: 'a' })).rejects.toMatchObject({ name: 'LostAnswer' });
    expect(events).toMatchObject([{ detail: { responseElements: { arn: 'a' } } }]);
    expect(events[0]?.detail).not.toHaveProperty('errorCode');
  });

  test('that was carried out and answered with an error is reported with the error', async () => {
    const { call, faults, events } = createTrail();
    faults.add({ operation: 'Tag', effect: { type: 'LOSE_ANSWER', error: new AwsError('ServerException', 'It broke') } });
    await expect(call('Tag', { arn: 'a' })).rejects.toMatchObject({ name: 'ServerException' });
    expect(events).toMatchObject([{ detail: { errorCode: 'ServerException', errorMessage: 'It broke' } }]);
  });
});

test('calls that are not named are not reported, and meet their faults all the same', async () => {
  const { call, faults, events } = createTrail();
  expect(await call('List', { arn: 'a' })).toEqual({ arn: 'a' });
  faults.add({ operation: 'List', effect: { type: 'LOSE_ANSWER' } });
  await expect(call('List', {})).rejects.toMatchObject({ name: 'LostAnswer' });
  expect(events).toEqual([]);
});

test('an operation that the service does not have cannot be named', () => {
  expect(() => createTrail(undefined, ['Tag', 'Untag'])).toThrow(
    'CloudTrail cannot report what vpc-lattice.amazonaws.com does not have: Untag',
  );
});
