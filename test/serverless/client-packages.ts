/** Packages of the SDK's clients, by the name that requests are signed for; IAM has the same. */
export const clientPackages: Readonly<Record<string, string>> = {
  directconnect: 'client-direct-connect',
  dynamodb: 'client-dynamodb',
  es: 'client-elasticsearch-service',
  events: 'client-eventbridge',
  lambda: 'client-lambda',
  sns: 'client-sns',
  sqs: 'client-sqs',
  states: 'client-sfn',
  'vpc-lattice': 'client-vpc-lattice',
};
