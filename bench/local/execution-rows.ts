import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Json } from '../../local/stepfunctions/json.ts';
import type { Installed } from '../peers.ts';
import { median, type Row } from '../row.ts';
import { createStatesApi, executionsPerSecond } from './api.ts';
import { startChild } from './child.ts';
import { openEngine } from './engine.ts';
import { input, machines, roleArn } from './machine.ts';

/** How many a second `run` does of so many, in a round. */
const perSecond = async (count: number, run: (count: number) => Promise<void>) => {
  const began = performance.now();
  await run(count);
  return count / ((performance.now() - began) / 1_000);
};

interface PeerMachine {
  run(given: object, options: object): { readonly result: Promise<unknown> };
}

/** The peer's executions in this process, one after the other; null where it is not there. */
function peerInLibrary(peer: Installed['aws-local-stepfunctions']): ((count: number) => Promise<void>) | null {
  if ('why' in peer) return null;
  const { StateMachine } = createRequire(join(peer.folder, 'package.json'))(peer.folder) as {
    StateMachine: new (definition: object) => PeerMachine;
  };
  const machine = new StateMachine(machines.jsonPath);
  const overrides = { taskResourceLocalHandlers: { Call: async () => null } };
  return async (count) => {
    for (let number = 0; number < count; number += 1) await machine.run(input, { overrides }).result;
  };
}

/** Executions of a machine of six states with a task that answers at once, in this process. */
export async function inLibrary(installed: Installed, rounds: number, command: string): Promise<Row[]> {
  const [journalled, inMemory] = [openEngine(machines.jsonata as Json, 'file'), openEngine(machines.jsonata as Json, 'memory')];
  const peer = peerInLibrary(installed['aws-local-stepfunctions']);
  const found: Record<'journalled' | 'inMemory' | 'peer', number[]> = { journalled: [], inMemory: [], peer: [] };
  for (let round = -1; round < rounds; round += 1) {
    const figures = {
      journalled: await perSecond(1_000, journalled.run),
      inMemory: await perSecond(1_000, inMemory.run),
      peer: peer ? await perSecond(1_000, peer) : Number.NaN,
    };
    // The first warms up.
    if (round >= 0) for (const name of ['journalled', 'inMemory', 'peer'] as const) found[name].push(figures[name]);
  }
  journalled.close();
  inMemory.close();
  const best = median(found.peer);
  const beside = (of: number) =>
    peer
      ? `${(of / best).toFixed(2)} of aws-local-stepfunctions (${Math.round(best)}/s), which keeps nothing: no journal, no history, no API, no JSONata, no task tokens`
      : `aws-local-stepfunctions not measured: ${whyOf(installed['aws-local-stepfunctions'])}`;
  const rowOf = (what: string, of: number, goal: number | null): Row => ({
    what,
    figure: Math.round(of),
    unit: 'per second',
    beside: beside(of),
    goal: goal === null ? null : `≥ ${goal} per second`,
    reached: goal === null ? null : of >= goal,
    command,
  });
  return [
    rowOf('executions in-library, journalled to disk', median(found.journalled), 1_000),
    rowOf('executions in-library, in memory', median(found.inMemory), null),
  ];
}

export const whyOf = (peer: Installed[keyof Installed]) => ('why' in peer ? peer.why : '');

/** Executions of the machine without its task, over HTTP, each server in a process of its own. */
export async function overHttp(installed: Installed, rounds: number, command: string): Promise<Row[]> {
  const ours = await startChild([join(import.meta.dirname, 'engine-server.ts')]);
  const api = createStatesApi(String(ours.ready.url));
  const bare = await startChild([join(import.meta.dirname, 'bare-server.ts')]);
  const bareApi = createStatesApi(String(bare.ready.url));
  const peer = installed['stepfunctions-local'];
  const other = 'why' in peer ? null : await startPeer(peer.folder);
  const found: Record<'ours' | 'peer' | 'bare', number[]> = { ours: [], peer: [], bare: [] };
  for (let round = -1; round < rounds; round += 1) {
    const [mine, its, most] = [
      await executionsPerSecond(api, String(ours.ready.machineArn), 500),
      other ? await executionsPerSecond(other.api, other.machineArn, 500) : Number.NaN,
      await executionsPerSecond(bareApi, '', 500),
    ];
    if (round < 0) continue;
    found.ours.push(mine);
    found.peer.push(its);
    found.bare.push(most);
  }
  api.close();
  bareApi.close();
  await Promise.all([ours.close(), bare.close(), other?.close()]);
  const ofPeer = (figures: readonly number[]) => median(figures.map((one, round) => one / (found.peer[round] as number)));
  const ratio = ofPeer(found.ours);
  return [
    {
      what: 'executions over HTTP, journalled to disk',
      figure: Math.round(median(found.ours)),
      unit: 'per second',
      beside: other
        ? `${ratio.toFixed(2)} of stepfunctions-local (${Math.round(median(found.peer))}/s), which keeps all in memory and knows no JSONata; a server that only answers: ${ofPeer(found.bare).toFixed(2)} of it`
        : `stepfunctions-local not measured: ${whyOf(peer)}`,
      goal: '≥ 20 × stepfunctions-local',
      reached: other ? ratio >= 20 : null,
      command,
    },
  ];
}

async function startPeer(folder: string) {
  const child = await startChild([join(import.meta.dirname, 'stepfunctions-local.cjs'), folder, '0']);
  const api = createStatesApi(String(child.ready.url));
  const definition = JSON.stringify(machines.jsonPathWithoutTask);
  const { stateMachineArn } = await api('CreateStateMachine', { name: 'bench', roleArn, definition });
  return {
    api,
    machineArn: String(stateMachineArn),
    async close() {
      api.close();
      await child.close();
    },
  };
}
