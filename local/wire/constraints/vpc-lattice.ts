import type { Constraint, Constraints } from '../service.ts';

/** An id or the ARN that ends in it. */
const identifier = (prefix: string, resource: string, min: number): Constraint => {
  const id = `${prefix}-[0-9a-z]{17}`;
  const arn = `arn:[a-z0-9\\-]+:vpc-lattice:[a-zA-Z0-9\\-]+:\\d{12}:${resource}/${id}`;
  return { min, max: 2048, pattern: new RegExp(`^((${id})|(${arn}))$`) };
};

const service = identifier('svc', 'service', 17);
const serviceNetwork = identifier('sn', 'servicenetwork', 3);
const association = identifier('snsa', 'servicenetworkserviceassociation', 17);
const paging = { maxResults: { min: 1, max: 100 }, nextToken: { min: 1, max: 2048 } };
const tags = { max: 200, keys: { min: 1, max: 128 }, each: { max: 256 } };
const resourceArn = {
  max: 1224,
  pattern: /^arn:[a-z0-9][-.a-z0-9]{0,62}:vpc-lattice:([a-z0-9][-.a-z0-9]{0,62})?:(\d{12})?:[^/].{0,1023}$/,
};

/** VPC Lattice. Source: botocore vpc-lattice model, 2022-11-30. */
export const vpcLatticeConstraints: Constraints = {
  ListServicesRequest: paging,
  ListServiceNetworksRequest: paging,
  GetServiceRequest: { serviceIdentifier: service },
  GetServiceNetworkRequest: { serviceNetworkIdentifier: serviceNetwork },
  CreateServiceNetworkServiceAssociationRequest: {
    clientToken: { min: 1, max: 64, pattern: /^.*[!-~]+.*$/ },
    serviceIdentifier: service,
    serviceNetworkIdentifier: serviceNetwork,
    tags,
  },
  GetServiceNetworkServiceAssociationRequest: { serviceNetworkServiceAssociationIdentifier: association },
  DeleteServiceNetworkServiceAssociationRequest: { serviceNetworkServiceAssociationIdentifier: association },
  ListServiceNetworkServiceAssociationsRequest: { serviceNetworkIdentifier: serviceNetwork, serviceIdentifier: service, ...paging },
  ListServiceNetworkVpcAssociationsRequest: {
    serviceNetworkIdentifier: serviceNetwork,
    vpcIdentifier: { min: 5, max: 50, pattern: /^vpc-(([0-9a-z]{8})|([0-9a-z]{17}))$/ },
    ...paging,
  },
  ListTagsForResourceRequest: { resourceArn },
  TagResourceRequest: { resourceArn, tags },
  UntagResourceRequest: { resourceArn, tagKeys: { max: 200, each: { min: 1, max: 128 } } },
};
