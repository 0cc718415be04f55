import * as z from 'zod';
import { problemsOf } from '../request.ts';
import { type Reader, timeOf, unusable } from './event.ts';
import { networkTag, takenBack } from './service-tag.ts';

/** Our own Association State Changed, as far as it tells that a service is now where its tag says. */
const detail = z.object({
  kind: z.literal('lattice-service'),
  desired: z.literal('ASSOCIATED'),
  state: z.literal('SUCCEEDED'),
  pair: z.object({ serviceIdentifier: z.string(), serviceNetworkIdentifier: z.string() }),
  trigger: z.object({ type: z.literal('TAG'), value: z.string() }),
});

/**
 * A service is in the network that its tag names: what an earlier value of the tag brought it into is taken back.
 * Only now, so that clients find the service all the time.
 */
export const tagMoved: Reader = {
  sources: ['liaison'],
  detailTypes: ['Association State Changed'],
  read(event) {
    const read = detail.safeParse(event.detail);
    if (!read.success) return unusable(...problemsOf(read, 'detail'));
    const { pair, trigger } = read.data;
    return takenBack(
      { serviceArn: pair.serviceIdentifier, unlessNamedBy: networkTag },
      { value: trigger.value, at: timeOf(event), reason: 'changed', onlyTagged: true },
    );
  },
};
