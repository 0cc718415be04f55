import { createWorld, roleArn } from './world.ts';

/** A process with an engine in it, to be killed: `child.ts JOURNAL MACHINES`. Calls of `hang` never end. */
const [path = '', machines = '[]'] = process.argv.slice(2);

const world = createWorld({
  path,
  invoke: async (resource, given) => (resource.endsWith(':hang') ? new Promise(() => undefined) : given),
});
for (const { name, definition, input, count } of JSON.parse(machines)) {
  const stateMachineArn = world.load({ name, definition, roleArn, trusted: true });
  for (let number = 0; number < count; number += 1) void world.call('StartExecution', { stateMachineArn, name: `n${number}`, input });
}
setInterval(() => undefined, 1000);
