import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { config } from './config.ts';
import { clientDefaults } from './kinds/kind.ts';

/** Asks a kind's own function, which alone may read its service, and gives its answer. It reads AWS, so it may take its time. */
export type InvokeKind = (kind: string, payload: { readonly step: string }) => Promise<unknown>;

/** Throws what the function threw, as an error of that name and message. */
export function createInvokeKind(
  client = new LambdaClient({ ...clientDefaults, requestHandler: { ...clientDefaults.requestHandler, requestTimeout: 20_000 } }),
  prefix = () => config.kindFunctionPrefix,
): InvokeKind {
  return async (kind, payload) => {
    const { FunctionError, Payload } = await client.send(
      new InvokeCommand({ FunctionName: `${prefix()}${kind}`, Payload: JSON.stringify(payload) }),
    );
    const answer = JSON.parse(Payload?.transformToString() ?? 'null');
    if (FunctionError) throw new Error(`${kind} could not answer ${payload.step}: ${answer?.errorType}: ${answer?.errorMessage}`);
    return answer;
  };
}
