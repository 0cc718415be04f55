import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { isUnderWay } from './batches.ts';
import { type Answer, ask } from './fetch.ts';
import type { Batch, BatchItem, Page } from './model.ts';

/** Milliseconds between two readings of all items of a batch that is under way. */
const between = 1_500;

async function readAll(id: string): Promise<Answer<readonly BatchItem[]>> {
  const items: BatchItem[] = [];
  for (let token = ''; ; ) {
    const answer = await ask<Page<BatchItem>>(
      'GET',
      `/api/batches/${encodeURIComponent(id)}/items?pageSize=100${token && `&pageToken=${encodeURIComponent(token)}`}`,
    );
    if (!answer.ok) return answer;
    items.push(...answer.body.items);
    if (answer.body.nextPageToken === null) return { ...answer, body: items };
    token = answer.body.nextPageToken;
  }
}

/** The items of a batch as they are, read again with every version of the batch, and in between while it is under way. */
export function useItems(batch: Batch | null): ReadonlySignal<Answer<readonly BatchItem[]> | null> {
  const shown = useSignal<Answer<readonly BatchItem[]> | null>(null);
  const { id, version } = batch ?? {};
  useEffect(() => {
    if (!batch) return;
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      const answer = await readAll(batch.id);
      if (over) return;
      shown.value = answer;
      if (!answer.ok || isUnderWay(batch)) timer = setTimeout(() => void look(), between);
    };
    void look();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [id, version]);
  return shown;
}
