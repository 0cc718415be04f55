import { createDeployedApi } from '../src/api/index.ts';
import { endpoint } from '../src/lambda.ts';

export const handler = endpoint(createDeployedApi());
