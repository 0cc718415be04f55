import {
  DescribeStateMachineForExecutionCommand,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { settingsOf } from '../../../cli/stage.ts';
import type { Upstream } from '../upstream.ts';

/** Step Functions, as far as a console reads it. Both throw what the SDK throws; undefined: there is no such execution. */
export interface Executions {
  /** The ASL that it runs by. */
  definition(executionArn: string): Promise<unknown>;
  /** Everything that happened to it, from its beginning. */
  events(executionArn: string): Promise<readonly HistoryEvent[] | undefined>;
}

/** Step Functions where the target is, with the credentials that the console has. */
export async function createExecutions({ target, credentials }: Upstream): Promise<Executions> {
  const { region, aws } = target;
  const requestHandler = { connectionTimeout: 2_000, requestTimeout: 8_000, throwOnRequestTimeout: true };
  const client = new SFNClient({ ...settingsOf({ region, endpoint: aws }), credentials: await credentials(null), requestHandler });
  return {
    async definition(executionArn) {
      const described = await unlessGone(client.send(new DescribeStateMachineForExecutionCommand({ executionArn })));
      return described?.definition === undefined ? undefined : JSON.parse(described.definition);
    },
    async events(executionArn) {
      const events: HistoryEvent[] = [];
      let nextToken: string | undefined;
      do {
        const page = await unlessGone(client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000, nextToken })));
        if (!page) return undefined;
        events.push(...(page.events ?? []));
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      return events;
    },
  };
}

async function unlessGone<Value>(asked: Promise<Value>): Promise<Value | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}
