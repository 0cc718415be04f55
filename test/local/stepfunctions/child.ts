import { createWorld, roleArn } from './world.ts';

/** A process with an engine in it, to be killed: `child.ts JOURNAL DEFINITION INPUT COUNT`. Says when it calls what. */
const [path = '', definition = '{}', input = '{}', count = '1'] = process.argv.slice(2);

const world = createWorld({
  path,
  invoke: async (resource, given) => {
    process.stdout.write(`${resource.split(':').at(-1)}\n`);
    return resource.endsWith(':hang') ? new Promise(() => undefined) : given;
  },
});
const stateMachineArn = world.load({ name: 'killed', definition: JSON.parse(definition), roleArn });
for (let number = 0; number < Number(count); number += 1)
  await world.call('StartExecution', { stateMachineArn, name: `n${number}`, input });
setInterval(() => undefined, 1000);
