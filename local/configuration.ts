import { readDocument } from './configuration/document.ts';
import { readFunctions, readRoutes } from './configuration/functions.ts';
import { createReferences } from './configuration/references.ts';
import { readResources } from './configuration/resources.ts';
import { readRules } from './configuration/rules.ts';
import { type Place, targetsOf } from './configuration/targets.ts';

/** One function, as Lambda runs it. */
export interface FunctionConfiguration {
  /** The name it has in serverless.yml. */
  readonly key: string;
  readonly name: string;
  readonly arn: string;
  /** Absolute path of the source that exports `handler`. */
  readonly handlerFile: string;
  readonly description: string;
  /** null: the framework's own role, which the local world does not know. */
  readonly roleArn: string | null;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly asynchronous: {
    readonly maximumRetryAttempts: number;
    readonly maximumEventAgeSeconds: number;
    /** null: what fails for good is dropped. */
    readonly onFailureQueueArn: string | null;
  };
}

/** One route of the HTTP API. All of them demand IAM credentials. */
export interface RouteConfiguration {
  readonly method: string;
  /** With `{name}` for a variable segment. */
  readonly path: string;
  readonly functionKey: string;
}

/** One rule of EventBridge: it has a pattern or a schedule. */
export interface RuleConfiguration {
  readonly name: string;
  readonly arn: string;
  readonly description: string | null;
  readonly busName: string;
  readonly pattern: Readonly<Record<string, unknown>> | null;
  /** Such as `rate(15 minutes)`. */
  readonly schedule: string | null;
  /** Of a rule that is disabled nothing comes. */
  readonly state: RuleState;
  readonly targets: readonly RuleTargetConfiguration[];
}

export type RuleState = 'ENABLED' | 'DISABLED';

export interface RuleTargetConfiguration {
  readonly id: string;
  readonly arn: string;
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
  /** null: what cannot be delivered is dropped. */
  readonly deadLetterArn: string | null;
}

/** A bus, or a topic. */
export interface NamedConfiguration {
  readonly name: string;
  readonly arn: string;
}

export interface QueueConfiguration extends NamedConfiguration {
  readonly url: string;
}

/** One table, in DynamoDB's own words, so that it can be created with them. */
export interface TableConfiguration extends NamedConfiguration {
  readonly keySchema: readonly KeyConfiguration[];
  readonly attributes: readonly { readonly AttributeName: string; readonly AttributeType: 'S' | 'N' | 'B' }[];
  readonly indexes: readonly {
    readonly IndexName: string;
    readonly KeySchema: readonly KeyConfiguration[];
    readonly Projection: { readonly ProjectionType: 'ALL' | 'KEYS_ONLY' };
  }[];
}

export interface KeyConfiguration {
  readonly AttributeName: string;
  readonly KeyType: 'HASH' | 'RANGE';
}

export interface MachineConfiguration extends NamedConfiguration {
  readonly logicalId: string;
  readonly roleArn: string;
  /** The state machine in Amazon States Language, its substitutions made. */
  readonly definition: Readonly<Record<string, unknown>>;
}

/** Everything that the local world runs. */
export interface Configuration {
  readonly functions: readonly FunctionConfiguration[];
  readonly routes: readonly RouteConfiguration[];
  readonly rules: readonly RuleConfiguration[];
  readonly buses: readonly NamedConfiguration[];
  readonly topics: readonly NamedConfiguration[];
  readonly queues: readonly QueueConfiguration[];
  readonly tables: readonly TableConfiguration[];
  readonly machines: readonly MachineConfiguration[];
}

/** Where the local world pretends to be. */
export interface ConfigurationOptions extends Place {
  /** The folder of serverless.yml. */
  readonly root: string;
  readonly stage: string;
  /** For the `${env:…}` in serverless.yml; this process's own when not given. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * What serverless.yml deploys, as the local world runs it.
 * Throws an Error that names whatever the local world does not know: a variable, a function of CloudFormation, a resource, a property.
 */
export function readConfiguration({ root, stage, environment = process.env, ...place }: ConfigurationOptions): Configuration {
  const document = readDocument({ root, stage, region: place.region, environment });
  const stack = `${document.service}-${stage}`;
  const targets = targetsOf(document, stack, place);
  const references = createReferences(targets, {
    'AWS::AccountId': place.account,
    'AWS::Partition': 'aws',
    'AWS::Region': place.region,
    'AWS::URLSuffix': 'amazonaws.com',
  });
  return {
    functions: readFunctions(document, { root, stack, place, references }),
    routes: readRoutes(document),
    rules: readRules(document, { place, references }),
    ...readResources(document, { place, references }),
  };
}
