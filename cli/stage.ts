import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { Unreachable, UsageError } from './errors.ts';

/** What CloudFormation says of a stack that is not there; it has no error of its own for that. */
const noSuchStack = /does not exist/;

/** How AWS is asked: with the operator's own region and credentials, unless others are given. */
export interface Asking {
  readonly region?: string | undefined;
  /** Of AWS's own endpoints no more needs to be said. */
  readonly endpoint?: string | undefined;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A deployed stage, as its stack tells of it. */
export interface Stage {
  /** The stack's name, which the names of functions begin with. */
  readonly stack: string;
  readonly region: string;
  /** The value of an output. Throws Unreachable when the stack has none of that name. */
  output(name: string): string;
}

/** The stage by its stack `liaison-<stage>`. Throws UsageError and Unreachable. */
export async function findStage(stage: string, asking: Asking): Promise<Stage> {
  if (!/^[A-Za-z0-9-]{1,100}$/.test(stage)) throw new UsageError(`--stage takes the name of a stage, not "${stage}".`);
  const client = new CloudFormationClient(settingsOf(asking));
  try {
    const stack = `liaison-${stage}`;
    const used = await client.config.region().catch(() => {
      throw new UsageError('It is not said which region the stage is in.', 'Add --region, or set AWS_REGION.');
    });
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stack })).catch(unreachable(stack, used));
    return { stack, region: used, output: (name) => outputOf(stack, Stacks?.[0], name) };
  } finally {
    client.destroy();
  }
}

/** A client's settings: what is not said the SDK finds out by itself. */
export const settingsOf = ({ region, endpoint, credentials }: Asking) => ({
  ...(region && { region }),
  ...(endpoint && { endpoint }),
  // Given for a local world only, which has neither kind of address, whatever the operator has set up for AWS.
  ...(credentials && { credentials, useFipsEndpoint: false, useDualstackEndpoint: false }),
});

function outputOf(stack: string, described: Stack | undefined, name: string): string {
  const value = described?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
  if (value) return value;
  throw new Unreachable(
    `The stack ${stack} has no output ${name}.`,
    `Deploy it: npx serverless deploy --stage ${stack.slice('liaison-'.length)}`,
  );
}

const unreachable = (stack: string, region: string) => (error: Error) => {
  throw noSuchStack.test(error.message)
    ? new Unreachable(`There is no stack ${stack} in ${region}.`, 'Check --stage and --region, and which account your credentials are of.')
    : new Unreachable(
        `CloudFormation in ${region} does not say where ${stack} is: ${error.name}: ${error.message}`,
        'Check your credentials: aws sts get-caller-identity. Or give the address with --url.',
      );
};
