import { type AttributeValue, PutItemCommand, type ServiceOutputTypes } from '@aws-sdk/client-dynamodb';
import { expect } from '@jest/globals';
import { createBooks, type Reached, startDynalite, startOwn, tableName as TableName } from './world.ts';

export type Item = Record<string, AttributeValue>;
type Send = (client: Reached['client']) => Promise<ServiceOutputTypes>;

/** Puts every case to dynalite, which was made by asking AWS, and to our own. */
export async function startBoth() {
  const [theirs, ours] = [await startDynalite(), await startOwn()];
  for (const { client } of [theirs, ours]) await createBooks(client);

  /** What both answer, which must be the same: the output, or the error's name. */
  async function both(send: Send): Promise<unknown> {
    const [expected, answer] = await Promise.all([outcome(send, theirs), outcome(send, ours)]);
    expect(answer).toEqual(expected);
    return answer;
  }
  return {
    both,
    theirs,
    ours,
    put: (Item: Item, more: object = {}) => both((client) => client.send(new PutItemCommand({ TableName, Item, ...more }))),
    async close() {
      await theirs.close();
      await ours.close();
    },
  };
}

async function outcome(send: Send, { client }: Reached): Promise<object> {
  try {
    const { $metadata, ...output } = await send(client);
    return { status: $metadata.httpStatusCode, ...output };
  } catch (error) {
    const { name, $metadata } = error as Error & { $metadata: { httpStatusCode: number } };
    return { status: $metadata.httpStatusCode, name };
  }
}

export const S = (text: string) => ({ S: text });
export const key = (shelf: string, title: string): Item => ({ shelf: S(shelf), title: S(title) });
export const refused = { name: 'ValidationException', status: 400 };
