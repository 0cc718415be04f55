/** Somewhere to write to. */
export interface Stream {
  /** A person looks at it: it may be coloured, and its last line may change. */
  readonly isTerminal: boolean;
  /** Characters that fit on a line. */
  readonly columns: number;
  write(text: string): void;
}

/** Everything a command touches beside the API: a process has one, and a test another. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where it was called. */
  readonly directory: string;
  /** What the operating system calls whoever calls it. */
  readonly user: string;
  readonly input: {
    readonly isTerminal: boolean;
    /** All there is. */
    read(): Promise<string>;
    /** One line of an answer, without its end; undefined when whoever is asked leaves (Ctrl-C, Ctrl-D). */
    ask(question: string): Promise<string | undefined>;
  };
  /** For data. */
  readonly output: Stream;
  /** For what is said about it. */
  readonly messages: Stream;
  /** Aborts when whoever waits wants to stop waiting. */
  readonly interrupted: AbortSignal;
}
