import { CloudFormationClient, DescribeStacksCommand, type DescribeStacksCommandOutput } from '@aws-sdk/client-cloudformation';
import { Unreachable, UsageError } from './errors.ts';

/** What CloudFormation says of a stack that is not there; it has no error of its own for that. */
const noSuchStack = /does not exist/;

/**
 * The address and the region of a deployed stage: the output HttpApiUrl of the stack `liaison-<stage>`, asked for with the operator's own
 * credentials. Throws UsageError and Unreachable.
 */
export async function addressOfStage(
  stage: string,
  region: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<{ url: string; region: string }> {
  if (!/^[A-Za-z0-9-]{1,100}$/.test(stage)) throw new UsageError(`--stage takes the name of a stage, not "${stage}".`);
  const wanted = region ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
  const endpoint = environment.AWS_ENDPOINT_URL_CLOUDFORMATION ?? environment.AWS_ENDPOINT_URL;
  const client = new CloudFormationClient({ ...(wanted && { region: wanted }), ...(endpoint && { endpoint }) });
  try {
    const stack = `liaison-${stage}`;
    const used = await client.config.region().catch(() => {
      throw new UsageError('It is not said which region the stage is in.', 'Add --region, or set AWS_REGION.');
    });
    const url = httpApiUrl(await client.send(new DescribeStacksCommand({ StackName: stack })).catch(unreachable(stack, used)));
    if (!url) throw new Unreachable(`The stack ${stack} has no output HttpApiUrl.`, `Deploy it: npx serverless deploy --stage ${stage}`);
    return { url: url.replace(/\/+$/, ''), region: used };
  } finally {
    client.destroy();
  }
}

const httpApiUrl = ({ Stacks }: DescribeStacksCommandOutput) =>
  Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'HttpApiUrl')?.OutputValue;

const unreachable = (stack: string, region: string) => (error: Error) => {
  throw noSuchStack.test(error.message)
    ? new Unreachable(`There is no stack ${stack} in ${region}.`, 'Check --stage and --region, and which account your credentials are of.')
    : new Unreachable(
        `CloudFormation in ${region} does not say where ${stack} is: ${error.name}: ${error.message}`,
        'Check your credentials: aws sts get-caller-identity. Or give the address with --url.',
      );
};
