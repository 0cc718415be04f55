import { lambda } from '../src/lambda.ts';
import { createReconciling } from '../src/reconcile/index.ts';

const reconcile = createReconciling();

/** What the schedule sends: the time by its clock. */
export const handler = lambda(({ time }: { readonly time: string }) => reconcile(Date.parse(time)));
