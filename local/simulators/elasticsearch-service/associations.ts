import type * as client from '@aws-sdk/client-elasticsearch-service';
import type { Surroundings } from '../../wire/service.ts';
import { type Change, type Step, settled, truth } from './change.ts';
import { availableVersion } from './contents.ts';
import type { Domains } from './domains.ts';
import type { Packages } from './packages.ts';

/** A package on a domain: what the lists show of it. */
export interface Row {
  readonly status: client.DomainPackageStatus;
  /** Null for a package of which no version ever was available. */
  readonly version: string | null;
  readonly error: client.ErrorDetails | null;
}

/** Which package on which domain. */
export interface Pair {
  readonly packageId: string;
  readonly domainName: string;
}

/** An association as the world remembers it. */
export interface Association extends Pair {
  readonly row: Change<Row>;
}

/** The packages on the domains. */
export interface Associations {
  /** An association that is ACTIVE, at the package's version or an earlier one such as `v1`. */
  add(given: Pair & { readonly version?: string }): void;
  /** Where the pair really stands. */
  row(pair: Pair): Step<Row>;
  /** All that ever were; those gone have no row any more. */
  all(): Association[];
  put(association: Association): void;
}

const collection = 'es-association';

/** Keeps the associations in the world's state. */
export function createAssociations({ clock, state }: Surroundings, domains: Domains, packages: Packages): Associations {
  const keyOf = ({ packageId, domainName }: Pair) => `${domainName}/${packageId}`;
  const put = (association: Association) => state.put(collection, keyOf(association), association);
  return {
    put,
    all: () => state.list<Association>(collection).map(([, association]) => association),
    row(pair) {
      const association = state.get<Association>(collection, keyOf(pair));
      return association ? truth(association.row, clock.now()) : { at: clock.now(), value: null };
    },
    add({ packageId, domainName, version }) {
      const latest = availableVersion(packages.contents(packages.find(packageId)));
      const row = settled<Row>({ status: 'ACTIVE', version: version ?? latest, error: null }, clock.now());
      put({ packageId, domainName: domains.find(domainName).name, row });
    },
  };
}
