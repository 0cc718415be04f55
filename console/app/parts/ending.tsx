import type { FiveLines } from '../../../src/answers.ts';
import { isUnclear, sideEffectsText } from '../words.ts';
import { Signed } from './sign.tsx';

const titles: readonly (readonly [keyof FiveLines, string])[] = [
  ['what', 'What'],
  ['why', 'Why'],
  ['inAwsNow', 'In AWS now'],
  ['next', 'Next'],
  ['evidence', 'Evidence'],
];

interface EndingProps {
  readonly ending: FiveLines;
  readonly good: boolean;
  /** What is left in AWS; null where that is told by the lines alone. */
  readonly sideEffects: string | null;
}

/** How it ended: always the same five lines. */
export const Ending = ({ ending, good, sideEffects }: EndingProps) => (
  <section class={`ending ${good ? 'good' : 'bad'}`} aria-label="How it ended">
    {isUnclear(sideEffects) && (
      <p class="left">
        <Signed sign={{ symbol: '!', tone: 'bad' }} text={`${sideEffects}: ${sideEffectsText[sideEffects ?? '']}`} />
      </p>
    )}
    <dl class="facts">
      {titles.map(([name, title]) => (
        <div key={name}>
          <dt>{title}</dt>
          <dd>{ending[name]}</dd>
        </div>
      ))}
    </dl>
  </section>
);
