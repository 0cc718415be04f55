import { isFromAws, nameOf } from '../../src/errors.ts';
import { CommandError, UsageError } from '../errors.ts';
import { exitCodes } from '../exit.ts';
import { openParked, type Parked, type ParkedQueue } from '../parked.ts';
import type { Action, Session } from '../session.ts';
import type { Paint } from '../text.ts';

interface WhichOptions {
  readonly all?: boolean;
}

/** Lists the events that could not be used or delivered, those parked first at the beginning. */
export const list: Action = (session) =>
  looking(session, async (queue) => {
    const parked = await queue.all();
    for (const one of parked) session.output.stream(one, lines);
    if (parked.length === 0) session.output.say('There are none.');
    return exitCodes.reached;
  });

/** Gives events to their functions again. */
export const send: Action<WhichOptions> = (session, options, words) =>
  changing(session, options, words, {
    change: (queue, parked) => queue.send(parked),
    done: ({ id, function: name }) => `${id} was sent to ${name}. What fails again is parked again.`,
  });

/** Takes events out of the queue for good. */
export const drop: Action<WhichOptions> = (session, options, words) =>
  changing(session, options, words, { change: (queue, parked) => queue.drop(parked), done: ({ id }) => `${id} was dropped.` });

interface Changing {
  readonly change: (queue: ParkedQueue, parked: Parked) => Promise<void>;
  readonly done: (parked: Parked) => string;
}

function changing(session: Session, { all }: WhichOptions, [id]: readonly string[], { change, done }: Changing): Promise<number> {
  if ((id === undefined) === (all === undefined)) throw new UsageError('Say which: the id of one, or --all.', 'liaison parked list');
  return looking(session, async (queue) => {
    session.output.say(`At ${queue.place}.`);
    const wanted = (await queue.all()).filter((parked) => all || parked.id === id);
    if (id !== undefined && wanted.length === 0) {
      throw new CommandError(`No parked event has the id ${id}.`, {
        advice: 'Look at liaison parked list: somebody may have sent or dropped it.',
      });
    }
    for (const parked of wanted) {
      await change(queue, parked);
      session.output.stream(parked, (one) => [done(one)]);
    }
    if (wanted.length === 0) session.output.say('There are none.');
    return exitCodes.reached;
  });
}

async function looking(session: Session, work: (queue: ParkedQueue) => Promise<number>): Promise<number> {
  const queue = await openParked(session.options, session.surroundings);
  try {
    return await work(queue);
  } catch (error) {
    if (!isFromAws(error)) throw error;
    throw new CommandError(`AWS says: ${nameOf(error)}: ${(error as Error).message}`, {
      advice: 'What was not told of is still parked. docs/runbook.md says which rights this needs.',
    });
  } finally {
    await queue.close();
  }
}

function lines({ id, parkedAt, reason, function: name, event }: Parked, paint: Paint): readonly string[] {
  const {
    source,
    'detail-type': detailType,
    id: eventId,
  } = (typeof event === 'object' && event !== null ? event : {}) as Record<string, unknown>;
  const what = [source, detailType, eventId].filter((word) => typeof word === 'string').join(' · ');
  return [
    `${paint('bold', id)}  ${parkedAt}`,
    `  what    ${what || 'no event of EventBridge'}`,
    `  why     ${reason}`,
    `  for     ${name}`,
  ];
}
