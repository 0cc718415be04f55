import { createAccept } from '../src/accept.ts';
import { createApi } from '../src/api/index.ts';
import { createStart } from '../src/executions.ts';
import { endpoint } from '../src/lambda.ts';
import { createStore } from '../src/store.ts';

const store = createStore();

export const handler = endpoint(createApi({ store, accept: createAccept(store, createStart()) }));
