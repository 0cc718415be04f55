import { createRandom } from '../local/random.ts';
import { createState } from '../local/state.ts';
import { createStepFunctions } from '../local/stepfunctions/index.ts';
import type { Invoke } from '../local/stepfunctions/invoke.ts';
import { createJournal } from '../local/stepfunctions/journal.ts';
import { openEndpoint } from './endpoint.ts';
import { createManualClock } from './local/lambda/manual-clock.ts';

const [account, region] = ['123456789012', 'eu-west-1'];

/** Step Functions behind an endpoint, with a machine of that one Task, whose calls `invoke` answers. */
export async function openStepFunctions(task: { readonly [field: string]: string | object }, invoke: Invoke) {
  const surroundings = {
    clock: createManualClock(),
    random: createRandom(1),
    state: createState(),
    account,
    region,
    emit: () => undefined,
  };
  const journal = createJournal();
  const stepFunctions = createStepFunctions({ ...surroundings, journal, invoke, onStatusChange: () => undefined });
  const machine = stepFunctions.load({
    name: 'association',
    roleArn: `arn:aws:iam::${account}:role/machine`,
    trusted: true,
    definition: { QueryLanguage: 'JSONata', StartAt: 'Work', States: { Work: { Type: 'Task', ...task, End: true } as never } },
  });
  const endpoint = await openEndpoint(surroundings, [stepFunctions.service]);
  return {
    /** Its ARN. */
    machine,
    endpoint,
    async close() {
      await endpoint.close();
      stepFunctions.close();
      journal.close();
    },
  };
}
