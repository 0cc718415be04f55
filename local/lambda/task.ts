import { AwsError } from '../wire/service.ts';
import type { Lambda } from './lambda.ts';

/** Arguments of a Task whose resource is arn:aws:states:::lambda:invoke, as far as they are served here. */
export interface InvokeArguments {
  readonly FunctionName: string;
  readonly Payload?: unknown;
}

/** What such a Task gives. */
export interface InvokeResult {
  readonly ExecutedVersion: string;
  readonly Payload: unknown;
  readonly SdkHttpMetadata: { readonly HttpStatusCode: number };
  readonly SdkResponseMetadata: { readonly RequestId: string };
  readonly StatusCode: number;
}

/** A failed Task: the name is what Retry and Catch compare, the message is the cause. */
function taskFailure(name: string, cause: string): Error {
  const error = new Error(cause);
  error.name = name;
  return error;
}

/**
 * Calls a function for a workflow. Rejects with an Error named after the function's own error, its message the answer's JSON text,
 * or named `Lambda.…` when Lambda did not call it at all. Source: Step Functions developer guide, invoke Lambda with Step Functions.
 */
export const createInvokeTask =
  (lambda: Lambda) =>
  async ({ FunctionName, Payload, ...others }: InvokeArguments): Promise<InvokeResult> => {
    const [unknown] = Object.keys(others);
    if (unknown) throw taskFailure('States.Runtime', `The argument ${unknown} of lambda:invoke is not served here`);
    const { requestId, payload, functionError } = await lambda.invoke(FunctionName, Payload).catch((error: unknown) => {
      throw error instanceof AwsError ? taskFailure(`Lambda.${error.name}`, error.message) : error;
    });
    if (functionError) throw taskFailure((payload as { errorType: string }).errorType, JSON.stringify(payload));
    return {
      ExecutedVersion: '$LATEST',
      Payload: payload,
      SdkHttpMetadata: { HttpStatusCode: 200 },
      SdkResponseMetadata: { RequestId: requestId },
      StatusCode: 200,
    };
  };
