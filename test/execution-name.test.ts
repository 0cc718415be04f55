import { describe, expect, test } from '@jest/globals';
import { executionArn, executionName, parseExecutionName, placeOf } from '../src/execution-name.ts';

const id = (last: string) => `assoc_01JBMZ0000000000000000000${last}`;

describe("an execution's name", () => {
  test('leads back to the association and the run', () => {
    expect(parseExecutionName(executionName(id('A'), 12))).toEqual({ id: id('A'), run: 12 });
  });

  test.each([
    ['of somebody else', 'nightly-report'],
    ['without a run', id('A')],
    ['of run 0', `${id('A')}-0`],
    ['with a letter ids do not have', `${id('U')}-1`],
    ['with more behind it', `${id('A')}-1-2`],
    ['that is empty', ''],
  ])('%s is not ours', (_, name) => {
    expect(parseExecutionName(name)).toBeUndefined();
  });

  test('is the end of its ARN', () => {
    const machine = 'arn:aws:states:eu-west-1:123456789012:stateMachine:liaison-dev-association';
    expect(executionArn(machine, { id: id('A'), run: 3 })).toBe(
      `arn:aws:states:eu-west-1:123456789012:execution:liaison-dev-association:${id('A')}-3`,
    );
  });

  test.each([
    ['stateMachine:liaison-dev-association', 'dev'],
    [`execution:liaison-dev-association:${id('A')}-3`, 'dev'],
    ['stateMachine:liaison-association-batch-batch', 'association-batch'],
  ])('and its machine %s tell stage and Region', (resource, stage) => {
    expect(placeOf(`arn:aws:states:eu-west-1:123456789012:${resource}`)).toEqual({ stage, region: 'eu-west-1' });
  });
});
