import { kindFunction } from '../src/kind-function.ts';
import { esPackageOperations } from '../src/kinds/es-package/operations.ts';
import { esPackagePair } from '../src/kinds/es-package/pair.ts';

export const handler = kindFunction(esPackagePair, esPackageOperations());
