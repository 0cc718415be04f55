import { randomInt } from 'node:crypto';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Console } from '../console/server/server.ts';
import { patienceOf, readOptions, type StartOptions, UsageError, usage } from './options.ts';
import { createJsonStage, createTextStage, type Stage } from './stage.ts';
import { openStateDirectory, type StateDirectory } from './state-directory.ts';
import { createWorld, place, type World } from './world.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Starts a world for the options, shows what it does, and gives the exit code. */
async function start(options: StartOptions): Promise<number> {
  const write = (line: string) => void process.stdout.write(`${line}\n`);
  const complain = (line: string) => void process.stderr.write(`${line}\n`);
  const stage = options.json ? createJsonStage(write, complain) : createTextStage(write, complain, options);
  const directory = openStateDirectory(options.stateDirectory, options);
  try {
    const world = await createWorld({
      root,
      ...options,
      stateDirectory: directory.path,
      seed: randomInt(2 ** 31),
      onPublish: stage.notified,
      log: stage.log,
    });
    let console: Console | undefined;
    try {
      console = options.once ? undefined : await serveFor(world, directory, options, stage);
      return await live(world, directory, options, stage, console?.link ?? null);
    } finally {
      await console?.close();
      await world.close();
    }
  } finally {
    directory.leave();
  }
}

/** Loaded late: what shows nothing in a browser need not wait for it. */
async function serveFor(
  { apiUrl, awsUrl }: World,
  { path }: StateDirectory,
  { consolePort }: StartOptions,
  { log }: Stage,
): Promise<Console> {
  const { serveLocalWorld } = await import('../console/server/local-world.ts');
  return serveLocalWorld({ apiUrl, awsUrl, region: place.region, stateDirectory: path }, consolePort, log);
}

async function live(world: World, directory: StateDirectory, options: StartOptions, stage: Stage, console: string | null): Promise<number> {
  const { once, speed } = options;
  const interrupted = interruption();
  if (!directory.used) await furnish(world, directory);
  const unusable = world.verified.then(() => new Promise<never>(() => undefined));
  directory.announce({ api: world.apiUrl, aws: world.awsUrl });
  stage.opened(world, { speed, path: directory.path, goesOn: directory.used, console });
  const shown = directory.used ? goOn(world, options) : show(world, options, stage);
  const good = await Promise.race([shown, interrupted.then(() => undefined), unusable]);
  if (once && good !== undefined) {
    await world.verified;
    return good ? 0 : 1;
  }
  if (good !== undefined) {
    stage.invite(world);
    await Promise.race([interrupted, unusable]);
  }
  stage.closed();
  return once ? 1 : 0;
}

/** With what an earlier world left; `once` until all of it has ended. */
async function goOn({ apiUrl }: World, options: StartOptions): Promise<boolean> {
  if (!options.once) return true;
  const [{ createApiClient }, { untilAllEnded }] = await Promise.all([import('./api-client.ts'), import('./watch.ts')]);
  await untilAllEnded(createApiClient(apiUrl, { accessKeyId: 'demo', region: place.region }), patienceOf(options));
  return true;
}

/** Gives a new world what it begins with, before anybody is told where it is. */
async function furnish(world: World, directory: StateDirectory): Promise<void> {
  const { seed } = await import('./seed.ts');
  seed(world);
  directory.finish();
}

/** The demonstration, in a world that has just been made. */
async function show(world: World, options: StartOptions, stage: Stage): Promise<boolean> {
  const { demonstrate } = await import('./demonstration.ts');
  return demonstrate(world, stage, patienceOf(options));
}

/**
 * Settles when whoever runs this wants it to stop, or reads no more of it, as `npm start | head -1`.
 * A second signal is the system's own: it ends the process at once.
 */
const interruption = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    for (const stream of [process.stdout, process.stderr]) {
      // What is said on the way out finds nobody either.
      stream.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EPIPE') throw error;
        resolve();
      });
    }
  });

/** Does what the words of the command line say, and gives the exit code. */
export async function main(words: readonly string[]): Promise<number> {
  try {
    const options = readOptions(words);
    if (!options) process.stdout.write(usage);
    return options ? await start(options) : 0;
  } catch (error) {
    process.stderr.write(`${error instanceof UsageError ? `${error.message}\n\n${usage}` : (error as Error).message}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}
