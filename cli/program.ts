import { Command } from 'commander';
import liaison from '../package.json' with { type: 'json' };
import { UsageError } from './errors.ts';
import { holdId } from './ids.ts';
import { kindFlags } from './kinds.ts';
import { meant } from './meant.ts';
import { everywhere, optionsOf, pairOptions, selectorOptions } from './options.ts';
import { type Action, type CommonOptions, createSession } from './session.ts';
import type { Surroundings } from './surroundings.ts';
import { cleaned } from './text.ts';

/** One command: what it is for, what it is given, and where what it does is to be found. */
interface Entry {
  readonly name: string;
  readonly describes: string;
  readonly argument?: string;
  /** Loaded when it is called, so that help is there at once. */
  readonly load: () => Promise<Action<never>>;
}

const commands: readonly Entry[] = [
  { name: 'list', describes: 'list associations, newest first', load: async () => (await import('./commands/read.ts')).list },
  { name: 'get', describes: 'show one association', argument: '<id>', load: async () => (await import('./commands/read.ts')).get },
  {
    name: 'watch',
    describes: 'follow one association to its end',
    argument: '<id>',
    load: async () => (await import('./commands/read.ts')).watch,
  },
  {
    name: 'history',
    describes: 'show what happened to one, newest first',
    argument: '<id>',
    load: async () => (await import('./commands/read.ts')).history,
  },
  {
    name: 'approve',
    describes: 'approve what its plan would do',
    argument: '<id>',
    load: async () => (await import('./commands/decide.ts')).approve,
  },
  { name: 'reject', describes: 'reject it', argument: '<id>', load: async () => (await import('./commands/decide.ts')).reject },
  {
    name: 'cancel',
    describes: 'cancel it; what was made is taken back',
    argument: '<id>',
    load: async () => (await import('./commands/decide.ts')).cancel,
  },
  {
    name: 'retry',
    describes: 'try again what did not end as desired',
    argument: '<id>',
    load: async () => (await import('./commands/retry.ts')).retry,
  },
  {
    name: 'console',
    describes: 'see it in a browser, and decide there',
    load: async () => (await import('./commands/console.ts')).console,
  },
  {
    name: 'doctor',
    describes: 'look at every step of the way to the API',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
];

const batchCommands: readonly Entry[] = [
  { name: 'list', describes: 'list batches, newest first', load: async () => (await import('./commands/batch.ts')).list },
  { name: 'get', describes: 'show one batch', argument: '<id>', load: async () => (await import('./commands/batch.ts')).get },
  {
    name: 'items',
    describes: 'list the items of one batch',
    argument: '<id>',
    load: async () => (await import('./commands/batch.ts')).items,
  },
  {
    name: 'watch',
    describes: 'follow one batch to its end',
    argument: '<id>',
    load: async () => (await import('./commands/batch.ts')).watch,
  },
  {
    name: 'cancel',
    describes: 'begin nothing more of it',
    argument: '<id>',
    load: async () => (await import('./commands/batch.ts')).cancel,
  },
  {
    name: 'retry-failed',
    describes: 'try again what did not end as desired',
    argument: '<id>',
    load: async () => (await import('./commands/batch.ts')).retryFailed,
  },
];

const parkedCommands: readonly Entry[] = [
  { name: 'list', describes: 'list them, and why each is there', load: async () => (await import('./commands/parked.ts')).list },
  {
    name: 'send',
    describes: 'give one to its function again, or all of them',
    argument: '[id]',
    load: async () => (await import('./commands/parked.ts')).send,
  },
  {
    name: 'drop',
    describes: 'take one out of the queue for good, or all of them',
    argument: '[id]',
    load: async () => (await import('./commands/parked.ts')).drop,
  },
];

const asking: readonly Entry[] = [
  { name: 'plan', describes: 'show what a request would do', load: async () => (await import('./commands/plan.ts')).plan },
  {
    name: 'associate',
    describes: 'associate a pair: plan it, start it, follow it',
    load: async () => (await import('./commands/associate.ts')).associate,
  },
  { name: 'dissociate', describes: 'dissociate a pair', load: async () => (await import('./commands/associate.ts')).dissociate },
];

const exitCodeHelp = `
Exit codes: 0 as desired · 1 failed · 2 the words or the request cannot be used · 3 still under way, or waiting for approval
            4 rejected, cancelled or expired · 5 not reachable or not let in · 130 interrupted`;

/** Throws UsageError for a word that is none of these kinds. */
function holdKind(word: string | undefined, kinds: readonly string[]): void {
  if (word === undefined || kinds.includes(word)) return;
  const probably = meant(word, kinds);
  throw new UsageError(
    `There is no kind ${word} here.`,
    `${probably === undefined ? '' : `Probably ${probably} is meant. `}There are ${kinds.join(', ')}.`,
  );
}

/** The command line on these surroundings. `finish` is told the exit code of what was called. */
export function createProgram(surroundings: Surroundings, finish: (exitCode: number) => void): Command {
  const program = new Command('liaison')
    .description('Makes associations between AWS resources and sees them through.')
    .version(liaison.version, '--version', 'its version')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true, helpWidth: Math.min(surroundings.output.columns, 120) })
    .configureOutput({
      writeOut: (text) => surroundings.output.write(text),
      // It quotes the words it cannot use, and they may be anybody's.
      writeErr: (text) => surroundings.messages.write(text.split('\n').map(cleaned).join('\n')),
      getErrHelpWidth: () => surroundings.messages.columns,
    })
    .addHelpText('after', exitCodeHelp);
  for (const option of everywhere()) program.addOption(option);

  /** A command that does what its entry loads; `kind` comes before the words it is given. */
  function add(parent: Command, { name, describes, argument, load }: Entry, kind?: string): Command {
    const path = [...(parent === program ? [] : [parent.name()]), name].join(' ');
    const command = parent.command(name).description(describes);
    if (argument) command.argument(argument);
    for (const option of kind === undefined ? (optionsOf[path]?.() ?? []) : []) command.addOption(option);
    return command.action(async (...called: unknown[]) => {
      const self = called.at(-1) as Command;
      if (argument === '<id>') holdId(self.args[0] ?? '', parent === program ? 'assoc_' : 'batch_', name);
      const options = self.optsWithGlobals<CommonOptions>();
      const action = (await load()) as Action<CommonOptions>;
      finish(await action(createSession(surroundings, options), options, kind === undefined ? self.args : [kind]));
    });
  }

  /** A command that takes a kind with its flags, or a file. */
  function addAsking(
    parent: Command,
    entry: Entry,
    kinds: readonly (readonly [string, string])[],
    optionsFor: (kind: string) => ReturnType<typeof pairOptions>,
  ) {
    const command = add(parent, entry).usage('<kind> [options] | --file <path> [options]').allowExcessArguments();
    const names = kinds.map(([kind]) => kind);
    // Before its flags are looked at, which are none of a word that is no kind.
    parent.hook('preSubcommand', ({ args: [, word] }, called) => {
      if (called === command && !word?.startsWith('-')) holdKind(word, names);
    });
    command.hook('preAction', (_, called) => {
      if (called === command) holdKind(called.args[0], names);
    });
    for (const [kind, describes] of kinds) {
      const ofKind = add(command, { name: kind, describes, load: entry.load }, kind);
      for (const option of optionsFor(kind)) ofKind.addOption(option);
    }
  }

  const kinds = Object.entries(kindFlags).map(([kind, { describes }]) => [kind, describes] as const);
  for (const entry of asking) addAsking(program, entry, kinds, pairOptions);
  for (const entry of commands) add(program, entry);
  const batch = program.command('batch').description('many associations under one limit');
  const create = {
    name: 'create',
    describes: 'plan a batch, start it, follow it',
    load: async () => (await import('./commands/batch.ts')).create,
  };
  const selectors = Object.entries(selectorOptions).map(([kind, { describes }]) => [kind, describes] as const);
  addAsking(batch, create, selectors, (kind) => selectorOptions[kind]?.options() ?? []);
  for (const entry of batchCommands) add(batch, entry);
  const parked = program.command('parked').description('events that could not be used or delivered');
  for (const entry of parkedCommands) add(parked, entry);
  return program;
}
