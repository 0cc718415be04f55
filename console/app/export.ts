import type { AssociationView, HistoryEntry, Page } from '../../src/answers.ts';
import { ask } from './fetch.ts';

/** The whole history, from its end back to its beginning. */
async function historyOf(id: string): Promise<readonly HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  for (let token: string | null = ''; token !== null; ) {
    const query: string = token ? `&pageToken=${encodeURIComponent(token)}` : '';
    const answer = await ask<Page<HistoryEntry>>('GET', `/api/associations/${encodeURIComponent(id)}/history?pageSize=100${query}`);
    if (!answer.ok) throw new Error(`${answer.problem.title}: ${answer.problem.detail}`);
    entries.push(...answer.body.items);
    token = answer.body.nextPageToken;
  }
  return entries.reverse();
}

/** Hands over all that is known of an association as a file of JSON. Throws when its history cannot be read. */
export async function download(association: AssociationView, runs: unknown): Promise<void> {
  const whole = { association, history: await historyOf(association.id), runs };
  const url = URL.createObjectURL(new Blob([JSON.stringify(whole, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${association.id}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
