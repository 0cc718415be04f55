import type * as client from '@aws-sdk/client-elasticsearch-service';
import type { Domain } from './domains.ts';

/** What DescribeElasticsearchDomain says of a domain that is in `status` since `since`: every member AWS fills for a public domain. */
export const describeDomain = (
  domain: Domain,
  status: client.DomainProcessingStatusType,
  since: number,
  { account, region, arn }: { account: string; region: string; arn: string },
): client.ElasticsearchDomainStatus => ({
  DomainId: `${account}/${domain.name}`,
  DomainName: domain.name,
  ARN: arn,
  Created: status !== 'Creating',
  Deleted: status === 'Deleting',
  ...(status === 'Creating' ? {} : { Endpoint: `search-${domain.name}-${domain.endpointId}.${region}.es.amazonaws.com` }),
  Processing: isProcessing(status),
  UpgradeProcessing: status === 'UpgradingEngineVersion',
  ElasticsearchVersion: domain.version,
  ...fixed,
  ElasticsearchClusterConfig: {
    InstanceType: domain.instanceType,
    InstanceCount: domain.instanceCount,
    DedicatedMasterEnabled: false,
    ZoneAwarenessEnabled: false,
    WarmEnabled: false,
    ColdStorageOptions: { Enabled: false },
  },
  AccessPolicies: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'es:ESHttp*', Resource: `${arn}/*` }],
  }),
  ChangeProgressDetails: progress(domain, status, since),
  DomainProcessingStatus: status,
  ModifyingProperties: [],
});

/** Is a configuration change under way? */
export const isProcessing = (status: client.DomainProcessingStatusType): boolean => status !== 'Active' && status !== 'Isolated';

const progress = ({ change }: Domain, status: client.DomainProcessingStatusType, since: number): client.ChangeProgressDetails => ({
  ChangeId: change.id,
  ConfigChangeStatus: isProcessing(status) ? 'ApplyingChanges' : 'Completed',
  StartTime: new Date(change.startedAt),
  LastUpdatedTime: new Date(Math.max(since, change.startedAt)),
  InitiatedBy: status === 'UpdatingServiceSoftware' ? 'SERVICE' : 'CUSTOMER',
});

/** What is alike for every domain here: the settings AWS gives one that was made without any of them. */
const fixed = {
  EBSOptions: { EBSEnabled: true, VolumeType: 'gp3', VolumeSize: 10, Iops: 3000, Throughput: 125 },
  SnapshotOptions: { AutomatedSnapshotStartHour: 0 },
  CognitoOptions: { Enabled: false },
  EncryptionAtRestOptions: { Enabled: false },
  NodeToNodeEncryptionOptions: { Enabled: false },
  AdvancedOptions: { 'rest.action.multi.allow_explicit_index': 'true' },
  ServiceSoftwareOptions: {
    CurrentVersion: 'R20250625',
    NewVersion: '',
    UpdateAvailable: false,
    Cancellable: false,
    UpdateStatus: 'COMPLETED',
    Description: 'There is no software update available for this domain.',
    AutomatedUpdateDate: new Date(0),
    OptionalDeployment: true,
  },
  DomainEndpointOptions: { EnforceHTTPS: false, TLSSecurityPolicy: 'Policy-Min-TLS-1-0-2019-07', CustomEndpointEnabled: false },
  AdvancedSecurityOptions: { Enabled: false, InternalUserDatabaseEnabled: false, AnonymousAuthEnabled: false },
  AutoTuneOptions: { State: 'DISABLED' },
  DeploymentStrategyOptions: { DeploymentStrategy: 'Default' },
  AutomatedSnapshotPauseOptions: { Enabled: false, State: 'Disabled' },
  UseCase: 'MIXED',
  EngineMode: 'GENERAL',
} satisfies Partial<client.ElasticsearchDomainStatus>;
