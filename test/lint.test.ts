import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('..', import.meta.url));
const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');

/** What no file in this place may say, and a piece of the sentence that says why. */
const offences: readonly (readonly [file: string, line: string, sentence: string])[] = [
  ['functions/a.ts', "import './lock.ts';", 'A function is wiring'],
  ['functions/b.ts', "import '../local/clock.ts';", 'A function is wiring'],
  ['functions/c.ts', "import type {} from 'aws-lambda';", 'A function is wiring'],
  ['functions/d.ts', 'export const table = process.env.TABLE_NAME;', 'the global variable process'],
  ['src/a.ts', "import '../local/clock.ts';", 'What is deployed knows nothing of'],
  ['src/b.ts', "import '../cli/main.ts';", 'What is deployed knows nothing of'],
  ['src/c.ts', "import '../console/page.ts';", 'What is deployed knows nothing of'],
  ['src/d.ts', "import '../bench/run.ts';", 'What is deployed knows nothing of'],
  ['src/steps/a.ts', "import '../../test/table.ts';", 'What is deployed knows nothing of'],
  ['src/e.ts', "import '../functions/lock.ts';", 'What is deployed knows nothing of'],
  ['src/f.ts', "import '@middy/core';", 'Only src/lambda.ts knows Lambda and middy'],
  ['src/events/a.ts', "import type {} from 'aws-lambda';", 'Only src/lambda.ts knows Lambda and middy'],
  ['src/g.ts', "import './kinds/es-package/operations.ts';", "Only a kind's own function imports that kind"],
  ['src/h.ts', "import '@aws-sdk/client-vpc-lattice';", "Only a kind's own folder calls its service"],
  ['src/i.ts', "import { env } from 'node:process'; export const table = env.TABLE_NAME;", 'Settings are read in src/config.ts'],
  ['src/j.ts', 'export const { env } = process;', 'the global variable process'],
  ['src/kinds/es-package/a.ts', 'export const { env } = process;', 'the global variable process'],
  ['src/lambda.ts', "import '@aws-sdk/client-sfn';", 'src/lambda.ts is where Lambda, middy and Powertools end'],
  ['src/kinds/index.ts', "import './es-package/operations.ts';", 'The registry lists the pure pair modules only'],
  ['src/kinds/es-package/pair.ts', "import '@aws-sdk/client-elasticsearch-service';", 'A pair module is pure'],
  ['src/kinds/lattice-service/pair.ts', "import './calls.ts';", 'A pair module is pure'],
  ['src/kinds/lattice-service/pair.ts', "import 'zod';", 'A pair module is pure'],
  ['src/kinds/es-package/schema.ts', "import './call.ts';", 'A schema module is pure'],
  ['src/kinds/es-package/b.ts', "import '../lattice-service/pair.ts';", 'A kind imports its own files'],
  ['src/kinds/es-package/c.ts', "import './../lattice-service/pair.ts';", 'A kind imports its own files'],
  ['src/kinds/es-package/d.ts', "import '@aws-sdk/client-vpc-lattice';", 'A kind imports its own files'],
  ['src/kinds/lattice-service/a.ts', "import '@aws-sdk/client-direct-connect';", 'A kind imports its own files'],
  ['src/kinds/dx-hosted-connection/a.ts', "import '@aws-sdk/client-elasticsearch-service';", 'A kind imports its own files'],
  ['src/kinds/es-package/e.ts', "import '../../config.ts';", 'A kind imports its own files'],
  ['src/kinds/lattice-service/b.ts', "export { createStore } from '../../store.ts';", 'A kind imports its own files'],
  ['src/kinds/dx-hosted-connection/b.ts', "import type {} from '../../lambda.ts';", 'A kind imports its own files'],
  ['src/kinds/es-package/f.ts', "import '@middy/core';", 'A kind imports its own files'],
  ['src/kinds/es-package/g.ts', "import '../../../local/clock.ts';", 'A kind imports its own files'],
  ['src/kinds/a-new-kind/a.ts', "import '@aws-sdk/client-ec2';", "name its service's client in an override of its own"],
  ['local/a.ts', "import '../functions/lock.ts';", 'The local world loads functions as Lambda does'],
  ['local/wire/a.ts', "import '../../test/table.ts';", 'The local world loads functions as Lambda does'],
  ['local/b.ts', "await import('../cli/main.ts');", 'The local world loads functions as Lambda does'],
  ['cli/a.ts', "import '../local/api-client.ts';", 'The command line speaks to the API like any other client'],
  ['cli/commands/a.ts', "import '../../functions/on-request.ts';", 'The command line speaks to the API like any other client'],
  ['cli/b.ts', "import '../src/kinds/es-package/operations.ts';", 'The command line speaks to the API like any other client'],
  ['cli/c.ts', "import '../src/store.ts';", 'The command line has no table'],
  ['cli/d.ts', 'export const home = process.env.HOME;', 'process.env'],
  ['functions/e.ts', "import '../cli/run.ts';", 'A function is wiring'],
  ['local/d.ts', "import '../console/server/server.ts';", 'The local world loads functions as Lambda does'],
  ['local/main.ts', "import '../cli/run.ts';", 'npm start alone serves the console, too'],
  ['cli/e.ts', "import '../console/server/server.ts';", 'The command line speaks to the API like any other client'],
  ['cli/commands/console.ts', "import '../../local/world.ts';", 'liaison console alone serves the console, too'],
  ['console/server/a.ts', "import '../../local/listen.ts';", 'The console speaks to the API as the command line does'],
  ['console/server/b.ts', "import '../../src/kinds/es-package/operations.ts';", 'The console speaks to the API as the command line does'],
  ['console/server/c.ts', "import '../../src/store.ts';", 'The console has no table'],
  ['console/server/d.ts', 'export const home = process.env.HOME;', 'process.env'],
  ['console/app/a.ts', "import '../server/server.ts';", 'The page runs in a browser'],
  ['console/app/pages/a.ts', "import '../../../src/request.ts';", 'The page runs in a browser'],
  ['console/app/b.ts', "import 'node:fs';", 'The page runs in a browser'],
  ['src/verdict.ts', "import './plans.ts';", 'The page carries it'],
  ['src/answers.ts', "import 'zod';", 'The page carries it'],
  ['console/protocol.ts', "import 'zod';", 'stands on nothing'],
  ['src/k.ts', "import '../console/protocol.ts';", 'What is deployed knows nothing of'],
  ['local/c.ts', 'export const home = process.env.HOME;', 'process.env'],
];

