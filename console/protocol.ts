/** What the console's server and its page say to each other. Types only: nothing here is imported from anywhere. Times are ISO 8601 in UTC. */

/** Whom the console speaks to, and as whom. */
export interface Context {
  /** A local world: `as` may be chosen. */
  readonly isLocal: boolean;
  /** For people: "local world", "stage prod". */
  readonly place: string;
  /** Where the API is. */
  readonly url: string;
  readonly account: string | null;
  readonly region: string;
  /** The ARN that requests are signed as; null, like the account, where AWS does not tell (the credentials have expired). */
  readonly principal: string | null;
  /** The name from `x-liaison-as`; null without one. */
  readonly as: string | null;
  /** What time it is there: a local world's clock is its own. */
  readonly now: string;
}

/** JSON Schema (2020-12), as far as a form is made from it; more members may be there. */
export interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly title?: string;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** What becomes of traffic, or why it cannot be asked for. */
export interface Possibility {
  readonly allowed: boolean;
  readonly impact?: string;
  /** Taking it back interrupts traffic once more. */
  readonly undoInterrupts?: boolean;
  readonly why?: string;
}

/** One way to say which pairs something is asked of. */
export interface Way {
  /** For people: "One pair.". */
  readonly title: string;
  /** Where it is asked for. */
  readonly path: '/associations' | '/batches';
  /** Of what is sent there, whole. */
  readonly schema: JsonSchema;
}

/** What can be asked of a kind. */
export interface KindForm {
  readonly kind: string;
  /** For people: "a package on an Elasticsearch Service domain". */
  readonly title: string;
  /** The ways to ask for one or many, the simplest first. */
  readonly ways: readonly Way[];
  /** The member of a pair whose traffic is interrupted when traffic is: what must be confirmed by name. */
  readonly subject: string;
  readonly desired: Readonly<Record<'ASSOCIATED' | 'DISSOCIATED', Possibility>>;
}

/** One state that a run was in. */
export interface Step {
  readonly state: string;
  /** As the definition has it: Task, Wait, Choice, … */
  readonly type: string;
  readonly enteredAt: string;
  /** Null while it is there. */
  readonly exitedAt: string | null;
  /** How often its task was begun; 0 where a state has none. */
  readonly attempts: number;
  /** Of its last attempt that failed. */
  readonly error: string | null;
  readonly cause: string | null;
  /** When a failed attempt is repeated; null when that is not awaited. */
  readonly retryAt: string | null;
}

/** One execution of the workflow. */
export interface Run {
  readonly run: number;
  readonly executionArn: string;
  /** RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED. */
  readonly status: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** In the order they were entered. */
  readonly steps: readonly Step[];
}

/** Where something is drawn. Pixels; `x` and `y` are its upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A state of a workflow, as it is drawn. */
export interface DrawnState extends Box {
  readonly name: string;
  /** As the definition has it; a type that nobody here knows is drawn like any other. */
  readonly type: string;
  readonly comment: string | null;
  /** The Map or Parallel that it is inside of. */
  readonly group: string | null;
}

/** A way from one state to another; `catch` when it is taken after an error. */
export interface DrawnWay {
  readonly from: string;
  readonly to: string;
  readonly type: 'next' | 'catch';
  /** As SVG has it in `d`. */
  readonly path: string;
}

/** A workflow as a picture, without a way that was taken: what `console/app/graph/drawing.ts` makes of a definition. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly DrawnState[];
  /** States that hold others. */
  readonly groups: readonly DrawnState[];
  readonly edges: readonly DrawnWay[];
}

/** What Step Functions knows of an association. */
export interface Runs {
  /** The ASL of the last run, as deployed; null when it may not be read. */
  readonly definition: unknown;
  /**
   * `drawingOf(definition)`, laid out here because what lays out has half the bytes that a page may have; null when there is nothing that
   * could be drawn.
   */
  readonly drawing: Drawing | null;
  readonly runs: readonly Run[];
  /** Why something is missing, in words. */
  readonly unavailable: string | null;
}

/**
 * `data` of an event of `/console/live?path=…`. A page names all it looks at in one request, each as a `path` of its own: a browser
 * gives an origin six connections for all of its tabs.
 */
export interface LiveEvent {
  /** As it was asked for. */
  readonly path: string;
  readonly status: number;
  readonly etag: string | null;
  readonly body: unknown;
}

/**
 * `data` of an event called `trouble`: the path cannot be read, and is tried again and again. It is over with the next event of that path,
 * which comes even when nothing has changed meanwhile.
 */
export interface LiveTrouble extends Problem {
  /** As it was asked for. */
  readonly path: string;
}

/** A refusal (RFC 9457), of the API or of the console. */
export interface Problem {
  readonly type?: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly retryable: boolean;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  readonly links?: Readonly<Record<string, string>>;
}
