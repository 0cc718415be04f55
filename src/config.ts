import { approvals } from './approval.ts';

/** Every setting, read when it is asked for: the only place that knows the environment. */
export const config = {
  get table() {
    return setting('TABLE_NAME');
  },
  get associationMachine() {
    return setting('ASSOCIATION_MACHINE_ARN');
  },
  get batchMachine() {
    return setting('BATCH_MACHINE_ARN');
  },
  get bus() {
    return setting('BUS_NAME');
  },
  get topic() {
    return setting('TOPIC_ARN');
  },
  get parkedQueue() {
    return setting('PARKED_QUEUE_URL');
  },
  /** A kind's function is called this and the kind's name. */
  get kindFunctionPrefix() {
    return setting('KIND_FUNCTION_PREFIX');
  },
  /** How many services the account may associate with one VPC Lattice service network. */
  get associationsPerNetwork() {
    const text = setting('ASSOCIATIONS_PER_NETWORK');
    const number = Number(text);
    if (!Number.isSafeInteger(number) || number < 1)
      throw new Error(`ASSOCIATIONS_PER_NETWORK must be a whole number from 1, not ${text}.`);
    return number;
  },
  /** Whether associations of VPC Lattice that Liaison did not make may be removed. */
  get dissociateOthers() {
    return flag('DISSOCIATE_OTHERS');
  },
  /** No association of this stage needs less approval than this. */
  get approvalMinimum() {
    const text = setting('APPROVAL_MINIMUM');
    const approval = approvals.find((name) => name === text);
    if (!approval) throw new Error(`APPROVAL_MINIMUM must be one of ${approvals.join(', ')}, not ${text}.`);
    return approval;
  },
  /** Whether who requested something may approve it. */
  get allowSelfApproval() {
    return flag('ALLOW_SELF_APPROVAL');
  },
  /** Whether an updated package goes to its domains as one batch. */
  get packageUpdateBatch() {
    return flag('PACKAGE_UPDATE_BATCH');
  },
  get account() {
    return setting('ACCOUNT_ID');
  },
  get region() {
    return setting('AWS_REGION');
  },
};

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment lacks ${name}: it is set for each function in serverless/functions.yml.`);
  return value;
}

function flag(name: string): boolean {
  const text = setting(name);
  if (text !== 'true' && text !== 'false') throw new Error(`${name} must be true or false, not ${text}.`);
  return text === 'true';
}
