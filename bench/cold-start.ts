import { bare, clientOnly, clientsOf } from './cold-start/beside.ts';
import { type Bundle, bundleFunctions, bundleSources, openWorkshop } from './cold-start/bundles.ts';
import { makeCertificate } from './cold-start/certificate.ts';
import { bundleOf, functionNames, rehearse } from './cold-start/rehearsal.ts';
import { type ChosenScene, chosen } from './cold-start/scenes.ts';
import { type Started, startCold } from './cold-start/start.ts';
import { openTls, playing } from './cold-start/tls.ts';
import { optionsOf } from './options.ts';
import { type Detail, median, publish, type Row } from './row.ts';

/**
 * What a cold start of each shipped bundle takes, over TLS: to load it, and to answer its first event. Beside it, bundled in the same way
 * and started in turn with it: a function that does nothing, one that has the AWS clients the bundle has and makes the same calls, and one
 * that has only the clients of these calls. AWS is a server on this machine that gives recorded answers at once: the calls take no time
 * but the process's own.
 */
const { rounds } = optionsOf({ rounds: [9, 1] });
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

const of = (scene: ChosenScene, sort: keyof Figures, figure: Figure) => median((figures.get(scene) as Figures)[sort].map(figure));
const ratio = (scene: ChosenScene, sort: keyof Figures, figure: Figure) => of(scene, 'ours', figure) / of(scene, sort, figure);

function rowOf(scene: ChosenScene): Row {
  const [toSame, toFewest] = [ratio(scene, 'same', whole), ratio(scene, 'fewest', whole)];
  const against =
    scene.calls.length > 0
      ? `${toSame.toFixed(2)} of client-only, ${toFewest.toFixed(2)} of one with this path's clients only`
      : `${toSame.toFixed(2)} of client-only, which calls nothing either`;
  return {
    what: `${named(scene)}: loaded and first answer given`,
    figure: of(scene, 'ours', whole),
    unit: 'ms',
    beside: [against, `processor time ${ratio(scene, 'same', ({ cpu }) => cpu).toFixed(2)}`, scene.above].filter(Boolean).join('; '),
    ...goalOf(scene, toSame),
    command,
  };
}

function goalOf(scene: ChosenScene, toSame: number): Pick<Row, 'goal' | 'reached'> {
  if (scene.withoutClients) return { goal: 'no SDK loaded', reached: carriedBy(scene).length === 0 };
  return scene.bounded ? { goal: `≤ ${bound} of client-only`, reached: toSame <= bound } : { goal: null, reached: null };
}

const inParts: Detail = {
  title: 'Cold starts in parts',
  note: 'Milliseconds until a bundle is loaded, and megabytes (RSS) after the first answer; ratios to client-only, and the figures of a bare handler.',
  head: ['cold start', 'loaded', 'ratio', 'bare', 'memory', 'ratio', 'bare'],
  lines: scenes.map((scene) => [
    named(scene),
    ...[init, memory].flatMap((figure) => [of(scene, 'ours', figure), ratio(scene, 'same', figure), of(scene, 'bare', figure)]),
  ]),
};

const sizes: Detail = {
  title: 'Sizes of the bundles',
  note: 'Kilobytes; the ratio is that of the unpacked file to client-only.',
  head: ['function', 'unpacked', 'ratio', 'zipped', 'AWS clients'],
  lines: functionNames().map((name) => {
    const { size, zipped, clients } = bundleOf(shipped, name);
    const scene = scenes.find(({ key }) => key === name);
    const peer = scene && bundleOf(beside, fileName(scene, 'same-clients'));
    return [name, Math.round(size / 1_000), peer ? size / peer.size : '', Math.round(zipped / 1_000), clients.length];
  }),
};

publish('cold-start', scenes.map(rowOf), began, ['SDK and bundler as in package-lock.json'], [inParts, sizes]);
