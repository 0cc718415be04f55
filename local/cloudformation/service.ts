import * as client from '@aws-sdk/client-cloudformation';
import { AwsError, type Service } from '../wire/service.ts';
import type { Stack } from './stack.ts';

const invalid = (message: string) => new AwsError('ValidationError', message);

/** CloudFormation as far as telling of one stack and its outputs, which is how an app's address is found. Nothing is deployed here. */
export function createCloudFormationService({ stack: read, createdAt }: { stack: () => Stack; createdAt: number }): Service {
  return {
    signingName: 'cloudformation',
    protocol: 'query',
    client,
    operations: {
      DescribeStacks({ StackName, NextToken }: client.DescribeStacksInput): client.DescribeStacksOutput {
        // Everything fits on one page, so that no token is ever given out.
        if (NextToken !== undefined) throw invalid('Invalid NextToken');
        const stack = read();
        if (StackName !== undefined && StackName !== stack.name && StackName !== stack.arn)
          throw invalid(`Stack with id ${StackName} does not exist`);
        return { Stacks: [told(stack, createdAt)] };
      },
    },
    constraints: {},
    invalid,
  };
}

const told = ({ arn, name, outputs }: Stack, createdAt: number): client.Stack => ({
  StackId: arn,
  StackName: name,
  CreationTime: new Date(createdAt),
  StackStatus: 'CREATE_COMPLETE',
  Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
});
