import { describe, expect, test } from '@jest/globals';
import { createFaults, LostAnswer, withFaults } from '../../../local/simulators/faults.ts';
import { AwsError, type Caller, type Operation } from '../../../local/wire/service.ts';

const slow = { type: 'SLOW', factor: 3 } as const;
const stale = { type: 'STALE' } as const;

describe('faults to come', () => {
  test('a fault meets one call when it does not say how many', () => {
    const faults = createFaults();
    faults.add({ operation: 'Associate', effect: slow });
    expect(faults.take('Associate', {}, 'SLOW')).toEqual(slow);
    expect(faults.take('Associate', {}, 'SLOW')).toBeUndefined();
  });

  test('a fault meets as many calls as it says', () => {
    const faults = createFaults();
    faults.add({ operation: 'Associate', times: 2, effect: slow });
    const taken = [1, 2, 3].map(() => faults.take('Associate', {}, 'SLOW'));
    expect(taken).toEqual([slow, slow, undefined]);
  });

  test('a fault waits for its operation, its resource and a question for its type', () => {
    const faults = createFaults();
    faults.add({ operation: 'List', resource: 'shop', effect: stale });
    expect(faults.take('Describe', { name: 'shop' }, 'STALE')).toBeUndefined();
    expect(faults.take('List', { name: 'logs' }, 'STALE')).toBeUndefined();
    expect(faults.take('List', { name: 'shop' }, 'SLOW')).toBeUndefined();
    expect(faults.take('List', { name: 'shop' }, 'SLOW', 'STALE')).toEqual(stale);
  });

  test('faults for the same call come in the order they were added', () => {
    const faults = createFaults();
    faults.add({ operation: 'Associate', effect: slow });
    faults.add({ operation: 'Associate', effect: { type: 'SLOW', factor: 9 } });
    expect(faults.take('Associate', {}, 'SLOW')?.factor).toBe(3);
    expect(faults.take('Associate', {}, 'SLOW')?.factor).toBe(9);
  });
});

describe('operations with faults', () => {
  /** Counts what was carried out. */
  const counting = () => {
    const faults = createFaults();
    let count = 0;
    const operation: Operation = ({ by }: { by: number }) => {
      count += by;
      return { count };
    };
    const operations = withFaults({ Add: operation }, faults);
    const add = async (by: number) => operations.Add?.({ by } as never, {} as Caller);
    return { faults, add, count: () => count };
  };

  test('are as they were without a fault', async () => {
    const { add } = counting();
    expect(await add(2)).toEqual({ count: 2 });
  });

  test('a refused call does nothing', async () => {
    const { faults, add, count } = counting();
    faults.add({ operation: 'Add', effect: { type: 'REFUSE', error: new AwsError('ThrottlingException', 'Rate exceeded') } });
    await expect(add(2)).rejects.toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded', status: 400 });
    expect(count()).toBe(0);
    expect(await add(2)).toEqual({ count: 2 });
  });

  test('a call whose answer is lost was carried out', async () => {
    const { faults, add, count } = counting();
    faults.add({ operation: 'Add', effect: { type: 'LOSE_ANSWER' } });
    await expect(add(2)).rejects.toBeInstanceOf(LostAnswer);
    expect(count()).toBe(2);
  });

  test('a call can be carried out and have an error for an answer', async () => {
    const { faults, add, count } = counting();
    faults.add({ operation: 'Add', effect: { type: 'LOSE_ANSWER', error: new AwsError('ServerException', 'It broke') } });
    await expect(add(2)).rejects.toMatchObject({ name: 'ServerException' });
    expect(count()).toBe(2);
  });

  test('faults that the operation itself looks for pass by', async () => {
    const { faults, add } = counting();
    faults.add({ operation: 'Add', effect: slow });
    expect(await add(2)).toEqual({ count: 2 });
    expect(faults.take('Add', {}, 'SLOW')).toEqual(slow);
  });
});
