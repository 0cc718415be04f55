import { detailsOf } from './polling/details.ts';
import { measure } from './polling/measure.ts';
import { rowsOf } from './polling/rows.ts';
import { publish } from './row.ts';

/**
 * What waiting for AWS costs and how late an ending is found: the schedule that is deployed, beside others' and beside the least possible.
 * Durations are computed, not drawn, and the workflow's states and events are counted from histories: the figures are the same every time.
 */
const began = new Date();
const measured = await measure();
publish('polling', rowsOf(measured), began, [], detailsOf(measured));
