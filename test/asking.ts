import type { Accept, Asked } from '../src/accept.ts';
import type { Association, Request } from '../src/association.ts';
import type { Start } from '../src/executions.ts';
import { readRequest } from '../src/request.ts';

/** A request that has been read. */
export function requestOf(input: Record<string, unknown> = {}): Request {
  const reading = readRequest({ kind: 'es-package', pair: { packageId: 'F1', domainName: 'logs' }, ...input });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.value;
}

/** Somebody at the door. */
export const asked = (key: string, more: Partial<Asked> = {}, input: Record<string, unknown> = {}): Asked => ({
  request: requestOf(input),
  key: [key],
  requestedBy: { type: 'IAM', id: 'arn:aws:iam::123456789012:user/ops' },
  requestedAt: 1_700_000_000_000,
  trigger: null,
  whenBusy: 'REFUSE',
  ...more,
});

/** Starts nothing, remembers the names of what it would have started; as Step Functions does, each once. */
export function rememberingStart(): { start: Start; started: string[] } {
  const started = new Set<string>();
  return {
    start: async ({ id, run }) => void started.add(`${id}-${run}`),
    get started() {
      return [...started];
    },
  };
}

/** The association that the door makes of it. Throws when it makes none. */
export async function acceptedBy(door: Accept, ...args: Parameters<typeof asked>): Promise<Association> {
  const acceptance = await door(asked(...args));
  if (acceptance.type !== 'ACCEPTED') throw new Error(acceptance.type);
  return acceptance.association;
}
