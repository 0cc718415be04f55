import { collections as direct, type HostedConnectionDocument } from '../../local/simulators/direct-connect/documents.ts';
import type { Change } from '../../local/simulators/elasticsearch-service/change.ts';
import type { Timeline } from '../../local/simulators/timeline.ts';
import { type AssociationDocument, collections as lattice, type TagsDocument } from '../../local/simulators/vpc-lattice/documents.ts';
import type { State } from '../../local/state.ts';

/** So long after a change a read may still show what was there before. Milliseconds. */
export const staleFor = 20_000;

/** When that which a read shows last changed, of each thing on it; nothing for a read that shows nothing behind the last change. */
const changes: Readonly<Record<string, (state: State, input: Readonly<Record<string, unknown>>, now: number) => number[]>> = {
  ListPackagesForDomain: (state, { DomainName }) => packageChanges(state, 'domainName', DomainName),
  ListDomainsForPackage: (state, { PackageID }) => packageChanges(state, 'packageId', PackageID),
  ListServiceNetworkServiceAssociations: (state, { serviceIdentifier: service, serviceNetworkIdentifier: network }, now) =>
    latticeChanges(
      state,
      ({ serviceArn, serviceNetworkArn }) =>
        serviceArn.endsWith(String(service ?? '')) && serviceNetworkArn.endsWith(String(network ?? '')),
      now,
    ),
  GetServiceNetworkServiceAssociation: (state, { serviceNetworkServiceAssociationIdentifier: id }, now) =>
    latticeChanges(state, (association) => association.id === id, now),
  ListTagsForResource: (state, { resourceArn }) => {
    const { before } = state.get<TagsDocument>(lattice.tags, String(resourceArn)) ?? {};
    return before ? [before.until] : [];
  },
  DescribeHostedConnections: (state, _input, now) =>
    state
      .list<HostedConnectionDocument>(direct.connection)
      .flatMap(([, { hosted, parents, states }]) => (hosted ? [lastOf(parents, now), lastOf(states, now)] : []))
      .flatMap(({ at, hasBefore }) => (hasBefore ? [at] : [])),
};

/** Whether everything that a stale read would show otherwise has changed just now: what is old is old for every reader. */
export function mayBeStale(state: State, operation: string, input: object, now: number): boolean {
  const times = changes[operation]?.(state, input as Readonly<Record<string, unknown>>, now) ?? [];
  return times.length > 0 && times.every((at) => now - at < staleFor);
}

/** A stale list shows what was there before the call. What was there from the start, in one step, was never anything else. */
function packageChanges(state: State, end: 'domainName' | 'packageId', name: unknown): number[] {
  const rows = state.list<{ readonly row: Change<unknown>; readonly domainName: string; readonly packageId: string }>('es-association');
  return rows.flatMap(([, { row, ...pair }]) => {
    const [called, ...becoming] = row.steps;
    return pair[end] === name && called && becoming.length > 0 ? [called.at] : [];
  });
}

const latticeChanges = (state: State, isShown: (association: AssociationDocument) => boolean, now: number): number[] =>
  state
    .list<AssociationDocument>(lattice.association)
    .flatMap(([, association]) => (isShown(association) ? [lastOf(association.progress, now).at] : []));

function lastOf(timeline: Timeline<unknown>, now: number) {
  const last = timeline.findLastIndex(({ at }) => at <= now);
  return { at: timeline[last]?.at ?? 0, hasBefore: last > 0 };
}
