import { parseArgs } from 'node:util';
import { bare, clientOnly, clientsOf } from './cold-start/beside.ts';
import { type Bundle, bundleFunctions, bundleSources, openWorkshop } from './cold-start/bundles.ts';
import { makeCertificate } from './cold-start/certificate.ts';
import { bundleOf, functionNames, rehearse } from './cold-start/rehearsal.ts';
import { type ChosenScene, chosen } from './cold-start/scenes.ts';
import { type Started, startCold } from './cold-start/start.ts';
import { openTls, playing } from './cold-start/tls.ts';
import { median, publish, type Row } from './row.ts';

/**
 * What a cold start of each shipped bundle takes, over TLS: to load it, and to answer its first event. Beside it, bundled in the same way
 * and started in turn with it: a function that does nothing, one that has the AWS clients the bundle has and makes the same calls, and one
 * that has only the clients of these calls. AWS is a server on this machine that gives recorded answers at once: the calls take no time
 * but the process's own.
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '9' } } });
const rounds = Number(values.rounds);
const command = 'npm run bench:cold-start';

const began = new Date();
const folder = openWorkshop();
const shipped = await bundleFunctions(functionNames());
const certificate = makeCertificate(folder);
const tls = await openTls(certificate);
const scenes = chosen(await rehearse(shipped, tls, certificate, folder));

const named = (scene: ChosenScene) => `${scene.key} ${scene.does}`;
const fileName = (scene: ChosenScene, sort: string) => `${named(scene)} ${sort}`.replaceAll(' ', '-');
const carriedBy = ({ key }: ChosenScene) => bundleOf(shipped, key).clients;
const beside = await bundleSources(
  new Map([
    ['bare', bare],
    ...scenes.flatMap((scene): [string, string][] => [
      [fileName(scene, 'same-clients'), clientOnly(carriedBy(scene), scene.calls)],
      [fileName(scene, 'fewest-clients'), clientOnly(clientsOf(scene.calls), scene.calls)],
    ]),
  ]),
);

/** What each of a scene's bundles took, by what it is. */
type Figures = Readonly<Record<'ours' | 'same' | 'fewest' | 'bare', Started[]>>;

const bundlesOf = (scene: ChosenScene): [keyof Figures, Bundle][] => [
  ['bare', bundleOf(beside, 'bare')],
  ['ours', bundleOf(shipped, scene.key)],
  ['same', bundleOf(beside, fileName(scene, 'same-clients'))],
  ['fewest', bundleOf(beside, fileName(scene, 'fewest-clients'))],
];

const figures = new Map<ChosenScene, Figures>(scenes.map((scene) => [scene, { ours: [], same: [], fewest: [], bare: [] }]));
for (let round = 0; round < rounds; round += 1) {
  for (const scene of scenes) {
    for (const [sort, { file }] of bundlesOf(scene)) {
      tls.serve(playing(scene.exchanges));
      const started = await startCold(folder, file, scene.event, scene.environment);
      if (started.failure) throw new Error(`${named(scene)}, ${sort}: ${started.failure.errorMessage}`);
      figures.get(scene)?.[sort].push(started);
    }
  }
}
tls.close();

const bound = 1.2;
type Figure = (started: Started) => number;
const whole: Figure = ({ init, call }) => init + call;
const init: Figure = (started) => started.init;
const memory: Figure = ({ rss }) => rss / 1_000;

function rowsOf(scene: ChosenScene): Row[] {
  const found = figures.get(scene) as Figures;
  const of = (sort: keyof Figures, figure: Figure) => median(found[sort].map(figure));
  const ratio = (sort: keyof Figures, figure: Figure) => of('ours', figure) / of(sort, figure);
  const against = (figure: Figure) =>
    scene.calls.length > 0
      ? `${ratio('same', figure).toFixed(2)} of client-only, ${ratio('fewest', figure).toFixed(2)} of one with this path's clients only`
      : `${ratio('same', figure).toFixed(2)} of client-only, which calls nothing either`;
  const processor = `; processor time ${ratio('same', ({ cpu }) => cpu).toFixed(2)}`;
  const row = (
    what: string,
    figure: Figure,
    unit: string,
    beside: string,
    goal: string | null = null,
    reached: boolean | null = null,
  ): Row => ({
    what: `${named(scene)}: ${what}`,
    figure: of('ours', figure),
    unit,
    beside,
    goal,
    reached,
    command,
  });
  const goal = scene.bounded ? `≤ ${bound} of client-only` : null;
  return [
    row(
      'loaded and first answer given',
      whole,
      'ms',
      `${against(whole)}${processor}`,
      goal,
      goal === null ? null : ratio('same', whole) <= bound,
    ),
    row('loaded', init, 'ms', `${against(init)}; a bare handler ${of('bare', init).toFixed(1)} ms`),
    row(
      'memory after it (RSS)',
      memory,
      'MB',
      `${ratio('same', memory).toFixed(2)} of client-only; a bare handler ${of('bare', memory).toFixed(0)} MB`,
    ),
  ];
}

const sizeOf = (name: string): Row => {
  const { size, zipped, clients } = bundleOf(shipped, name);
  const scene = scenes.find(({ key }) => key === name);
  const peer = scene && bundleOf(beside, fileName(scene, 'same-clients'));
  return {
    what: `${name}: size, unpacked`,
    figure: Math.round(size / 1_000),
    unit: 'kB',
    beside: `${Math.round(zipped / 1_000)} kB zipped; ${clients.length} AWS clients${peer ? `; ${(size / peer.size).toFixed(2)} of client-only` : ''}`,
    goal: null,
    reached: null,
    command,
  };
};

publish('cold-start', [...scenes.flatMap(rowsOf), ...functionNames().map(sizeOf)], began, ['SDK and bundler as in package-lock.json']);
