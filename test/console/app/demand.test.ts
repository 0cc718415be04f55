import { expect, test } from '@jest/globals';
import { demandOf, isMet } from '../../../console/app/demand.ts';
import type { KindForm } from '../../../console/protocol.ts';
import { kindForms } from '../../../console/server/kinds.ts';
import type { Impact } from '../../../src/kinds/kind.ts';
import { planItem, plansOf } from '../../plan-items.ts';

const formOf = (kind: string) => kindForms().find((form) => form.kind === kind) as KindForm;
const move = formOf('dx-hosted-connection');
const lattice = formOf('lattice-service');

const planOf = (connectionId: string, impact: Impact = 'INTERRUPTS_TRAFFIC') =>
  planItem({ kind: move.kind, pair: { connectionId, parentConnectionId: 'dxlag-fglag001' }, impact });

test('where no traffic is interrupted nothing need be typed', () => {
  expect(demandOf(plansOf([planOf('dxcon-1', 'NONE')]), move, 'ASSOCIATED')).toBeNull();
  expect(isMet(null, '')).toBe(true);
});

test('one pair is named by what its traffic is of, several by how many they are', () => {
  const one = demandOf(plansOf([planOf('dxcon-1'), planOf('dxcon-2', 'NONE')]), move, 'ASSOCIATED');
  expect(one).toEqual({ what: 'This interrupts traffic.', wanted: 'dxcon-1' });
  expect([isMet(one, 'dxcon-2'), isMet(one, ''), isMet(one, ' dxcon-1 ')]).toEqual([false, false, true]);
  expect(demandOf(plansOf([planOf('dxcon-1'), planOf('dxcon-2')]), move, 'ASSOCIATED')).toEqual({
    what: 'This interrupts the traffic of 2 pairs.',
    wanted: '2',
  });
});

test('what is not planned is taken for the worst that its kind can do', () => {
  const plans = plansOf([planOf('dxcon-1', 'NONE')], { notPlanned: 3 });
  expect(demandOf(plans, move, 'ASSOCIATED')).toEqual({
    what: '3 of the 4 pairs are not planned yet, and their traffic can be interrupted.',
    wanted: '4',
  });
  expect(demandOf(plans, lattice, 'ASSOCIATED')).toBeNull();
  expect(demandOf(plans, lattice, 'DISSOCIATED')?.wanted).toBe('4');
});
