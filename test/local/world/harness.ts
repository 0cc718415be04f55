import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiClient } from '../../../local/api-client.ts';

export const root = join(import.meta.dirname, '../../..');

/** A directory of its own under the system's temporary one. */
export const temporaryDirectory = (): string => mkdtempSync(join(tmpdir(), 'liaison-test-'));

/** What a test sees of an association: the API's own view, as far as tests look at it. */
export interface Viewed {
  readonly id: string;
  readonly kind: string;
  readonly pair: Readonly<Record<string, string>>;
  readonly desired: string;
  readonly state: string;
  readonly sideEffects: string | null;
  readonly changed: boolean | null;
  readonly reason: string | null;
  readonly run: number;
  readonly settledAt: string | null;
  readonly executionArn: string;
  readonly requestedBy: { readonly type: string; readonly id: string };
  readonly requestReason: string | null;
  readonly ending: Readonly<Record<'what' | 'why' | 'inAwsNow' | 'next' | 'evidence', string>> | null;
  readonly step: { readonly name: string } | null;
  readonly intent: { readonly handle: string | null } | null;
  readonly history: readonly { readonly sequence: number; readonly at: string; readonly action: string; readonly to: string }[];
}

/** Asks again until there is an answer; throws with what was said last when that takes too long. */
export async function until<Value>(
  ask: () => Promise<Value | undefined> | Value | undefined,
  what: string,
  patience = 90_000,
): Promise<Value> {
  for (const start = performance.now(); performance.now() - start < patience; ) {
    const value = await ask();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`Not within ${patience} ms: ${what}`);
}

/** The associations of a world, as its API shows them. */
export function associationsOf(api: ApiClient) {
  const read = async (id: string) => (await api('GET', `/associations/${id}`)).body as unknown as Viewed;
  const list = async () => (await api('GET', '/associations?pageSize=100')).body.items as Viewed[];
  return {
    read,
    list,
    /** The whole of one association, once it has ended. */
    async ended(id: string): Promise<Viewed> {
      return until(async () => {
        const shown = await read(id);
        return shown.settledAt === null ? undefined : shown;
      }, `${id} ends`);
    },
    /** Those that match, once there are as many as expected. */
    asked: (matches: (association: Viewed) => boolean, count = 1): Promise<Viewed[]> =>
      until(async () => {
        const found = (await list()).filter(matches);
        return found.length >= count ? found : undefined;
      }, `${count} associations are accepted`),
  };
}
