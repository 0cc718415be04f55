import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { verify } from '../../../local/stepfunctions/verify.ts';

const machine = (next: string) => ({
  name: 'association',
  definition: { QueryLanguage: 'JSONata', StartAt: 'Begin', States: { Begin: { Type: 'Pass', Next: next }, End: { Type: 'Succeed' } } },
});

describe('verifying state machines beside their use', () => {
  const cache = mkdtempSync(join(tmpdir(), 'liaison-verify-'));
  afterAll(() => rmSync(cache, { recursive: true }));

  test('what is wrong is told with its machine, and not remembered as right', async () => {
    await expect(verify([machine('Nowhere')], cache)).rejects.toThrow(/^association: .*Nowhere$/m);
    expect(readdirSync(cache)).toEqual([]);
  });

  test('what is right is remembered, for exactly these definitions', async () => {
    await verify([machine('End')], cache);
    await verify([machine('End')], cache);
    expect(readdirSync(cache)).toHaveLength(1);
  });
});
