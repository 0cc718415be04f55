import * as client from '@aws-sdk/client-elasticsearch-service';
import { esConstraints } from '../../wire/constraints/es.ts';
import type { Service, Surroundings } from '../../wire/service.ts';
import { withTrail } from '../cloudtrail.ts';
import type { Faults } from '../faults.ts';
import { associationOperations } from './association-operations.ts';
import { type Associations, createAssociations } from './associations.ts';
import { domainOperations } from './domain-operations.ts';
import { createDomains, type Domains } from './domains.ts';
import { invalid } from './errors.ts';
import { packageOperations } from './package-operations.ts';
import { createPackages, type Packages } from './packages.ts';
import { tagOperations } from './tags.ts';
import { type Timing, usualTiming } from './timing.ts';

/** Elasticsearch Service as far as packages go, and what a script does to its world. */
export interface ElasticsearchService {
  readonly service: Service;
  readonly addDomain: Domains['add'];
  readonly addPackage: Packages['add'];
  readonly addAssociation: Associations['add'];
  readonly setDomainProcessing: Domains['setProcessing'];
}

/** Everything it knows is in `surroundings.state`: made anew on the same state, it goes on where it was. */
export function createElasticsearchService(surroundings: Surroundings, faults: Faults, timing: Partial<Timing> = {}): ElasticsearchService {
  const domains = createDomains(surroundings);
  const packages = createPackages(surroundings);
  const associations = createAssociations(surroundings, domains, packages);
  const world = { ...surroundings, faults, timing: { ...usualTiming, ...timing }, domains, packages, associations };
  const operations = { ...domainOperations(world), ...tagOperations(world), ...packageOperations(world), ...associationOperations(world) };
  return {
    service: {
      signingName: 'es',
      protocol: 'rest-json',
      client,
      operations: withTrail(operations, { ...world, source: 'aws.es', eventSource: 'es.amazonaws.com', names: changing }),
      constraints: esConstraints,
      invalid,
    },
    addDomain: domains.add,
    addPackage: packages.add,
    addAssociation: associations.add,
    setDomainProcessing: domains.setProcessing,
  };
}

const changing = ['AssociatePackage', 'DissociatePackage', 'CreatePackage', 'UpdatePackage', 'AddTags', 'RemoveTags'];
