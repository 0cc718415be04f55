/** Something that runs of a workflow carry out: an association, or a batch. */
interface Runs {
  readonly id: string;
  readonly run: number;
}

/** A run's execution is called after what it carries out and the run's number. */
export const executionName = (id: string, run: number) => `${id}-${run}`;

/** The ARN of its current run. */
export const executionArn = (machineArn: string, { id, run }: Runs): string =>
  `${machineArn.replace(':stateMachine:', ':execution:')}:${executionName(id, run)}`;

/** The stage and the Region of a machine of ours, or of one of its executions, by its ARN. */
export function placeOf(arn: string): { readonly stage: string; readonly region: string } {
  const [, , , region = '', , , machine = ''] = arn.split(':');
  return { stage: machine.replace(/^liaison-|-(?:association|batch)$/g, ''), region };
}

/** The association or batch, and the run, that an execution's name stands for; undefined for names that are not ours. */
export function parseExecutionName(name: string): Runs | undefined {
  const parts = /^((?:assoc|batch)_[0-9A-HJKMNP-TV-Z]{26})-([1-9]\d{0,5})$/.exec(name);
  return parts ? { id: parts[1] as string, run: Number(parts[2]) } : undefined;
}
