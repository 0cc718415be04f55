import { InvalidArgumentError, Option } from 'commander';
import { kindFlags, type MemberFlag } from './kinds.ts';

/** What has one value: of two, neither is known to be meant. */
const value = (flag: string, describes: string, read: (text: string) => unknown = (text) => text) =>
  new Option(flag, describes).argParser<unknown>((text, previous) => {
    if (previous !== undefined) throw new InvalidArgumentError('It can be given once.');
    return read(text);
  });

/** A word of the API, in capitals or not. */
const choice = (flag: string, describes: string, words: readonly string[]) =>
  value(flag, `${describes}: ${words.join(', ')}`, (text) => {
    const word = text.toUpperCase().replaceAll('-', '_');
    if (!words.includes(word)) throw new InvalidArgumentError(`It takes ${words.join(', ')}.`);
    return word;
  });

/** `name=value`, as often as it is given, each time with another name. Where a name will do, `name` is `name=`. */
const pairs = (flag: string, describes: string, nameWillDo = false) =>
  new Option(flag, describes).argParser<Record<string, string>>((text, previous = {}) => {
    const [, name, given] = /^([^=]+)(?:=(.*))?$/su.exec(text) ?? [];
    if (name === undefined || (given === undefined && !nameWillDo)) throw new InvalidArgumentError('It takes name=value.');
    if (Object.hasOwn(previous, name)) throw new InvalidArgumentError(`It can be given once for ${name}.`);
    return { ...previous, [name]: given ?? '' };
  });

const count = (flag: string, describes: string) =>
  value(flag, describes, (text) => {
    if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It takes a whole number.');
    return Number(text);
  });

/** For every command. */
export const everywhere = (): Option[] => [
  new Option('--json', 'one JSON document; lists and watch write one per line'),
  value('--state-dir <dir>', 'the state directory of a local world (default: the nearest .liaison)'),
  value('--stage <name>', 'a deployed stage, found by its stack liaison-<name>; LIAISON_STAGE'),
  value('--url <address>', 'the address of the API; LIAISON_URL'),
  value('--region <name>', "AWS's region, where it is not the one of your profile"),
  value('--as <name>', 'who you are, in a local world (default: your user name)'),
  new Option('--no-input', 'ask nothing'),
];

const waiting = (): Option[] => [new Option('--wait', 'follow it to its end'), new Option('--no-wait', 'do not'), timeout()];

const timeout = () => value('--timeout <duration>', 'follow it no longer than this, like 10m');

/** For what asks: members of a request. */
const request = (): Option[] => [
  value('--file <path>', 'the request as JSON; - is the input'),
  choice('--on-failure <what>', 'what becomes of what was made and failed', ['ROLL_BACK', 'LEAVE']),
  choice('--approval <when>', 'when somebody has to approve', ['AUTO', 'REQUIRED', 'BY_IMPACT']),
  value('--deadline <duration>', 'it must have begun by then, like 30m or PT30M'),
  value('--reason <text>', 'why'),
  pairs('--label <name=value>', 'a label; may be repeated'),
];

const starting = (): Option[] => [
  value('--plan-digest <digest>', 'start it only if the plan still has this digest'),
  new Option('-n, --dry-run', 'show the plan and stop'),
  value('--confirm <name>', 'the thing whose traffic is interrupted, or of how many pairs: what interrupts traffic needs this'),
  value(
    '--idempotency-key <key>',
    'what makes a repeat the same request, sent whatever the plan is by now (default: a random one, which is told)',
  ),
  ...waiting(),
];

const confirmation = () => value('--confirm <name>', 'the thing whose traffic is interrupted');
const comment = (isRequired: boolean) => value('--comment <text>', 'for the history').makeOptionMandatory(isRequired);
const limit = () => value('--limit <count>', 'how many (default 50)');

/** By command, the options it has beside those of every command and those of a kind. */
export const optionsOf: Readonly<Record<string, () => Option[]>> = {
  plan: () => [
    ...request(),
    choice('--desired <relation>', 'what is wanted', ['ASSOCIATED', 'DISSOCIATED']),
    new Option('--detailed-exitcode', 'exit 2 when there is something to change'),
  ],
  associate: () => [...request(), ...starting()],
  dissociate: () => [...request(), ...starting()],
  list: () => [
    value('--state <states>', 'in one of these states, with commas between them'),
    value('--kind <kind>', 'of this kind'),
    value('--source <id>', 'with this package, service or connection'),
    value('--target <id>', 'with this domain, network or parent'),
    value('--batch <id>', 'of this batch'),
    value('--requested-by <who>', 'asked for by this principal'),
    pairs('--label <name=value>', 'with this label; may be repeated'),
    value('--created-after <time>', 'asked for after this time, in ISO 8601'),
    value('--created-before <time>', 'asked for before it'),
    new Option('--problem', 'only what somebody should look at'),
    new Option('--drifted', 'only what is no longer in AWS as it was left'),
    limit(),
  ],
  watch: () => [timeout()],
  history: () => [limit()],
  approve: () => [comment(false), confirmation(), digest(), ...waiting()],
  reject: () => [comment(true), digest(), ...waiting()],
  cancel: () => [comment(false), confirmation(), ...waiting()],
  retry: () => [comment(false), confirmation(), digest(), ...waiting()],
  console: () => [count('--port <number>', 'where it listens on this machine (default 3100, the next free one if taken, 0 = any)')],
  'batch create': () => [
    ...request(),
    choice('--desired <relation>', 'what is wanted', ['ASSOCIATED', 'DISSOCIATED']),
    value('--batch-label <text>', 'what people call the batch'),
    count('--max-concurrency <count>', 'how many at a time (default 10)'),
    count('--canary <count>', 'how many are done alone before the rest'),
    count('--stop-after-failures <count>', 'begin nothing more after so many'),
    ...starting(),
  ],
  'parked send': () => [all()],
  'parked drop': () => [all()],
  'batch list': () => [limit()],
  'batch items': () => [limit()],
  'batch watch': () => [timeout()],
  'batch cancel': () => [comment(false), ...waiting()],
  'batch retry-failed': () => [
    comment(false),
    value('--confirm <count>', 'how many are tried again: what can interrupt traffic needs this'),
    ...waiting(),
  ],
};

const all = () => new Option('--all', 'all there are');

const digest = () => value('--plan-digest <digest>', 'the plan that is meant, if not the one shown');

/** The flags of a kind's pair. */
export const pairOptions = (kind: string): Option[] => (kindFlags[kind]?.members ?? []).map(memberOption);

const memberOption = ({ member, flag, describes }: MemberFlag) => (member === 'tags' ? pairs(flag, describes) : value(flag, describes));

/** The flags of what selects the items of a batch, by kind. */
export const selectorOptions: Readonly<Record<string, { describes: string; options: () => Option[] }>> = {
  'es-package': {
    describes: 'a package on every domain that has it',
    options: () => [value('--package-id <id>', 'the package').makeOptionMandatory()],
  },
  'lattice-service': {
    describes: 'every VPC Lattice service with a tag in a service network',
    options: () => [
      pairs('--tag <key=value>', 'the tag; without =value, whatever its value', true).makeOptionMandatory(),
      value('--service-network-identifier <id>', 'id or ARN of the service network').makeOptionMandatory(),
    ],
  },
};
