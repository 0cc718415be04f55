import * as z from 'zod';
import type { Selector } from '../kinds/kind.ts';
import { problemsOf, readRequest } from '../request.ts';
import { type Meaning, type Reader, timeOf, unusable } from './event.ts';

/** The tag that says which service network a VPC Lattice service belongs in. */
export const networkTag = 'liaison:service-network';

/** Source: "Tag Change on Resource" events, EventBridge reference. `tags` is the whole set after the change. */
const detail = z.object({
  'changed-tag-keys': z.array(z.string()),
  service: z.literal('vpc-lattice'),
  'resource-type': z.literal('service'),
  tags: z.record(z.string(), z.string()),
});

/** The tag set asks for an association; the tag removed asks to take back what Liaison made for it. */
export const serviceTag: Reader = {
  sources: ['aws.tag'],
  detailTypes: ['Tag Change on Resource'],
  read(event) {
    const { detail: input, resources } = event;
    const read = detail.safeParse(input);
    if (!read.success) return unusable(...problemsOf(read, 'detail'));
    const [service, ...others] = resources;
    if (!service || others.length > 0) return unusable({ path: 'resources', message: 'must name the one service that was tagged' });
    if (!read.data['changed-tag-keys'].includes(networkTag)) {
      return unusable({ path: 'detail.changed-tag-keys', message: `does not have ${networkTag}: this event is not for us` });
    }
    const value = read.data.tags[networkTag];
    return value === undefined
      ? takenBack({ serviceArn: service }, { value: null, at: timeOf(event), reason: 'removed', onlyTagged: false })
      : set(service, value, timeOf(event));
  },
};

function set(serviceIdentifier: string, value: string, at: number): Meaning {
  const named = value.split(/[\s,;]/).filter(Boolean);
  if (named.length !== 1) {
    const what =
      named.length === 0 ? 'names no service network' : `names ${named.length} service networks (${named.slice(0, 5).join(', ')})`;
    return unusable({ path: `detail.tags.${networkTag}`, message: `${what}: a service is tagged with exactly one` });
  }
  const reading = readRequest({
    kind: 'lattice-service',
    pair: { serviceIdentifier, serviceNetworkIdentifier: named[0] },
    reason: `tag ${networkTag}`,
  });
  return reading.ok
    ? { type: 'REQUEST', request: reading.value, trigger: { type: 'TAG', key: networkTag, value, at } }
    : unusable(...reading.problems);
}

/**
 * What no longer is as the tag says. That the tag was removed is the approval to take back what Liaison made, and only that; where it was
 * changed, the stage's minimum of approval holds. The plan reads the tag again and checks whose it is.
 */
export const takenBack = (
  selector: Selector,
  {
    value,
    at,
    reason,
    onlyTagged,
  }: { readonly value: string | null; readonly at: number; readonly reason: string; readonly onlyTagged: boolean },
): Meaning => ({
  type: 'TARGETS',
  kind: 'lattice-service',
  selector,
  trigger: { type: 'TAG', key: networkTag, value, at },
  defaults: { desired: 'DISSOCIATED', approval: 'AUTO', reason: `tag ${networkTag} ${reason}` },
  limits: null,
  onlyTagged,
});
