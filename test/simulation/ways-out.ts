import { LostAnswer } from '../../local/simulators/faults.ts';
import { AwsError, type EmittedEvent, type Operation } from '../../local/wire/service.ts';
import type { Association } from '../../src/association.ts';
import type { Aws, ServiceName } from './aws.ts';
import type { Call, Chronicle } from './chronicle.ts';
import type { Invocation } from './lambda.ts';
import type { Carry } from './sdk.ts';
import type { Standing } from './truth.ts';
import type { Weather } from './weather.ts';

interface Surroundings {
  readonly now: () => number;
  readonly weather: Weather;
  readonly chronicle: Chronicle;
  readonly aws: Aws;
  readonly states: Readonly<Record<string, Operation>>;
  /** The record as it is now, and how its pair stands in AWS. */
  readonly record: (id: string) => Association | undefined;
  readonly standing: (association: Association) => Standing;
  /** Told when an approval was asked for on the bus. */
  readonly asked: (id: string) => void;
  /** Told of every event that the bus took. */
  readonly heard: (event: EmittedEvent) => void;
}

export type WaysOut = ReturnType<typeof createWaysOut>;

/** What functions call beside the table, with the weather over it, and the chronicle beside it. */
export function createWaysOut({ now, weather, chronicle, aws, states, record, standing, asked, heard }: Surroundings) {
  const note = (line: string) => chronicle.note(now(), line);
  const refuse = () => new AwsError('ThrottlingException', 'Rate exceeded');

  const carryStates: Carry = async (operation, input) => {
    const isStart = operation === 'StartExecution';
    if (isStart && weather.strikes('startRefused')) throw refuse();
    if (operation === 'SendTaskSuccess' && weather.strikes('wakeRefused')) throw refuse();
    const output = await (states[operation] as Operation)(input as never, {} as never);
    if (isStart && weather.strikes('startAnswerLost')) throw new LostAnswer('No answer came.');
    return output;
  };

  const carryEvents: Carry = async (_operation, input) => {
    if (weather.strikes('busRefuses')) return { FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'refused' }] };
    const [{ DetailType: type, Detail }] = (input as { Entries: [{ DetailType: string; Detail: string }] }).Entries;
    const detail = JSON.parse(Detail);
    const { id, sequence } = detail;
    chronicle.told.push({ to: 'BUS', id, sequence, type });
    note(`told ${id} ${sequence} ${type}`);
    if (type === 'Association Approval Requested') asked(id);
    heard({ source: 'liaison', 'detail-type': type, resources: [], detail });
    return { FailedEntryCount: 0, Entries: [{ EventId: 'taken' }] };
  };

  const carryMessages: Carry = async (_operation, input) => {
    if (weather.strikes('topicRefuses')) throw new AwsError('InternalErrorException', 'refused', { status: 500 });
    const { Message, Subject } = input as { Message: string; Subject: string };
    chronicle.told.push({ to: 'TOPIC', id: /(assoc|batch)_[0-9A-Z]{26}/.exec(Message)?.[0] ?? '', sequence: null, type: Subject });
    return { MessageId: 'taken' };
  };

  /** A call of a kind's function to its service. */
  const carryService =
    (about: Invocation, name: ServiceName): Carry =>
    (operation, input) => {
      const association = () => (about.id === null ? undefined : record(about.id));
      const stands = () => {
        const known = association();
        return known ? standing(known) : null;
      };
      let [before, allowed]: [Call['before'], Call['allowed']] = [null, null];
      return aws.carry(name, operation, input, {
        arrives() {
          [before, allowed] = [stands(), association() ?? null];
        },
        cameOut(call) {
          const subject = association() ?? null;
          chronicle.calls.push({ ...about, ...call, subject, at: now(), before, after: stands(), allowed: call.mutating ? allowed : null });
          note(`${about.id} ${about.step} ${operation} ${call.outcome}`);
        },
      });
    };

  return { carryStates, carryEvents, carryMessages, carryService };
}
