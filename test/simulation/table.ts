import type { Documents } from '../../src/table.ts';
import { createQuickTable } from './quick-table.ts';
import type { Weather } from './weather.ts';

/** A write of an item: what it set; null: the item is gone. */
export interface Written {
  readonly key: string;
  readonly members: Readonly<Record<string, unknown>> | null;
}

type Place = { readonly pk: string; readonly sk: string };

type Command = {
  readonly constructor: { readonly name: string };
  readonly input: {
    readonly Key?: Place;
    readonly Item?: Record<string, unknown> & Place;
    readonly ExpressionAttributeNames?: Record<string, string>;
    readonly ExpressionAttributeValues?: Record<string, unknown>;
  };
};

/** The table in memory, with the weather over it; `wrote` hears of every write that was done. */
export function createWeatheredTable(weather: Weather, wrote: (written: Written) => void): Documents {
  const send = createQuickTable().send as unknown as (command: Command) => Promise<unknown>;

  async function weathered(command: Command): Promise<unknown> {
    if (weather.strikes('tableThrottle')) throw refusal('ProvisionedThroughputExceededException', 400);
    const answer = await send(command);
    const written = writtenBy(command);
    if (written) wrote(written);
    if (weather.strikes('tableAnswerLost')) throw refusal('InternalServerError', 500);
    return answer;
  }

  return { send: weathered } as unknown as Documents;
}

/** What is kept beside a batch has keys of its own. */
const keyOf = ({ pk, sk }: Place) => (/^(CHUNK|BEGUN)#/.test(sk) ? `${pk} ${sk}` : pk);

function writtenBy({ constructor: { name }, input }: Command): Written | undefined {
  if (name === 'PutCommand' && input.Item) return { key: keyOf(input.Item), members: input.Item };
  if (name === 'DeleteCommand' && input.Key) return { key: keyOf(input.Key), members: null };
  if (name !== 'UpdateCommand' || !input.Key) return undefined;
  const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } = input;
  // By number: what is set. By name: what the write is conditional on.
  const set = Object.entries(names).filter(([place]) => /^#\d+$/.test(place));
  return { key: keyOf(input.Key), members: Object.fromEntries(set.map(([place, member]) => [member, values[`:${place.slice(1)}`]])) };
}

/** As the SDK throws it once it has tried as often as it does. */
function refusal(name: string, httpStatusCode: number): Error {
  return Object.assign(new Error('The table does not answer for the moment.'), {
    name,
    $metadata: { httpStatusCode, attempts: 3, totalRetryDelay: 0 },
  });
}
