import * as client from '@aws-sdk/client-lambda';
import type { FunctionConfiguration } from '../configuration.ts';
import { lambdaConstraints } from '../wire/constraints/lambda.ts';
import { AwsError, type Service } from '../wire/service.ts';
import type { Lambda } from './lambda.ts';

/** What we do not serve is refused, so that nobody takes a call for something it is not. */
function refuse(members: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined) throw invalid(`${name} is not served by the local Lambda.`);
  }
}

const invalid = (message: string) => new AwsError('InvalidParameterValueException', message, { members: { Type: 'User' } });

function parse(payload: Uint8Array | undefined): unknown {
  if (!payload?.length) return undefined;
  try {
    return JSON.parse(Buffer.from(payload).toString());
  } catch (error) {
    const message = `Could not parse request body into json: ${(error as Error).message}`;
    throw new AwsError('InvalidRequestContentException', message, { members: { Type: 'User' } });
  }
}

const configuration = ({
  key,
  name,
  arn,
  memoryMegabytes,
  timeoutSeconds,
  environment,
}: FunctionConfiguration): client.FunctionConfiguration => ({
  FunctionName: name,
  FunctionArn: arn,
  Runtime: 'nodejs24.x',
  Handler: `${key}.handler`,
  Environment: { Variables: { ...environment } },
  MemorySize: memoryMegabytes,
  Timeout: timeoutSeconds,
  Version: '$LATEST',
  PackageType: 'Zip',
  Architectures: ['arm64'],
  State: 'Active',
  LastUpdateStatus: 'Successful',
});

/** The Lambda API: Invoke (all three types), GetFunction, GetFunctionConfiguration, ListFunctions. */
export function createLambdaService(lambda: Lambda): Service {
  const functionOf = (name: string | undefined, qualifier: string | undefined) => {
    const definition = lambda.functionOf(name ?? '');
    if (qualifier === undefined || qualifier === '$LATEST') return definition;
    throw new AwsError('ResourceNotFoundException', `Function not found: ${definition.arn}:${qualifier}`, {
      status: 404,
      members: { Type: 'User' },
    });
  };

  async function invoke(input: client.InvocationRequest): Promise<client.InvocationResponse> {
    const { FunctionName, Qualifier, InvocationType = 'RequestResponse', LogType, Payload, ...others } = input;
    refuse({ ...others, LogType: LogType === 'Tail' ? LogType : undefined });
    const { arn } = functionOf(FunctionName, Qualifier);
    const payload = parse(Payload);
    if (InvocationType === 'DryRun') return { StatusCode: 204 };
    if (InvocationType === 'Event') {
      lambda.invokeAsync(arn, payload);
      return { StatusCode: 202 };
    }
    const { payload: answer, functionError } = await lambda.invoke(arn, payload);
    return {
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      Payload: Buffer.from(JSON.stringify(answer)),
      ...(functionError && { FunctionError: functionError }),
    };
  }

  return {
    signingName: 'lambda',
    protocol: 'rest-json',
    client,
    operations: {
      Invoke: invoke,
      GetFunction: ({ FunctionName, Qualifier }: client.GetFunctionRequest): client.GetFunctionResponse => ({
        Configuration: configuration(functionOf(FunctionName, Qualifier)),
      }),
      GetFunctionConfiguration: ({ FunctionName, Qualifier }: client.GetFunctionConfigurationRequest): client.FunctionConfiguration =>
        configuration(functionOf(FunctionName, Qualifier)),
      ListFunctions: ({ Marker, MaxItems = 50 }: client.ListFunctionsRequest): client.ListFunctionsResponse => {
        const from = Number(Marker ?? 0);
        const page = lambda.functions.slice(from, from + MaxItems);
        const more = from + page.length < lambda.functions.length;
        return { Functions: page.map(configuration), ...(more && { NextMarker: String(from + page.length) }) };
      },
    },
    constraints: { ...lambdaConstraints, ListFunctionsRequest: { MaxItems: { min: 1, max: 10_000 } } },
    invalid,
  };
}
