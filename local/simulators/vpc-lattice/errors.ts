import { AwsError, type Caller, type Problem } from '../../wire/service.ts';

// Names, statuses and members: botocore vpc-lattice model. The messages of the conflicts are those that
// aws-application-networking-k8s recorded; the others are worded here, since AWS publishes none.

/** What the members of errors call a resource (assumed: the model has any string there). */
export type ResourceType = 'SERVICE' | 'SERVICE_NETWORK' | 'SERVICE_NETWORK_SERVICE_ASSOCIATION';

const words: Record<ResourceType, string> = {
  SERVICE: 'Service',
  SERVICE_NETWORK: 'Service network',
  SERVICE_NETWORK_SERVICE_ASSOCIATION: 'Service network service association',
};

/** HTTP 404: not there, or not for this caller. */
export const notFound = (resourceType: ResourceType, resourceId: string) =>
  new AwsError('ResourceNotFoundException', `${words[resourceType]} ${resourceId} not found.`, {
    status: 404,
    members: { resourceId, resourceType },
  });

/** HTTP 409: not as things stand now. */
export const conflict = (message: string, resourceType: ResourceType, resourceId: string) =>
  new AwsError('ConflictException', message, { status: 409, members: { resourceId, resourceType } });

/** HTTP 403. */
export const accessDenied = (message: string) => new AwsError('AccessDeniedException', message, { status: 403 });

/** HTTP 403, in the words of IAM. */
export const notAuthorized = ({ principalArn }: Caller, action: string, arn: string) =>
  accessDenied(
    `User: ${principalArn} is not authorized to perform: vpc-lattice:${action} on resource: ${arn} because no resource-based policy allows the vpc-lattice:${action} action`,
  );

/** Input that breaks a rule, with what is wrong in which member. */
export const invalid = (message: string, problems: readonly Problem[] = []) =>
  new AwsError('ValidationException', message, {
    status: 400,
    members: { reason: 'fieldValidationFailed', fieldList: problems.map(({ member, message }) => ({ name: member, message })) },
  });

/** Input of which one member alone is wrong. */
export const invalidMember = (member: string, message: string) => invalid(message, [{ member, message }]);

/** HTTP 402: the network has as many associations as it may have. */
export const quotaExceeded = (quota: number, resourceId: string) =>
  new AwsError('ServiceQuotaExceededException', `The service network has reached its limit of ${quota} service associations.`, {
    status: 402,
    // The quota's code: Service Quotas console, "Service associations per service network".
    members: { resourceId, resourceType: 'SERVICE_NETWORK', serviceCode: 'vpc-lattice', quotaCode: 'L-75D4A19E' },
  });

/** What VPC Lattice answers when it is asked too often: for faults. */
export const throttled = (retryAfterSeconds: number) =>
  new AwsError('ThrottlingException', 'Rate exceeded', { status: 429, members: { serviceCode: 'vpc-lattice', retryAfterSeconds } });
