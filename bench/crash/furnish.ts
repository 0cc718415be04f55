import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createRandom } from '../../local/random.ts';
import { createDirectConnect } from '../../local/simulators/direct-connect/simulator.ts';
import { createElasticsearchService } from '../../local/simulators/elasticsearch-service/service.ts';
import { createFaults } from '../../local/simulators/faults.ts';
import { createVpcLattice } from '../../local/simulators/vpc-lattice/simulator.ts';
import { createState } from '../../local/state.ts';
import { place } from '../../local/world.ts';

/** What is in AWS before anybody asks for anything: how many of each. */
export interface Furniture {
  readonly packages: number;
  readonly domains: number;
  readonly services: number;
  readonly networks: number;
  readonly connections: number;
}

const numbered = (prefix: string, number: number) => `${prefix}-${String(number).padStart(17, '0')}`;

/** The ids of the things, by number. */
export const ids = {
  package: (number: number) => `F${String(number).padStart(9, '0')}`,
  domain: (number: number) => `domain-${number}`,
  service: (number: number) => numbered('svc', number),
  network: (number: number) => numbered('sn', number),
  connection: (number: number) => `dxcon-fg${String(number).padStart(6, '0')}`,
  /** LAGs under which a connection can be moved; under `fullLag` every VLAN is taken. */
  lags: ['dxlag-fg000001', 'dxlag-fg000002', 'dxlag-fg000003'],
  fullLag: 'dxlag-fg000009',
} as const;

/** Furnishes a state directory that nobody has lived in yet. */
export function furnish(stateDirectory: string, furniture: Furniture): void {
  mkdirSync(stateDirectory, { recursive: true });
  const state = createState(join(stateDirectory, 'world.db'));
  const clock = { now: () => Date.now(), at: () => ({ cancel: () => undefined }) };
  const surroundings = { clock, random: createRandom(1), state, ...place, emit: () => undefined };
  const faults = createFaults();
  const all = (count: number, add: (number: number) => unknown) => Array.from({ length: count }, (_, number) => add(number));

  const es = createElasticsearchService(surroundings, faults);
  all(furniture.packages, (number) => es.addPackage({ id: ids.package(number), name: `package-${number}` }));
  all(furniture.domains, (number) => es.addDomain({ name: ids.domain(number) }));

  const lattice = createVpcLattice(surroundings, faults);
  all(furniture.networks, (number) => lattice.addServiceNetwork({ id: ids.network(number), name: `network-${number}` }));
  all(furniture.services, (number) => lattice.addService({ id: ids.service(number), name: `service-${number}` }));

  const direct = createDirectConnect(surroundings, faults);
  for (const id of [...ids.lags, ids.fullLag]) direct.addLag({ id, name: id });
  all(furniture.connections, (number) => {
    const vlan = 100 + number;
    direct.addHostedConnection({ id: ids.connection(number), name: `connection-${number}`, parentId: ids.lags[0] as string, vlan });
    direct.addHostedConnection({ id: ids.connection(900_000 + number), name: `taker-${number}`, parentId: ids.fullLag, vlan });
  });
  state.close();
}

/** Collections in which a document changes only when a call has changed something in AWS. */
const changing = ['es-association', 'vpc-lattice/association', 'direct-connect/connection'];

/**
 * Has the state file keep every change of AWS beside it, in the order they came: a trigger of the database, so that a change and the
 * note of it are one transaction, and no kill comes between them.
 */
export function witness(stateDirectory: string): void {
  const database = new DatabaseSync(join(stateDirectory, 'world.db'));
  const names = changing.map((name) => `'${name}'`);
  database.exec(`
    CREATE TABLE effect (number INTEGER PRIMARY KEY, collection TEXT, key TEXT, body TEXT);
    CREATE TRIGGER witness AFTER INSERT ON document WHEN NEW.collection IN (${names}) BEGIN
      INSERT INTO effect (collection, key, body) VALUES (NEW.collection, NEW.key, NEW.body);
    END;`);
  database.close();
}
