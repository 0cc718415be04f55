import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { config } from './config.ts';
import { clientDefaults, type Selector } from './kinds/kind.ts';

/** The pairs that a kind's own function finds by a selector. It reads AWS, so it may take its time. */
export type Targets = (kind: string, selector: Selector) => Promise<unknown[]>;

export function createTargets(
  client = new LambdaClient({ ...clientDefaults, requestHandler: { ...clientDefaults.requestHandler, requestTimeout: 20_000 } }),
  prefix = () => config.kindFunctionPrefix,
): Targets {
  return async (kind, selector) => {
    const { FunctionError, Payload } = await client.send(
      new InvokeCommand({ FunctionName: `${prefix()}${kind}`, Payload: JSON.stringify({ step: 'targets', selector }) }),
    );
    const answer = JSON.parse(Payload?.transformToString() ?? 'null');
    if (FunctionError) throw new Error(`${kind} could not find what the event is about: ${answer?.errorType}: ${answer?.errorMessage}`);
    return answer.pairs;
  };
}
