import { readRequest } from '../request.ts';
import { type Reader, unusable } from './event.ts';

/** What each of our own detail-types asks for. */
const desiredBy: Readonly<Record<string, 'ASSOCIATED' | 'DISSOCIATED'>> = {
  'Association Requested': 'ASSOCIATED',
  'Dissociation Requested': 'DISSOCIATED',
};

/** Our own bus: the detail is the request. */
export const requested: Reader = {
  sources: null,
  detailTypes: Object.keys(desiredBy),
  read({ detail, 'detail-type': detailType }) {
    const desired = desiredBy[detailType];
    const said = (detail as { desired?: unknown } | null)?.desired;
    if (said !== undefined && said !== desired) {
      return unusable({ path: 'detail.desired', message: `contradicts the detail-type ${detailType}: leave it out` });
    }
    const reading = readRequest(typeof detail === 'object' && detail !== null ? { ...detail, desired } : detail);
    return reading.ok
      ? { type: 'REQUEST', request: reading.value, trigger: null }
      : unusable(...reading.problems.map(({ path, message }) => ({ path: path ? `detail.${path}` : 'detail', message })));
  },
};
