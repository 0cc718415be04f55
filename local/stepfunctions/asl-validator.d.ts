declare module 'asl-validator' {
  /** Reads a definition and lists what is wrong with it. Writes the query language into every state it is shown. */
  export default function validate(definition: object): {
    readonly isValid: boolean;
    readonly errors: readonly { readonly 'Error code': string; readonly Message: string }[];
  };
}
