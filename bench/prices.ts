/**
 * List prices of us-east-1 in dollars, without free tiers, as AWS's own price pages had them in September 2026
 * (aws.amazon.com: step-functions, lambda, dynamodb, eventbridge, sns, api-gateway, cloudwatch, kms, each under /pricing).
 * Everything in the project's docs that is said in dollars comes from here.
 */
export const prices = {
  /** Standard workflows. */
  stateTransition: 0.025 / 1_000,
  /** Functions on arm64. */
  functionCall: 0.2 / 1e6,
  functionGigabyteSecond: 0.0000133334,
  /** On demand. */
  tableWriteUnit: 0.625 / 1e6,
  tableReadUnit: 0.125 / 1e6,
  tableGigabyteMonth: 0.25,
  /** Point-in-time recovery. */
  tableRecoveryGigabyteMonth: 0.2,
  /** Custom events; those of AWS's own services are free. */
  event: 1 / 1e6,
  /** HTTP API. */
  apiRequest: 1 / 1e6,
  /** Publishing to a topic; sending e-mails of it is 2 for 100,000. */
  notification: 0.5 / 1e6,
  alarmMetricMonth: 0.1,
  customMetricMonth: 0.3,
  dashboardMonth: 3,
  keyMonth: 1,
} as const;

/** Where the prices are from, in a sentence. */
export const priceNote = "List prices of us-east-1 without free tiers, as AWS's price pages had them in September 2026.";

/** What functions have, as in serverless.yml. Gigabytes. */
export const functionMemory = 0.25;

/** One call of a function. */
export const functionDollars = (milliseconds: number): number =>
  prices.functionCall + (milliseconds / 1_000) * functionMemory * prices.functionGigabyteSecond;
