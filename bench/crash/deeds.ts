import type { HostedConnectionDocument } from '../../local/simulators/direct-connect/documents.ts';
import type { Association as EsDocument } from '../../local/simulators/elasticsearch-service/associations.ts';
import type { AssociationDocument } from '../../local/simulators/vpc-lattice/documents.ts';
import type { Association } from '../../src/association.ts';
import type { Effect } from './remains.ts';

/** One change in AWS: of what, and in which direction. */
export interface Deed {
  readonly subject: string;
  /** ASSOCIATE, DISSOCIATE, or the parent that a connection was moved to. */
  readonly what: string;
}

/** What was changed, read from how the simulator's document looks right after. */
const readers: Readonly<Record<string, (document: never, key: string) => Deed>> = {
  'es-association': ({ packageId, domainName, row }: EsDocument) => ({
    subject: `${packageId} on ${domainName}`,
    what: row.steps[0]?.value?.status === 'DISSOCIATING' ? 'DISSOCIATE' : 'ASSOCIATE',
  }),
  'vpc-lattice/association': ({ serviceArn, serviceNetworkArn, progress }: AssociationDocument) => ({
    subject: `${idIn(serviceArn)} in ${idIn(serviceNetworkArn)}`,
    what: progress.some(({ value }) => value.status === 'DELETE_IN_PROGRESS') ? 'DISSOCIATE' : 'ASSOCIATE',
  }),
  'direct-connect/connection': ({ parents }: HostedConnectionDocument, key) => ({ subject: key, what: String(parents.at(-1)?.value) }),
};

const idIn = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);

/** What was done in AWS, in its order. */
export function doneIn({ collection, key, document }: Effect): Deed {
  const read = readers[collection];
  if (!read) throw new Error(`Nobody knows what a change of ${collection} means.`);
  return read(document as never, key);
}

/** The pair's own members, by kind. */
const subjects: Readonly<Record<string, (pair: Readonly<Record<string, string>>) => string>> = {
  'es-package': ({ packageId, domainName }) => `${packageId} on ${domainName}`,
  'lattice-service': ({ serviceIdentifier, serviceNetworkIdentifier }) => `${serviceIdentifier} in ${serviceNetworkIdentifier}`,
  'dx-hosted-connection': ({ connectionId }) => String(connectionId),
};

/** What an association is about. */
export const subjectOf = ({ kind, pair }: Association): string =>
  (subjects[kind] as (typeof subjects)[string])(pair as Readonly<Record<string, string>>);

/** What bringing it about would do, and what taking that back would. */
function waysOf({ kind, pair, desired, intent }: Association): { readonly there: string; readonly back: string } {
  if (kind === 'dx-hosted-connection') {
    const { parentConnectionId } = pair as { parentConnectionId: string };
    return { there: parentConnectionId, back: String((intent?.before as { parentConnectionId?: string } | null)?.parentConnectionId) };
  }
  const ways = ['ASSOCIATE', 'DISSOCIATE'] as const;
  const [there, back] = desired === 'ASSOCIATED' ? ways : ([...ways].reverse() as [string, string]);
  return { there, back };
}

/** What an association must have done in AWS for its ending to be true: every call once, and none that it does not speak of. */
export function toldBy(association: Association): Deed[] {
  const { there, back } = waysOf(association);
  const { state, changed, sideEffects } = association;
  const done = { NONE: state === 'SUCCEEDED' && changed ? [there] : [], REVERTED: [there, back], LEFT_BEHIND: [there], UNKNOWN: [] };
  return done[sideEffects ?? 'UNKNOWN'].map((what) => ({ subject: subjectOf(association), what }));
}

/** Whether AWS is as a success says, by the last that was changed there; undefined: nothing ever was. */
export const isAsWanted = (association: Association, last: string | undefined): boolean => {
  const { there } = waysOf(association);
  return last === undefined ? there === 'DISSOCIATE' || association.kind === 'dx-hosted-connection' : last === there;
};
