import { createAccept } from '../src/accept.ts';
import { createApi } from '../src/api.ts';
import { createStart } from '../src/executions.ts';
import { endpoint } from '../src/lambda.ts';
import { createStore } from '../src/store.ts';

const store = createStore();

export const handler = endpoint(createApi(store, createAccept(store, createStart())));
