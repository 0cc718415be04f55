import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { furnish } from '../crash/furnish.ts';
import { startWorld } from '../crash/process.ts';
import { accept, allOf, clientOf, requestFor } from '../load/crowd.ts';
import type { Installed } from '../peers.ts';
import { median, type Row } from '../row.ts';
import { startChild } from './child.ts';
import { whyOf } from './execution-rows.ts';
import { openLambdaAlone } from './lambda-alone.ts';
import { makeOfflineProject, type OfflineServer } from './serverless-offline.ts';

const [together, atOnce] = [150, 8];
let number = 0;

/** For another pair each time, which is in no world: nothing is looked at before it is accepted. */
const newRequest = () => {
  number += 1;
  return requestFor(number, 6, { approval: 'REQUIRED', deadline: 'P7D' });
};
const unusable = { kind: 'lattice-service', pair: {} };

const perSecond = async (work: () => Promise<unknown>) => {
  const began = performance.now();
  await allOf(Array.from({ length: together }), atOnce, async () => void (await work()));
  return together / ((performance.now() - began) / 1_000);
};

/** Milliseconds from the start of `npm start`'s program on a furnished directory until it is open, and until its first request was accepted. */
async function startOurs(): Promise<Pick<Round, 'start' | 'opened'>> {
  const directory = mkdtempSync(join(tmpdir(), 'liaison-bench-'));
  furnish(directory, { packages: 0, domains: 0, services: 1_000, networks: 6, connections: 0 });
  const began = performance.now();
  const world = startWorld({ directory, speed: 100 });
  const { api } = await world.opened;
  const opened = performance.now() - began;
  await accept(clientOf(api), [newRequest()], 1);
  const start = performance.now() - began;
  await world.end('SIGKILL');
  rmSync(directory, { recursive: true });
  return { start, opened };
}

interface Round {
  readonly start: number;
  /** Of ours only. */
  readonly opened?: number;
  readonly accepted: number;
  readonly refused: number;
}

async function serve(server: Pick<OfflineServer, 'post'>): Promise<Pick<Round, 'accepted' | 'refused'>> {
  const answered = (body: () => object, expected: number) => async () => {
    const status = await server.post(body());
    if (status !== expected) throw new Error(`A request was answered ${status}, not ${expected}.`);
  };
  return { accepted: await perSecond(answered(newRequest, 202)), refused: await perSecond(answered(() => unusable, 422)) };
}

/** How soon and how fast requests are answered by the real handler, beside serverless-offline with the same AWS behind it. */
export async function requests(installed: Installed, rounds: number, command: string): Promise<Row[]> {
  const directory = mkdtempSync(join(tmpdir(), 'liaison-bench-'));
  const world = await startChild([join(import.meta.dirname, 'still-world.ts'), directory]);
  const api = clientOf(String(world.ready.api));
  const ours = { post: async (body: object) => (await api('POST', '/associations', body)).status };
  const alone = await openLambdaAlone(String(world.ready.aws));
  const peer = installed['serverless-offline'];
  const project = 'why' in peer ? null : await makeOfflineProject(peer.folder, String(world.ready.aws));
  const [mine, its, most]: [Round[], Round[], number[]] = [[], [], []];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const offline = project && (await project.start(newRequest()));
      const started = await startOurs();
      // Both have answered before: what is counted is neither's loading.
      await ours.post(unusable);
      mine.push({ ...started, ...(await serve(ours)) });
      if (offline) its.push({ start: offline.took, ...(await serve(offline)) });
      await offline?.close();
      await alone.post(unusable);
      most.push((await serve(alone)).accepted);
    }
  } finally {
    project?.remove();
    await alone.close();
    await world.close();
    rmSync(directory, { recursive: true });
  }
  const rowOf = (
    what: string,
    of: 'start' | 'accepted' | 'refused',
    unit: string,
    goal: string | null,
    holds: (ratio: number) => boolean,
    note = '',
  ): Row => {
    const ratio = median(mine.map((round, index) => round[of] / (its[index]?.[of] ?? Number.NaN)));
    return {
      what,
      figure: Math.round(median(mine.map((round) => round[of]))),
      unit,
      beside: project
        ? `${ratio.toFixed(2)} of serverless-offline (${Math.round(median(its.map((round) => round[of])))})${note && `; ${note}`}`
        : `serverless-offline not measured: ${whyOf(peer)}`,
      goal,
      reached: goal !== null && project ? holds(ratio) : null,
      command,
    };
  };
  const bound = `the function called with no server before it: ${Math.round(median(most))}`;
  const openedAt = `open after ${Math.round(median(mine.map(({ opened = Number.NaN }) => opened)))} ms, then the function loads`;
  return [
    rowOf(
      'from start to the first accepted request, AWS included',
      'start',
      'ms',
      '≤ 0.2 × serverless-offline',
      (ratio) => ratio <= 0.2,
      openedAt,
    ),
    rowOf(
      'requests accepted by the real handler, 8 at once',
      'accepted',
      'per second',
      '≥ 8 × serverless-offline',
      (ratio) => ratio >= 8,
      bound,
    ),
    rowOf('requests refused by the real handler, 8 at once: no call of AWS', 'refused', 'per second', null, () => true),
  ];
}
