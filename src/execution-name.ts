import type { Association } from './association.ts';

/** A run's execution is called after the association and the run's number. */
export const executionName = (id: string, run: number) => `${id}-${run}`;

/** The ARN of the association's current run. */
export const executionArn = (machineArn: string, { id, run }: Pick<Association, 'id' | 'run'>): string =>
  `${machineArn.replace(':stateMachine:', ':execution:')}:${executionName(id, run)}`;

/** The association and the run an execution's name stands for; undefined for names that are not ours. */
export function parseExecutionName(name: string): { id: string; run: number } | undefined {
  const parts = /^(assoc_[0-9A-HJKMNP-TV-Z]{26})-([1-9]\d{0,5})$/.exec(name);
  return parts ? { id: parts[1] as string, run: Number(parts[2]) } : undefined;
}
