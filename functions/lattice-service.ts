import { config } from '../src/config.ts';
import { kindFunction } from '../src/kind-function.ts';
import { latticeServiceOperations } from '../src/kinds/lattice-service/operations.ts';
import { latticeServicePair } from '../src/kinds/lattice-service/pair.ts';

export const handler = kindFunction(
  latticeServicePair,
  latticeServiceOperations(undefined, () => ({
    associationsPerNetwork: config.associationsPerNetwork,
    dissociateOthers: config.dissociateOthers,
  })),
);
