import { expect, test } from '@jest/globals';
import { associationLines } from '../../cli/show/association.ts';
import { view } from '../../src/view.ts';
import { association, machineArn, midnight } from '../record.ts';

/** What `liaison get` shows of one that SUCCEEDED. */
const shown = (more: Partial<Parameters<typeof view>[0]>) =>
  associationLines(view(association({ state: 'SUCCEEDED', settledAt: midnight, ...more }), machineArn), (_, text) => text);

test('drift is a line of its own', () => {
  const drift = { type: 'VersionBehind', observed: 'The domain has v1.', since: midnight, seenAt: midnight + 1, told: true } as const;
  expect(shown({ inSync: false, drift }).join('\n')).toMatch(
    /^ {2}Drift +VersionBehind: The domain has v1\. Since 2026-11-02 00:00:00\.$/m,
  );
});

test('that there is none is said once somebody has looked', () => {
  expect(shown({ inSync: true }).join('\n')).toMatch(/^ {2}Drift +none$/m);
  expect(shown({ inSync: null }).join('\n')).not.toContain('Drift');
});
