import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import * as client from '@aws-sdk/client-lambda';
import type { FunctionConfiguration } from '../configuration.ts';
import { pageOf } from '../page.ts';
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
    const event: unknown = JSON.parse(Buffer.from(payload).toString());
    // What nests deeper than can be written again cannot be handed to a thread.
    JSON.stringify(event);
    return event;
  } catch (error) {
    const message = `Could not parse request body into json: ${(error as Error).message}`;
    throw new AwsError('InvalidRequestContentException', message, { members: { Type: 'User' } });
  }
}

/** What is told of a function's code: here it is one source file, read as it stands. */
function codeOf(handlerFile: string) {
  const hash = createHash('sha256').update(readFileSync(handlerFile)).digest();
  const { size, mtime } = statSync(handlerFile);
  return { size, hash: hash.toString('base64'), modified: mtime.toISOString().replace('Z', '+0000'), revision: revisionIn(hash) };
}

/** Shaped as AWS's: the same for the same code. */
const revisionIn = (hash: Buffer) => hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5');

/** Every member AWS fills for a function without layers, VPC, key or container, but for the version of a runtime, of which there is none. */
function configurationOf(definition: FunctionConfiguration): client.FunctionConfiguration {
  const code = codeOf(definition.handlerFile);
  return {
    FunctionName: definition.name,
    FunctionArn: definition.arn,
    Runtime: 'nodejs24.x',
    ...(definition.roleArn !== null && { Role: definition.roleArn }),
    Handler: `${definition.key}.handler`,
    CodeSize: code.size,
    Description: definition.description,
    Timeout: definition.timeoutSeconds,
    MemorySize: definition.memoryMegabytes,
    LastModified: code.modified,
    CodeSha256: code.hash,
    Version: '$LATEST',
    Environment: { Variables: { ...definition.environment } },
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: code.revision,
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: ['arm64'],
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${definition.name}` },
  };
}

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
      GetFunction({ FunctionName, Qualifier }: client.GetFunctionRequest): client.GetFunctionResponse {
        const definition = functionOf(FunctionName, Qualifier);
        // AWS gives a link to a bucket of its own; there is none here, but there is a file.
        const Code = { RepositoryType: 'File', Location: pathToFileURL(definition.handlerFile).href };
        return { Configuration: configurationOf(definition), Code };
      },
      GetFunctionConfiguration: ({ FunctionName, Qualifier }: client.GetFunctionConfigurationRequest): client.FunctionConfiguration =>
        configurationOf(functionOf(FunctionName, Qualifier)),
      ListFunctions: ({ Marker, MaxItems }: client.ListFunctionsRequest): client.ListFunctionsResponse => {
        const entries = lambda.functions.map((definition) => [definition.name, definition] as const);
        const { items, nextToken } = pageOf(
          'functions',
          entries,
          { maxResults: MaxItems, nextToken: Marker },
          { most: 50, refuse: invalid },
        );
        return { Functions: items.map(configurationOf), ...(nextToken !== undefined && { NextMarker: nextToken }) };
      },
    },
    constraints: lambdaConstraints,
    invalid,
  };
}
