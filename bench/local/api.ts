import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { place } from '../../local/world.ts';
import { allOf } from '../load/crowd.ts';

/** Step Functions over HTTP, without the SDK: its own work would hide the server's. */
export type StatesApi = (operation: string, input: object) => Promise<Readonly<Record<string, unknown>>>;

/** In the shape of a signature, which is all that anybody here looks at. */
function signed(): Record<string, string> {
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const credential = `Credential=bench/${date.slice(0, 8)}/${place.region}/states/aws4_request`;
  return {
    authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
    'x-amz-date': date,
  };
}

export function createStatesApi(url: string): StatesApi & { close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 20 });
  const call: StatesApi = (operation, input) =>
    new Promise((resolve, reject) => {
      const headers = {
        ...signed(),
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AWSStepFunctions.${operation}`,
      };
      const sent = request(url, { method: 'POST', agent, headers }, async (response) => {
        const body = Buffer.concat(await response.toArray()).toString();
        if (response.statusCode === 200) resolve(JSON.parse(body));
        else reject(new Error(`${operation} answered ${response.statusCode}: ${body}`));
      });
      sent.once('error', reject);
      sent.end(JSON.stringify(input));
    });
  return Object.assign(call, { close: () => agent.destroy() });
}

let number = 0;

/** Starts so many executions, twenty at once, and waits until none runs any more. Gives how many a second that was. Throws when one failed. */
export async function executionsPerSecond(api: StatesApi, stateMachineArn: string, count: number): Promise<number> {
  const began = performance.now();
  await allOf(Array.from({ length: count }), 20, async () => {
    number += 1;
    await api('StartExecution', { stateMachineArn, name: `bench-${process.pid}-${number}`, input: '{"word":"go"}' });
  });
  const inState = async (statusFilter: string) =>
    ((await api('ListExecutions', { stateMachineArn, statusFilter })).executions as unknown[]).length;
  while ((await inState('RUNNING')) > 0) await sleep(5);
  const perSecond = count / ((performance.now() - began) / 1_000);
  if ((await inState('FAILED')) > 0) throw new Error('An execution failed.');
  return perSecond;
}
