import * as events from '@aws-sdk/client-eventbridge';
import * as sns from '@aws-sdk/client-sns';
import * as lattice from '@aws-sdk/client-vpc-lattice';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { eventsConstraints } from '../../../local/wire/constraints/events.ts';
import { vpcLatticeConstraints } from '../../../local/wire/constraints/vpc-lattice.ts';
import { AwsError, type Service } from '../../../local/wire/service.ts';
import { operation, signed, startWorld } from './world.ts';

const invalid = (message: string) => new AwsError('ValidationException', message);

const services: Service[] = [
  {
    signingName: 'events',
    protocol: 'json-1.1',
    client: events,
    constraints: eventsConstraints,
    invalid,
    operations: {
      PutEvents: operation(({ Entries }: events.PutEventsRequest) => ({
        FailedEntryCount: 0,
        Entries: Entries?.map(() => ({ EventId: 'e' })),
      })),
    },
  },
  {
    signingName: 'sns',
    protocol: 'query',
    client: sns,
    constraints: {},
    invalid,
    operations: { Publish: operation(({ Message }: sns.PublishInput) => ({ MessageId: Message })) },
  },
  {
    signingName: 'vpc-lattice',
    protocol: 'rest-json',
    client: lattice,
    constraints: vpcLatticeConstraints,
    invalid: (message) => new AwsError('ValidationException', message, { members: { reason: 'fieldValidationFailed' } }),
    operations: { TagResource: operation(() => ({})), ListServices: operation(() => ({ items: [] })) },
  },
];

let world: Awaited<ReturnType<typeof startWorld>>;

beforeAll(async () => {
  world = await startWorld(services);
});

afterAll(() => world.server.close());

const members = ['Entries', 'Time', 'Detail', 'Resources', 'EventBusName', 'tags', '__type', '__proto__', 'constructor'];
const json = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, fc.jsonValue(), fc.array(tie('value')), fc.dictionary(fc.constantFrom(...members), tie('value'))),
})).value;

const fieldNames = ['Message', 'TopicArn', 'MessageAttributes', 'entry', 'Name', 'Value', 'DataType', 'BinaryValue', '1', '2', '0', ''];
const form = fc.dictionary(
  fc.array(fc.constantFrom(...fieldNames), { minLength: 1 }).map((parts) => parts.join('.')),
  fc.string(),
);
/** What a path or a query may be made of. fast-check's own arbitraries of that take more than a second to build. */
const webText = fc.string({ unit: fc.constantFrom(..."azAZ09-._~!$&'()*+,;=:@", '%20', '%25', '%C3%A9', '%E2%82%AC') });
const segment = fc.oneof(webText, fc.constantFrom('%', '%2F', '..', '%00', ''));

interface Sent {
  readonly path: string;
  readonly init: RequestInit;
}

const anyRequest: fc.Arbitrary<Sent> = fc.oneof(
  json.map((body) => {
    const headers = { ...signed('events'), 'x-amz-target': 'AWSEvents.PutEvents' };
    return { path: '/', init: { method: 'POST', headers, body: JSON.stringify(body) } };
  }),
  form.map((fields) => ({
    path: '/',
    init: { method: 'POST', headers: signed('sns'), body: new URLSearchParams({ Action: 'Publish', ...fields }) },
  })),
  fc.tuple(segment, json).map(([arn, body]) => {
    return { path: `/tags/${arn}`, init: { method: 'POST', headers: signed('vpc-lattice'), body: JSON.stringify(body) } };
  }),
  webText.map((query) => ({ path: `/services?maxResults=${query}`, init: { headers: signed('vpc-lattice') } })),
);

test('no input of a client is a fault of ours', async () => {
  const property = fc.asyncProperty(anyRequest, async ({ path, init }) => {
    const { status } = await fetch(`${world.url}${path}`, init);
    expect(status).toBeLessThan(500);
  });
  await fc.assert(property, { numRuns: 200, seed: 1 });
  expect(world.faults).toEqual([]);
});

test('moments beyond what a date can hold are refused', async () => {
  const headers = { ...signed('events'), 'x-amz-target': 'AWSEvents.PutEvents' };
  const answer = await fetch(world.url, { method: 'POST', headers, body: '{"Entries": [{"Time": 1e300}]}' });
  expect(await answer.json()).toMatchObject({ __type: 'SerializationException' });
});
