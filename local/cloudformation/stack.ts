import { type Members, readDocument, type Value } from '../configuration/document.ts';
import { createReferences, members } from '../configuration/references.ts';
import { arn, type Place, targetsOf } from '../configuration/targets.ts';

/** A stack, as CloudFormation tells of it. */
export interface Stack {
  readonly name: string;
  readonly arn: string;
  readonly outputs: Readonly<Record<string, string>>;
}

export interface StackOptions extends Place {
  /** The folder of serverless.yml. */
  readonly root: string;
  readonly stage: string;
  /** Where the HTTP API listens: the output that the framework adds. */
  readonly apiUrl: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** The app's own stack with the outputs that serverless.yml gives it. Throws an Error that names what the local world does not know. */
export function readStack({ root, stage, apiUrl, environment = process.env, ...place }: StackOptions): Stack {
  const document = readDocument({ root, stage, region: place.region, environment });
  const name = `${document.service}-${stage}`;
  const references = createReferences(targetsOf(document, name, place), {
    'AWS::AccountId': place.account,
    'AWS::Partition': 'aws',
    'AWS::Region': place.region,
    'AWS::URLSuffix': 'amazonaws.com',
  });
  const ours = Object.entries(outputsOf(document)).map(([key, output]) => {
    const { Value: value } = members(`the output ${key}`, output, ['Value', 'Description']);
    return [key, references.text(value)] as const;
  });
  return {
    name,
    // The last part is random on AWS; here the stack is the same one as long as its name is.
    arn: arn('cloudformation', `stack/${name}/${localId}`, place),
    outputs: { ...Object.fromEntries(ours), HttpApiUrl: apiUrl },
  };
}

const localId = '00000000-0000-4000-8000-000000000001';

/** The outputs of all the parts of the template. */
function outputsOf(document: Members): Members {
  const parts = (Array.isArray(document.resources) ? document.resources : [document.resources]) as readonly Value[];
  return Object.assign({}, ...parts.map((part) => (part as Members).Outputs ?? {}));
}
