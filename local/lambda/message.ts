/** What a worker is started with. */
export interface Start {
  readonly handlerFile: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMegabytes: number;
  readonly logGroupName: string;
  readonly logStreamName: string;
  /** Where compiled code is kept between starts; null: nowhere. */
  readonly compileCache: string | null;
}

/** One event for the handler. The payload is JSON text, as on Lambda, so that nothing is shared between caller and function. */
export interface Work {
  readonly requestId: string;
  readonly payload: string;
  readonly timeoutMilliseconds: number;
}

/** What a failed function answers. Source: Lambda developer guide, Node.js errors. */
export interface Failure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** What a worker says. A fatal failure is the last thing it says. */
export type Answer =
  | { readonly type: 'READY' }
  | { readonly type: 'RESULT'; readonly payload: string }
  | { readonly type: 'FAILURE'; readonly failure: Failure; readonly fatal: boolean };
