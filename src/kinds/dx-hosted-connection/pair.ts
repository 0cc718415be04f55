import type { PairRules } from '../kind.ts';

/** A hosted connection, the LAG or interconnect it should be under, and, if the request says so, the one it is under now. */
export type DxHostedConnectionPair = {
  readonly connectionId: string;
  readonly parentConnectionId: string;
  readonly previousParentConnectionId?: string;
};

/** A hosted connection under a LAG or interconnect. It is always under one, so that associating is moving. */
export const dxHostedConnectionPair: PairRules<DxHostedConnectionPair> = {
  name: 'dx-hosted-connection',
  desired: {
    ASSOCIATED: { allowed: true, impact: 'INTERRUPTS_TRAFFIC', undoInterrupts: true },
    DISSOCIATED: {
      allowed: false,
      why: 'A hosted connection is always under a parent: leaving one is associating with another. Ask for ASSOCIATED with the LAG or interconnect it should go to.',
    },
  },
  // It is under one parent: going to another is leaving this one.
  rival: ({ connectionId }) => connectionId,
  drift({ checks, before }) {
    const gone = checks.some(({ name, result }) => name === 'connection' && result === 'FAIL');
    if (gone) return { type: 'Missing', observed: 'The connection is not there any more, or is being deleted.' };
    const { parentConnectionId } = before as { readonly parentConnectionId: string | null };
    // Not every parent is this account's to see: that none was found does not tell that there is none.
    return parentConnectionId === null ? null : { type: 'MovedElsewhere', observed: `The connection is under ${parentConnectionId}.` };
  },
  key: ({ connectionId, parentConnectionId }) => `${connectionId}/${parentConnectionId}`,
  ends: ({ connectionId, parentConnectionId }) => ({ source: connectionId, target: parentConnectionId }),
  // The connection too: two moves of it to different parents follow each other.
  scopes: ({ connectionId, parentConnectionId, previousParentConnectionId }) =>
    scopesOf([connectionId, parentConnectionId, ...(previousParentConnectionId ? [previousParentConnectionId] : [])]),
  // Undoing is a second interruption, so it must be asked for.
  defaults: { onFailure: 'LEAVE', deadline: 'P3D' },
  // AWS says that a move interrupts connectivity, not for how long. A state that is worse than before is given 15 minutes.
  durations: { usual: 60, settle: 1_800, undo: 1_800 },
};

/** The lock scopes of connections, LAGs and interconnects. */
export const scopesOf = (ids: readonly string[]): string[] => [...new Set(ids)].map((id) => `dx:${id}`);
