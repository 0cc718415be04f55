import { createAsk } from '../src/ask.ts';
import { lambda } from '../src/lambda.ts';
import { createLocks } from '../src/locks.ts';
import { createNotices } from '../src/notices.ts';
import { createStore } from '../src/store.ts';
import { createWake } from '../src/wake.ts';

const store = createStore();

export const handler = lambda(createAsk(store, createNotices(), createLocks(store), createWake()));
