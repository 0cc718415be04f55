import type { Body } from './fake-plans.ts';

/** What Idempotency-Keys stand for: a request, but for the plan that it was asked for on. */
export function createFakeKeys() {
  const kept = new Map<string, { id: string; meaning: string }>();
  return {
    /** The id of what was made of it; OTHER: of another request. */
    known(key: string, body: Body): string | undefined {
      const claim = kept.get(key);
      return claim && claim.meaning !== meaningOf(body) ? 'OTHER' : claim?.id;
    },
    keep: (key: string, body: Body, id: string) => kept.set(key, { id, meaning: meaningOf(body) }),
    clear: () => kept.clear(),
  };
}

const meaningOf = ({ planDigest: _, ...request }: Body) => JSON.stringify(request);
