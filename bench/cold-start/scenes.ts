import type { Scene } from './rehearsal.ts';

/** One path through a function: what it is called, and which of the rehearsed events took it. */
interface Path {
  readonly key: string;
  readonly does: string;
  readonly is: (scene: Scene) => boolean;
  /** Whether its ratio to client-only has a bound. */
  readonly bounded?: true;
  /** Whether nothing of the SDK should be loaded for it. */
  readonly withoutClients?: true;
  /** Where the time above that goes, by profile. */
  readonly above?: string;
}

const stepIs =
  (step: string) =>
  ({ event }: Scene) =>
    (event as { step?: unknown }).step === step;
const routeIs =
  (route: string, calls: (count: number) => boolean) =>
  ({ event, calls: { length } }: Scene) =>
    (event as { routeKey?: unknown }).routeKey === route && calls(length);
const first = () => true;
const some = (count: number) => count > 0;

const schemas = "by profile a fifth of the loading is Zod's schemas, which a function that takes input has and client-only has not";

const paths: readonly Path[] = [
  { key: 'on-event', does: 'accepts an event', is: ({ calls }) => calls.length > 1, bounded: true, above: schemas },
  { key: 'on-event', does: 'parks an event', is: ({ calls }) => calls.length === 1 },
  { key: 'on-request', does: 'accepts a request', is: routeIs('POST /associations', some) },
  {
    key: 'on-request',
    does: 'refuses a request',
    is: routeIs('POST /associations', (count) => count === 0),
    withoutClients: true,
    above: 'client-only is what of it is the SDK, which is loaded with the bundle',
  },
  { key: 'on-request', does: 'shows an association', is: routeIs('GET /associations/{id}', some) },
  { key: 'es-package', does: 'plans', is: stepIs('plan'), bounded: true },
  { key: 'es-package', does: 'requests', is: stepIs('request'), bounded: true },
  { key: 'es-package', does: 'observes', is: stepIs('observe'), bounded: true },
  { key: 'lattice-service', does: 'plans', is: stepIs('plan'), bounded: true },
  { key: 'dx-hosted-connection', does: 'plans', is: stepIs('plan'), bounded: true },
  { key: 'lock', does: 'locks', is: stepIs('lock') },
  { key: 'settle', does: 'ends a success', is: first },
  { key: 'ask-approval', does: 'asks', is: first },
  { key: 'on-execution-ended', does: 'resumes', is: first },
  { key: 'admit', does: 'begins an item', is: stepIs('admit') },
  { key: 'reconcile', does: 'looks at everything', is: first },
];

export interface ChosenScene extends Scene, Omit<Path, 'key' | 'is'> {}

/** The first event that took each path. Throws where none did. */
export const chosen = (scenes: readonly Scene[]): ChosenScene[] =>
  paths.map(({ key, is, ...path }) => {
    const scene = scenes.find((each) => each.key === key && is(each));
    if (!scene) throw new Error(`No rehearsed event had ${key} go where it ${path.does}.`);
    if (scene.started.failure) throw new Error(`${key} failed where it ${path.does}: ${scene.started.failure.errorMessage}`);
    return { ...scene, ...path };
  });
