import * as z from 'zod';
import type { DxHostedConnectionPair } from './pair.ts';

// The Direct Connect model gives these members no pattern and no length: real ids have 8 characters after the dash, and room is left for longer ones.
const connection = z.string().regex(/^dxcon-[a-z0-9]{1,32}$/, 'Expected the id of a hosted connection: dxcon- and letters or digits');
const parent = z.string().regex(/^dx(?:con|lag)-[a-z0-9]{1,32}$/, 'Expected the id of an interconnect (dxcon-…) or a LAG (dxlag-…)');

/** A hosted connection, the LAG or interconnect it should be under, and, if the request says so, the one it is under now. */
export const dxHostedConnectionSchema: z.ZodType<DxHostedConnectionPair> = z
  .strictObject({
    connectionId: connection,
    parentConnectionId: parent,
    previousParentConnectionId: parent.exactOptional(),
  })
  .refine(({ connectionId, parentConnectionId }) => connectionId !== parentConnectionId, {
    path: ['parentConnectionId'],
    message: 'A connection cannot be its own parent',
  })
  .refine(({ parentConnectionId, previousParentConnectionId }) => parentConnectionId !== previousParentConnectionId, {
    path: ['previousParentConnectionId'],
    message: 'The parent to leave and the parent to go to are the same',
  });
