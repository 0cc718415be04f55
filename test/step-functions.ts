import { createStepFunctions } from '../local/stepfunctions/index.ts';
import type { Invoke } from '../local/stepfunctions/invoke.ts';
import { createJournal } from '../local/stepfunctions/journal.ts';
import { openEndpoint } from './endpoint.ts';
import { account, createSurroundings } from './surroundings.ts';

/** Step Functions behind an endpoint, with a machine of that one Task, whose calls `invoke` answers. */
export async function openStepFunctions(task: { readonly [field: string]: string | object }, invoke: Invoke) {
  const surroundings = createSurroundings();
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
