import type { Target } from '../../cli/target.ts';

/** Where a console looks. */
export interface ConsoleTarget extends Target {
  /** For people: "local world", "stage prod". */
  readonly place: string;
  /** The endpoint of AWS; undefined: AWS's own. */
  readonly aws: string | undefined;
}
