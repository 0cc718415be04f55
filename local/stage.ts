import { resolve } from 'node:path';
import type { Audience } from './demonstration.ts';
import type { StartOptions } from './options.ts';
import type { PublishedMessage } from './topic/topic.ts';
import type { World } from './world.ts';

/** What is said of a world once it is there. */
export interface About {
  readonly speed: number;
  readonly path: string;
  readonly goesOn: boolean;
  /** The link to its console; null without one. */
  readonly console: string | null;
}

/** What is shown of a world and of what happens in it. */
export interface Stage extends Audience {
  opened(world: World, about: About): void;
  notified(message: PublishedMessage): void;
  /** What the reader can try next. */
  invite(world: World): void;
  /** What the local world has to complain about. */
  log(line: string): void;
  closed(): void;
}

type Write = (line: string) => void;

/** One JSON object a line, for programs. */
export function createJsonStage(write: Write, complain: Write): Stage {
  const tell = (type: string, members: object) => write(JSON.stringify({ type, ...members }));
  return {
    opened: ({ apiUrl, awsUrl, resumed }, about) => tell('opened', { api: apiUrl, aws: awsUrl, pid: process.pid, resumed, ...about }),
    begin: (number, { title, asks }) => tell('request', { number, title, asks }),
    happened: ({ at, what }, association) => tell('happened', { at, association, what }),
    notified: ({ subject, message }) => tell('notified', { subject, message: JSON.parse(message) }),
    ended: ({ shown, inAws, asExpected }) =>
      tell('ended', { association: shown.id, state: shown.state, ...shown.ending, inAws, asExpected }),
    invite: () => undefined,
    log: (line) => complain(line),
    closed: () => tell('closed', {}),
  };
}

/** Text, for people. */
export function createTextStage(
  write: Write,
  complain: Write,
  { once, stateDirectory }: Pick<StartOptions, 'once' | 'stateDirectory'>,
): Stage {
  const clock = (at: string) => at.slice(11, 19);
  // The command line finds the usual directory by itself, and no other.
  const where = stateDirectory === undefined ? '' : ` --state-dir ${JSON.stringify(resolve(stateDirectory))}`;
  const isKept = stateDirectory !== undefined || !once;
  return {
    opened({ apiUrl, awsUrl, resumed }, { speed, path, goesOn, console }) {
      write(`Liaison on this machine. Its time runs ${speed} times as fast; times shown are its.`);
      write(`  API ${apiUrl}   AWS ${awsUrl}   state ${path}`);
      if (console) write(`  Console  ${console}`);
      if (goesOn)
        write(
          `  This state directory was used before: going on with it, ${resumed} ${resumed === 1 ? 'thing' : 'things'} under way. --reset begins anew.`,
        );
    },
    begin: (number, { title, asks }) => write(`\n${number}. ${title}\n   ${asks}\n`),
    happened: ({ at, what }) => write(`   ${clock(at)}  ${what}`),
    notified: ({ subject }) => write(`             would notify: ${subject}`),
    ended({ shown, inAws, asExpected }) {
      const { what, why, inAwsNow, next, evidence } = shown.ending ?? { what: '', why: '', inAwsNow: '', next: '', evidence: '' };
      for (const [name, text] of Object.entries({ What: what, Why: why, 'AWS now': inAwsNow, Next: next, Evidence: evidence })) {
        write(`   ${name.padEnd(9)} ${text}`);
      }
      write(`   ${asExpected ? '✓' : '✕'} ${inAws}`);
    },
    invite: ({ apiUrl, awsUrl }) => write(invitation(apiUrl, awsUrl, where)),
    log: (line) => complain(`   ! ${line}`),
    closed: () =>
      write(isKept ? `\nStopped. The state directory has everything; npm start${where && ` --${where}`} goes on with it.` : '\nStopped.'),
  };
}

const invitation = (apiUrl: string, awsUrl: string, where: string) => `
Try it:
  npx liaison list${where}
  npx liaison associate es-package --package-id F222222222 --domain-name logs-prod${where}
  curl --aws-sigv4 aws:amz:eu-west-1:execute-api --user ana:local ${apiUrl}/associations \\
    -H "Idempotency-Key: $(date +%s)" \\
    -d '{"kind": "es-package", "pair": {"packageId": "F222222222", "domainName": "logs-staging"}}'
  AWS_ACCESS_KEY_ID=ana AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=eu-west-1 AWS_ENDPOINT_URL=${awsUrl} \\
    aws es list-packages-for-domain --domain-name logs-prod

Ctrl-C stops it.`;
