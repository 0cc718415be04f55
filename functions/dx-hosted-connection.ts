import { kindFunction } from '../src/kind-function.ts';
import { dxHostedConnectionOperations } from '../src/kinds/dx-hosted-connection/operations.ts';
import { dxHostedConnectionPair } from '../src/kinds/dx-hosted-connection/pair.ts';

export const handler = kindFunction(dxHostedConnectionPair, dxHostedConnectionOperations());
