import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ChangeMessageVisibilityCommand, DeleteMessageCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { isFromAws } from '../src/errors.ts';
import { inParallel } from '../src/kinds/kind.ts';
import { CommandError, UsageError } from './errors.ts';
import { type Asking, findStage, type Stage, settingsOf } from './stage.ts';
import type { Surroundings } from './surroundings.ts';
import { askingOf, localName, localRegion, placeOf, type TargetOptions } from './target.ts';
import { findWorld } from './world-file.ts';

/** An event that could not be used or delivered, as it lies in the queue. */
export interface Parked {
  readonly id: string;
  /** Since when it is there. */
  readonly parkedAt: string;
  /** Why. */
  readonly reason: string;
  /** The name of the function that it was meant for. */
  readonly function: string;
  readonly event: unknown;
}

/** The parked events of one stage. What is read is hidden from others until it is let go. */
export interface ParkedQueue {
  /** Which queue it is, and where, for people. */
  readonly place: string;
  /** All there are now, those parked first at the beginning. */
  all(): Promise<Parked[]>;
  /** Gives the event to its function again, which parks it again when that fails; and takes it out of the queue. Throws CommandError. */
  send(parked: Parked): Promise<void>;
  drop(parked: Parked): Promise<void>;
  /** Lets go of what was read and is still there. */
  close(): Promise<void>;
}

/** Seconds for which nobody else sees what was read. */
const hiddenFor = 120;

/** How many are let go at once. */
const atOnce = 10;

/** The functions that events are parked for. */
const takers = ['on-event', 'on-execution-ended', 'reconcile'];

/** Finds the queue of the stage or the local world. Throws UsageError and Unreachable. */
export async function openParked(options: TargetOptions, surroundings: Surroundings): Promise<ParkedQueue> {
  const { stage, asking } = await stageOf(options, surroundings);
  return createParkedQueue(stage, asking);
}

async function stageOf(options: TargetOptions, surroundings: Surroundings): Promise<{ stage: Stage; asking: Asking }> {
  const { environment, directory, user } = surroundings;
  const place = placeOf(options, environment);
  if (place.type === 'URL') {
    throw new UsageError('Parked events lie in a queue of the stage, not behind its API.', 'Name the stage: --stage, or --state-dir.');
  }
  if (place.type === 'STAGE') {
    const asking = askingOf(options, environment);
    const stage = await findStage(place.stage, asking);
    return { stage, asking: { ...asking, region: stage.region } };
  }
  const { aws } = findWorld(options.stateDir, directory);
  const credentials = { accessKeyId: localName(options, user), secretAccessKey: 'local' };
  const asking = { region: options.region ?? localRegion, endpoint: aws, credentials };
  return { stage: await findStage('dev', asking), asking };
}

function createParkedQueue({ stack, region, output }: Stage, asking: Asking): ParkedQueue {
  const [queue, lambda] = [new SQSClient(settingsOf(asking)), new LambdaClient(settingsOf(asking))];
  const QueueUrl = output('ParkedQueueUrl');
  /** The handle of each message that was read last; none once it is out of the queue. */
  const handles = new Map<string, string>();

  async function receive(): Promise<Message[]> {
    const { Messages = [] } = await queue.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        // Without waiting SQS asks some of its machines only.
        WaitTimeSeconds: 1,
        VisibilityTimeout: hiddenFor,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    );
    return Messages;
  }

  async function all(): Promise<Parked[]> {
    const found = new Map<string, Parked>();
    for (let fresh = await receive(); fresh.length > 0; fresh = await receive()) {
      const before = found.size;
      for (const message of fresh) {
        const parked = parkedIn(message, `${stack}-on-event`);
        found.set(parked.id, parked);
        handles.set(parked.id, message.ReceiptHandle ?? '');
      }
      // They come round again.
      if (found.size === before) break;
    }
    return [...found.values()].sort((one, other) => one.parkedAt.localeCompare(other.parkedAt));
  }

  async function drop({ id }: Parked): Promise<void> {
    await queue.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: handles.get(id) }));
    handles.delete(id);
  }

  return {
    place: `the parked events of ${stack}, ${QueueUrl}, region ${region}`,
    all,
    async send(parked) {
      // What lies in a queue may say anything.
      if (!takers.some((taker) => parked.function === `${stack}-${taker}`)) {
        throw new CommandError(`${parked.id} says that it is for ${parked.function}, which takes no events of ${stack}.`, {
          advice: `Look at it: liaison parked list --json. If nobody wants it: liaison parked drop ${parked.id}`,
        });
      }
      const Payload = Buffer.from(JSON.stringify(parked.event));
      await lambda.send(new InvokeCommand({ FunctionName: parked.function, InvocationType: 'Event', Payload }));
      await drop(parked).catch((error: Error) => {
        throw new CommandError(`${parked.id} was sent, and could not be taken out of the queue: ${error.name}: ${error.message}`, {
          advice: `Drop it: liaison parked drop ${parked.id}. Sent twice it does no harm: an event is recognised by its id.`,
        });
      });
    },
    drop,
    async close() {
      await inParallel(handles.values(), atOnce, letGo);
      queue.destroy();
      lambda.destroy();
    },
  };

  async function letGo(ReceiptHandle: string): Promise<void> {
    try {
      await queue.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    } catch (error) {
      // It was seen again, or taken out, meanwhile; or it is seen again by itself when it has been hidden for long enough.
      if (!isFromAws(error)) throw error;
    }
  }
}

/** The name in the ARN of a function, without its version; or the name itself. */
const nameIn = (name: string) => name.replace(/^arn:.*?:function:/, '').replace(/:\$LATEST$/, '');

/** What Lambda writes of an event that a function failed on. Source: Lambda developer guide, asynchronous invocation. */
interface FailedInvocation {
  readonly requestContext: { readonly functionArn: string; readonly condition: string };
  readonly requestPayload: unknown;
  readonly responsePayload?: { readonly errorType?: string; readonly errorMessage?: string };
}

/** By what it was parked: Liaison itself with REASON, EventBridge with ERROR_CODE and the target, or Lambda with a record around the event. */
export function parkedIn({ MessageId = '', Body = '', Attributes, MessageAttributes = {} }: Message, onEvent: string): Parked {
  const of = (name: string) => MessageAttributes[name]?.StringValue;
  const about = { id: MessageId, parkedAt: new Date(Number(Attributes?.SentTimestamp ?? 0)).toISOString() };
  const body = parsed(Body);
  if (isFailedInvocation(body)) {
    const { requestContext, requestPayload, responsePayload } = body;
    const said = [requestContext.condition, responsePayload?.errorType, responsePayload?.errorMessage].filter(Boolean).join(': ');
    return { ...about, reason: said, function: nameIn(requestContext.functionArn), event: requestPayload };
  }
  const undelivered = [of('ERROR_CODE'), of('ERROR_MESSAGE')].filter(Boolean).join(': ');
  return { ...about, reason: of('REASON') ?? (undelivered || 'unknown'), function: nameIn(of('TARGET_ARN') ?? onEvent), event: body };
}

const isFailedInvocation = (body: unknown): body is FailedInvocation =>
  typeof body === 'object' &&
  body !== null &&
  'requestPayload' in body &&
  typeof (body as Partial<FailedInvocation>).requestContext?.functionArn === 'string';

/** Text that is no JSON is an event as well, if a strange one. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
