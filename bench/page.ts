import type { Part } from './parts.ts';
import type { Result } from './row.ts';
import { measured, tableOf, tableOfRows } from './text.ts';

/** The page of what was measured, from what every part has found last. */
export function performancePage(parts: readonly Part[], results: readonly Result[]): string {
  const resultOf = ({ name }: Part) => results.find(({ part }) => part === name);
  const rows = results.flatMap((result) => result.rows);
  const [goals, reached] = [rows.filter(({ goal }) => goal !== null), rows.filter((row) => row.reached)];
  return `# Performance

<!-- Written by \`npm run bench\`: change bench/, not this page. -->

Everything here is measured by \`npm run bench\`, or a part of it by \`npm run bench:<name>\`. What is measured beside something else is a median
of several runs that take turns with it, and a ratio is one of the same run: on another machine figures differ, ratios hardly. Batches and what is under load are run once.
What is computed is the same everywhere. Of ${goals.length} goals ${reached.length} are
reached; where one is not, the row says why, as far as that is known. What it costs in AWS is on [its own page](cost.md).

${parts.map((part) => section(part, resultOf(part))).join('\n\n')}
${parts
  .flatMap((part) => resultOf(part)?.details ?? [])
  .map((detail) => `\n${tableOf(detail)}\n`)
  .join('')}`;
}

const section = ({ name, title }: Part, result: Result | undefined): string =>
  result
    ? `## ${title}\n\n${tableOfRows(result.rows)}\n\nMeasured on: ${measured(result)}`
    : `## ${title}\n\nNot measured yet: \`npm run bench:${name}\`.`;
