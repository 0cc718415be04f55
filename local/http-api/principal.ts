import { createHash } from 'node:crypto';

/** Who API Gateway says has signed a request. */
export interface Principal {
  readonly accessKey: string;
  readonly accountId: string;
  readonly userArn: string;
  /** The unique id that IAM gives a user, or a role with its session: the same for the same ARN. */
  readonly userId: string;
}

const uniqueId = (prefix: 'AIDA' | 'AROA', name: string) =>
  `${prefix}${createHash('sha256').update(name).digest('hex').slice(0, 17).toUpperCase()}`;

/** What API Gateway makes of an ARN of a user, or of a role's session. */
export function principalOfArn(accessKey: string, userArn: string): Principal {
  const [, , , , accountId = '', resource = ''] = userArn.split(':');
  const [type, role = '', session] = resource.split('/');
  const userId = type === 'assumed-role' ? `${uniqueId('AROA', role)}:${session}` : uniqueId('AIDA', resource);
  return { accessKey, accountId, userArn, userId };
}
