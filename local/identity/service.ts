import type { StaticOperationSchema, StaticStructureSchema } from '@smithy/types';
import { principalOfArn } from '../http-api/principal.ts';
import { AwsError, type Caller, type Service } from '../wire/service.ts';

const namespace = 'com.amazonaws.sts';
const request: StaticStructureSchema = [3, namespace, 'GetCallerIdentityRequest', 0, [], []];
const response: StaticStructureSchema = [3, namespace, 'GetCallerIdentityResponse', 0, ['UserId', 'Account', 'Arn'], [0, 0, 0]];
const getCallerIdentity: StaticOperationSchema = [9, namespace, 'GetCallerIdentity', 0, () => request, () => response];

/** As much of STS's model as is served: nothing else here needs its client. Source: botocore sts model, 2011-06-15. */
const client = {
  GetCallerIdentityRequest$: request,
  GetCallerIdentityResponse$: response,
  GetCallerIdentity$: getCallerIdentity,
  STSClient: class {
    readonly config = {
      protocolSettings: {
        serviceTarget: 'AWSSecurityTokenServiceV20110615',
        version: '2011-06-15',
        xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
      },
    };
  },
};

/** STS as far as saying who one is, which many tools ask before anything else. */
export const createIdentityService = (): Service => ({
  signingName: 'sts',
  protocol: 'query',
  client,
  operations: {
    GetCallerIdentity: (_: never, { accessKeyId, principalArn, account }: Caller) => ({
      UserId: principalOfArn(accessKeyId, principalArn).userId,
      Account: account,
      Arn: principalArn,
    }),
  },
  constraints: {},
  invalid: (message) => new AwsError('ValidationError', message),
});
