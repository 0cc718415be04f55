import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readOptions, UsageError } from '../../../local/options.ts';
import { call } from '../../cli/terminal.ts';
import { type Entrance, property } from '../entrance.ts';
import { canary, text, textOf, value } from '../values.ts';

/** Nobody listens there, and nothing goes further. */
const nowhere = 'http://127.0.0.1:9';

const commands = [
  'list',
  'get x',
  'watch x',
  'history x',
  'approve x',
  'reject x --comment no',
  'cancel x',
  'retry x',
  'plan es-package',
  'plan --file -',
  'associate es-package --package-id F1 --domain-name logs',
  'associate lattice-service --tag a=b',
  'dissociate dx-hosted-connection',
  'batch create es-package --package-id F1',
  'batch list',
  'batch items x',
  'parked list',
  '',
].map((words) => words.split(' ').filter(Boolean));

const flags = ['--label', '--tag', '--file', '--reason', '--deadline', '--limit', '--timeout', '--state', '--kind', '--as', '--region'];
const otherFlags = ['--state-dir', '--url', '--json', '--no-input', '--confirm', '--plan-digest', '--max-concurrency', '--help', '--wait'];

const flag = fc.constantFrom(...flags, ...otherFlags);

/** A word can hold everything but what ends it; the secret is in the environment only. */
const word = text.map((given) => given.replaceAll('\0', '').replaceAll(canary, 'x').toWellFormed());

const words = fc
  .tuple(
    fc.constantFrom(...commands),
    fc.array(
      fc.oneof(
        flag,
        word,
        fc.tuple(word, word).map(([name, other]) => `${name}=${other}`),
      ),
      { maxLength: 4 },
    ),
  )
  .map(([command, more]) => [...command, ...more]);

/** Where the API is: nowhere, or said in a way that cannot be used. */
const environment = fc.record({
  LIAISON_URL: fc.oneof({ weight: 3, arbitrary: fc.constant(nowhere) }, { weight: 2, arbitrary: word }),
  LIAISON_STAGE: fc.constant(undefined),
  AWS_REGION: fc.option(word, { nil: undefined }),
  NO_COLOR: fc.option(word, { nil: undefined }),
  AWS_SECRET_ACCESS_KEY: fc.constant(canary),
  AWS_SESSION_TOKEN: fc.constant(canary),
});

const exitCodes = new Set([0, 1, 2, 3, 4, 5, 130]);

/** What plays with a terminal; lines end, and words are apart. */
const playful = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

function assertProper(code: number, written: string): void {
  if (!exitCodes.has(code)) throw new Error(`The exit code is ${code}.`);
  const [found] = playful.exec(written.replaceAll('\n', '')) ?? [];
  if (written.includes(canary)) throw new Error(`It gives a secret away: ${written.slice(0, 300)}`);
  if (found !== undefined) throw new Error(`It writes U+${found.charCodeAt(0).toString(16)}: ${JSON.stringify(written.slice(0, 300))}`);
}

/** The words of `liaison` and of `npm start`, with what is around them. */
export const commandLine: Entrance = {
  name: 'command line',
  share: 100,
  async open() {
    const directory = mkdtempSync(join(tmpdir(), 'liaison-hostile-'));
    const before = process.env;
    process.env = { ...before, AWS_ACCESS_KEY_ID: 'hostile', AWS_SECRET_ACCESS_KEY: canary, AWS_SESSION_TOKEN: canary };
    const ask = async ([asked, around]: [string[], Record<string, string | undefined>]) => {
      const given = Object.fromEntries(Object.entries(around).filter((entry): entry is [string, string] => entry[1] !== undefined));
      const { code, output, messages } = await call(asked, { environment: given, directory, input: asked.join('') });
      // JSON is for programs, which no character plays with.
      assertProper(code, asked.includes('--json') ? messages : output + messages);
    };
    const announced = async (announcement: string) => {
      writeFileSync(join(directory, 'world.json'), announcement);
      const { code, output, messages } = await call(['list', '--state-dir', directory], { directory });
      assertProper(code, output + messages);
    };
    const start = (given: readonly string[]) => {
      try {
        readOptions(given);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
      }
    };
    const announcement = fc.oneof(
      text,
      value.map(textOf),
      fc
        .tuple(word, value)
        .map(([api, pid]) => `{"api":"http://127.0.0.1:9/${encodeURIComponent(api)}","aws":"${nowhere}","pid":${textOf(pid)}}`),
    );
    const options = ['--once', '--port', '--aws-port', '--state-dir', '--speed', '--seed', '--json', '--', '-x'];
    return {
      properties: [
        property('words are done, or refused with a code', fc.tuple(words, environment), ask),
        property('a world that is announced is found, or not', announcement, announced),
        property('what starts a world is read, or refused', fc.array(fc.oneof(fc.constantFrom(...options), word), { maxLength: 5 }), start),
      ],
      async close() {
        process.env = before;
        rmSync(directory, { recursive: true, force: true });
      },
    };
  },
};