/** What a file in this place may say: the boundaries stop nothing that the design wants. */
const allowed: readonly (readonly [file: string, line: string])[] = [
  ['functions/z.ts', "import '../src/kinds/es-package/operations.ts'; import '../src/lambda.ts';"],
  ['src/z.ts', "import './kinds/index.ts'; import './kinds/kind.ts'; import '@aws-sdk/client-sfn';"],
  ['src/kinds/kind.ts', "import type {} from 'zod';"],
  ['src/config.ts', 'export const table = process.env.TABLE_NAME;'],
  ['src/kinds/es-package/z.ts', "import '../kind.ts'; import '../../errors.ts'; import '@aws-sdk/client-elasticsearch-service';"],
  ['src/kinds/lattice-service/z.ts', "import './pair.ts'; import 'zod'; import '@aws-sdk/client-vpc-lattice';"],
  ['src/kinds/dx-hosted-connection/z.ts', "import '@aws-sdk/client-direct-connect';"],
  ['src/kinds/dx-hosted-connection/pair.ts', "import '../kind.ts';"],
  ['src/kinds/dx-hosted-connection/schema.ts', "import 'zod'; import './pair.ts';"],
  ['local/z.ts', "import '../src/errors.ts'; import '../statemachines/association.asl.json'; import './stepfunctions/functions.ts';"],
  ['cli/z.ts', "import type {} from '../src/association.ts'; import '../src/duration.ts'; import 'commander';"],
  ['console/server/z.ts', "import '../../cli/transport.ts'; import '../../schemas/routes.ts'; import '../../src/execution-name.ts';"],
  ['console/app/z.ts', "import '../protocol.ts'; import './words.ts'; import '../../src/verdict.ts'; import 'preact';"],
  ['cli/process.ts', 'export const home = process.env.HOME;'],
  ['test/z.ts', "import '../functions/lock.ts'; import '../local/world.ts';"],
];

interface Diagnostic {
  readonly category: string;
  readonly location: { readonly path: string };
}

describe('the boundaries of biome.json', () => {
  let folder: string;
  let diagnostics: readonly Diagnostic[];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'boundaries-'));
    copyFileSync(join(root, 'biome.json'), join(folder, 'biome.json'));
    for (const [file, line] of [...offences, ...allowed]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `${line}\n`);
    }
    // A folder of its own is no repository: nothing there is ignored.
    const options = ['lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none', '--error-on-warnings', '.'];
    const output = await new Promise<string>((resolve) => {
      execFile(process.execPath, [biome, ...options], { cwd: folder, maxBuffer: 2 ** 24 }, (_, stdout) => resolve(stdout));
    });
    diagnostics = JSON.parse(output).diagnostics;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const found = (file: string) => diagnostics.filter(({ location }) => location.path.endsWith(file));

  test.each(offences)('%s may not say %s', (file, _, sentence) => {
    expect(JSON.stringify(found(file))).toContain(sentence);
  });

  test.each(allowed)('%s may say %s', (file) => {
    expect(found(file)).toEqual([]);
  });
});
