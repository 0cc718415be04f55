import type { ReadonlySignal } from '@preact/signals';
import type { BatchItemView, BatchView, Page } from '../../src/answers.ts';
import { isUnderWay } from './batches.ts';
import { type Answer, ask } from './fetch.ts';
import { usePolled } from './polled.ts';
import { hasEnded } from './words.ts';

async function readAll(id: string): Promise<Answer<readonly BatchItemView[]>> {
  const items: BatchItemView[] = [];
  for (let token = ''; ; ) {
    const answer = await ask<Page<BatchItemView>>(
      'GET',
      `/api/batches/${encodeURIComponent(id)}/items?pageSize=100${token && `&pageToken=${encodeURIComponent(token)}`}`,
    );
    if (!answer.ok) return answer;
    items.push(...answer.body.items);
    if (answer.body.nextPageToken === null) return { ...answer, body: items };
    token = answer.body.nextPageToken;
  }
}

const isOnItsWay = ({ state }: BatchItemView) => state !== null && !hasEnded(state);

/** The items of a batch as they are, read again with every version of the batch, and in between while it or one of them is under way. */
export const useItems = (batch: BatchView | null): ReadonlySignal<Answer<readonly BatchItemView[]> | null> =>
  usePolled({
    id: batch?.id,
    version: batch?.version,
    read: readAll,
    // One of them can be tried again by itself, after the batch has ended.
    goesOn: (answer) => !answer.ok || answer.body.some(isOnItsWay) || (batch !== null && isUnderWay(batch)),
  });
