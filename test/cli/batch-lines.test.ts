import { expect, test } from '@jest/globals';
import { batchLines, batchSummaryLines } from '../../cli/show/batch.ts';
import { batchView } from '../../src/batches/view.ts';
import { batch, batchMachineArn } from '../batches/batch.ts';

test.each([
  [1, '1 item: ', 'none after 1 failure$'],
  [2, '2 items: ', 'none after 2 failures$'],
])('%i is counted as people count', (count, items, failures) => {
  const shown = { ...batchView(batch(), batchMachineArn), total: count, stopAfterFailures: count };
  const plain = (_: unknown, text: string) => text;
  expect(batchSummaryLines(shown, plain).join()).toContain(items);
  expect(batchLines(shown, plain).join('\n')).toMatch(new RegExp(failures, 'm'));
});
