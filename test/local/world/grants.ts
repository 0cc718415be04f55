import { expect, test } from '@jest/globals';
import { type Members, readDocument, type Value } from '../../../local/configuration/document.ts';
import { createReferences } from '../../../local/configuration/references.ts';
import { targetsOf } from '../../../local/configuration/targets.ts';
import type { Call } from '../../../local/wire/handler.ts';
import { place } from '../../../local/world.ts';
import { root } from './harness.ts';
import type { TestWorld } from './test-world.ts';

/** What AWS does in a function's name: its log, its traces, its key. */
const byAws = /^(logs|xray|kms):/;

/**
 * Grants that no call in this world uses, each with the reason why it is needed all the same. Whatever is used here does not belong
 * on this list: then it fails, too.
 */
const unseen: Readonly<Record<string, string>> = {
  'admit states:StartExecution':
    'on its own machine: a batch of very many looks hands over to another run (test/statemachines/batch-deaths.ts)',
  'ask-approval states:SendTaskSuccess': 'it wakes itself where somebody has decided before it wrote the token (test/ask.test.ts)',
  'dx-hosted-connection directconnect:DescribeConnections':
    'finds a connection that is under no parent of this account (test/kinds/dx-hosted-connection)',
  'lattice-service vpc-lattice:TagResource': 'CreateServiceNetworkServiceAssociation with tags wants it',
  'on-event dynamodb:DeleteItem': 'a request that lost the race for its pair takes its record back (test/accept.test.ts)',
  'on-execution-ended dynamodb:BatchGetItem': 'it settles what died three times (test/resume.test.ts)',
  'on-execution-ended events:PutEvents': 'and tells of it',
  'on-execution-ended sns:Publish': 'and alerts',
  'on-execution-ended sqs:SendMessage': 'Lambda parks with it what fails again and again',
  'on-execution-ended states:StartExecution': 'on the machine of batches, one of which died (test/statemachines/batch-deaths.ts)',
  'on-request dynamodb:DeleteItem': 'a request that lost the race for its pair takes its record back (test/accept.test.ts)',
  'reconcile sqs:SendMessage': 'Lambda parks with it what fails again and again',
  'reconcile states:DescribeExecution': 'nothing is stuck here (test/reconcile/describe.test.ts)',
  'reconcile states:StartExecution': 'nothing is stuck here (test/reconcile/killed.test.ts)',
};

/** By action: the ARN that a call is about, as far as its input tells; every other is granted by service alone. */
const resources: Readonly<Record<string, (input: Members) => readonly string[]>> = {
  'states:StartExecution': ({ stateMachineArn }) => [String(stateMachineArn)],
  'lambda:InvokeFunction': ({ FunctionName }) => [`arn:aws:lambda:${place.region}:${place.account}:function:${FunctionName}`],
  'events:PutEvents': ({ Entries }) =>
    (Entries as Members[]).map(({ EventBusName }) => `arn:aws:events:${place.region}:${place.account}:event-bus/${EventBusName}`),
  'sns:Publish': ({ TopicArn }) => [String(TopicArn)],
  'sqs:SendMessage': ({ QueueUrl }) => [`arn:aws:sqs:${place.region}:${place.account}:${String(QueueUrl).split('/').at(-1)}`],
};

interface Grant {
  readonly key: string;
  readonly action: string;
  readonly resource: string;
}

/** Every grant of every function's role: one for each action and each thing. */
function grantsIn(endpoint: string): Grant[] {
  const document = readDocument({ root, stage: 'dev', region: place.region, environment: {} });
  const { resolve } = createReferences(targetsOf(document, 'liaison-dev', { ...place, endpoint }), {
    'AWS::AccountId': place.account,
    'AWS::Partition': 'aws',
    'AWS::Region': place.region,
  });
  const roles = (document.resources as Members[]).flatMap((part) => Object.entries((part.Resources ?? {}) as Members));
  return Object.entries(document.functions as Members).flatMap(([key, definition]) => {
    const [, role] = roles.find(([id]) => id === (definition as Members).role) as [string, Members];
    const { Policies } = role.Properties as { Policies: { PolicyDocument: { Statement: Members[] } }[] };
    const statements = Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    return statements
      .filter((statement) => statement.Action !== undefined)
      .flatMap(({ Action, Resource }) =>
        each(Action ?? null)
          .filter((action) => !byAws.test(action))
          .flatMap((action) => each(resolve(Resource ?? null)).map((resource) => ({ key, action, resource }))),
      );
  });
}

const each = (value: Value): string[] => (Array.isArray(value) ? value.map(String) : [String(value)]);

/** What a call needs: its action on each thing it is about, or on something. */
function neededBy({ accessKeyId: key, service, operation, input }: Call) {
  const action = `${service}:${operation}`.replace(/:Invoke$/, ':InvokeFunction');
  const about = input && resources[action]?.(input as Members);
  return (about ?? [null]).map((resource) => ({ key, action, resource }));
}

type Needed = ReturnType<typeof neededBy>[number];

const allows = (grant: Grant, { key, action, resource }: Needed) =>
  grant.key === key && grant.action === action && (resource === null || resource === grant.resource);

/** What the functions have called in the world until now is what their roles let them call: all of it, and nothing else. */
export function grantsInTheWorld(world: () => TestWorld): void {
  const found = () => {
    const grants = grantsIn(world().world.awsUrl);
    const keys = new Set(grants.map(({ key }) => key));
    return {
      grants,
      needed: world()
        .calls.filter(({ accessKeyId }) => keys.has(accessKeyId))
        .flatMap(neededBy),
    };
  };

  test('every function calls only what its role allows, on what it allows, with its own access key', () => {
    const { grants, needed } = found();
    const beyond = needed.filter((one) => !grants.some((grant) => allows(grant, one)));
    expect([...new Set(beyond.map((one) => Object.values(one).join(' ')))]).toEqual([]);
    expect(new Set(needed.map(({ key }) => key)).size).toBe(new Set(grants.map(({ key }) => key)).size);
  });

  test('no role allows what its function never calls', () => {
    const { grants, needed } = found();
    const unused = grants.filter((grant) => !needed.some((one) => allows(grant, one)));
    expect([...new Set(unused.map(({ key, action }) => `${key} ${action}`))].sort()).toEqual(Object.keys(unseen).sort());
  });
}
