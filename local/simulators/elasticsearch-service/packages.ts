import type * as client from '@aws-sdk/client-elasticsearch-service';
import type { Surroundings } from '../../wire/service.ts';
import { type Change, settled, truth } from './change.ts';
import type { Contents } from './contents.ts';
import { notFound } from './errors.ts';

/** A package as the world remembers it. */
export interface Package {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly contents: Change<Contents>;
}

/** What a package that is there from the start is given. */
export interface GivenPackage {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  /** How many versions it has had; 1 when left out, 0 for none. */
  readonly version?: number;
  /** AVAILABLE when left out; it stays so until the package is updated. */
  readonly status?: client.PackageStatus;
}

/** The packages of the account in this region. */
export interface Packages {
  /** A package that is there already; throws when the id is taken. */
  add(given: GivenPackage): void;
  /** The package; ResourceNotFoundException when there is none. */
  find(id: string | undefined): Package;
  /** Where it really stands; ResourceNotFoundException when it is gone. */
  contents(found: Package): Contents;
  put(changed: Package): void;
  all(): Package[];
}

const collection = 'es-package';

/** Keeps the packages in the world's state. */
export function createPackages({ clock, state }: Pick<Surroundings, 'clock' | 'state'>): Packages {
  const put = (changed: Package) => state.put(collection, changed.id, changed);
  const missing = (id: string | undefined) => notFound(`Package not found: ${id}`);
  return {
    put,
    all: () => state.list<Package>(collection).map(([, stored]) => stored),
    add({ id, name, description = null, version = 1, status = 'AVAILABLE' }) {
      if (state.get(collection, id)) throw new Error(`there is a package ${id} already`);
      const createdAt = clock.now();
      const versions = Array.from({ length: version }, (_, index) => ({ number: index + 1, message: null, createdAt }));
      put({ id, name, createdAt, contents: settled<Contents>({ status, description, versions, error: null }, createdAt) });
    },
    find(id) {
      const found = id === undefined ? undefined : state.get<Package>(collection, id);
      if (!found) throw missing(id);
      return found;
    },
    contents({ id, contents }) {
      const { value } = truth(contents, clock.now());
      if (!value) throw missing(id);
      return value;
    },
  };
}
