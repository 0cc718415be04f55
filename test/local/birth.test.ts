import { expect, test } from '@jest/globals';
import { bornAt } from '../../local/birth.ts';
import { createState } from '../../local/state.ts';
import { createManualClock } from './lambda/manual-clock.ts';

test('a resource is born when it is first asked for, once, however often the world begins', () => {
  const [clock, state] = [createManualClock(), createState()];
  const born = bornAt({ clock, state }, 'arn:a');
  expect(born).toBe(clock.now());
  clock.advance(60);
  expect(bornAt({ clock, state }, 'arn:a')).toBe(born);
  expect(bornAt({ clock, state }, 'arn:b')).toBe(clock.now());
});
