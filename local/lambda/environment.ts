import { devNull } from 'node:os';
import type { FunctionConfiguration } from '../configuration.ts';

/** Where the functions live. */
export interface Place {
  readonly region: string;
  /** What AWS_ENDPOINT_URL is set to. */
  readonly endpoint: string;
}

/**
 * Everything a function sees of its surroundings: what is configured, and what Lambda sets
 * (source: Lambda developer guide, defined runtime environment variables). Nothing of this process comes with it.
 * The access key is the function's key, so that the endpoint knows which function calls.
 */
export const environmentOf = (
  { key, name, memoryMegabytes, environment }: FunctionConfiguration,
  { region, endpoint }: Place,
  logStreamName: string,
): Record<string, string> => ({
  ...environment,
  _HANDLER: `${key}.handler`,
  AWS_ACCESS_KEY_ID: key,
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ENDPOINT_URL: endpoint,
  // On Lambda nobody has a home; here the SDK would find the reader's own settings in it.
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: name,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
  AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
  TZ: ':UTC',
});
