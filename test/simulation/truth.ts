import { collections as direct, type HostedConnectionDocument } from '../../local/simulators/direct-connect/documents.ts';
import type { Row } from '../../local/simulators/elasticsearch-service/associations.ts';
import { type Change, truth } from '../../local/simulators/elasticsearch-service/change.ts';
import type { Condition, Domain } from '../../local/simulators/elasticsearch-service/domains.ts';
import { lastValue, valueAt } from '../../local/simulators/timeline.ts';
import { type AssociationDocument, collections as lattice } from '../../local/simulators/vpc-lattice/documents.ts';
import type { State } from '../../local/state.ts';
import type { Association } from '../../src/association.ts';
import type { DxHostedConnectionPair } from '../../src/kinds/dx-hosted-connection/pair.ts';
import type { EsPackagePair } from '../../src/kinds/es-package/pair.ts';
import type { LatticeServicePair } from '../../src/kinds/lattice-service/pair.ts';

/** What there is of a pair in AWS itself, whatever its reads show: now, and what that comes to when nobody does anything more. */
export interface Standing {
  readonly now: string;
  readonly comesTo: string;
  /** From when on a list that is not behind shows what was called for last. Of packages and services that is at once. */
  readonly shownFrom: number;
}

/** Nothing is there. */
export const nothing = 'NOTHING';

type PairOf = Pick<Association, 'kind' | 'pair'>;

const standings: Readonly<Record<string, (state: State, pair: never, now: number) => Standing>> = {
  'es-package': (state, { packageId, domainName }: EsPackagePair, now) => {
    const kept = state.get<{ readonly row: Change<Row> }>('es-association', `${domainName}/${packageId}`);
    const domain = state.get<Domain>('es-domain', domainName);
    const text = (row: Row | null | undefined, condition: Condition | null | undefined) =>
      row && condition ? `${row.status} ${row.version}` : nothing;
    return {
      now: text(kept && truth(kept.row, now).value, domain && truth(domain.condition, now).value),
      comesTo: text(kept?.row.steps.at(-1)?.value, domain?.condition.steps.at(-1)?.value),
      shownFrom: now,
    };
  },
  'lattice-service': (state, { serviceIdentifier, serviceNetworkIdentifier }: LatticeServicePair, now) => {
    const all = state.list<AssociationDocument>(lattice.association).map(([, association]) => association);
    const ofPair = all.filter(
      ({ serviceArn, serviceNetworkArn }) => serviceArn.endsWith(serviceIdentifier) && serviceNetworkArn.endsWith(serviceNetworkIdentifier),
    );
    const text = (status: (association: AssociationDocument) => string | null | undefined) =>
      ofPair.flatMap((association) => (status(association) ? [`${status(association)} ${association.id}`] : [])).join(', ') || nothing;
    return {
      now: text(({ progress }) => valueAt(progress, now)?.status),
      comesTo: text(({ progress }) => lastValue(progress)?.status),
      shownFrom: now,
    };
  },
  'dx-hosted-connection': (state, { connectionId }: DxHostedConnectionPair, now) => {
    const { parents, states } = state.get<HostedConnectionDocument>(direct.connection, connectionId) as HostedConnectionDocument;
    return {
      now: `${valueAt(states, now)} ${valueAt(parents, now)}`,
      comesTo: `${lastValue(states)} ${lastValue(parents)}`,
      shownFrom: parents.at(-1)?.at ?? now,
    };
  },
};

/** How the pair stands in the simulators' own state. */
export const standingOf = (state: State, { kind, pair }: PairOf, now: number): Standing =>
  standings[kind]?.(state, pair as never, now) ?? { now: nothing, comesTo: nothing, shownFrom: now };

/** Whether that is what the request asked for. */
export function isAsDesired({ kind, pair, desired }: PairOf & Pick<Association, 'desired'>, standing: string): boolean {
  if (kind === 'dx-hosted-connection') return standing.endsWith(` ${(pair as unknown as DxHostedConnectionPair).parentConnectionId}`);
  return desired === 'ASSOCIATED' ? standing.startsWith('ACTIVE ') : standing === nothing;
}
