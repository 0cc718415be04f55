import type { Problem } from '../../protocol.ts';
import { pageOfLink } from '../links.ts';

/** What to do about a refusal, where this page knows it; whatever else says it itself. */
const advice: Readonly<Record<string, string>> = {
  'precondition-failed': 'It has changed since you read it. What is shown now is how it stands: read it, then decide again.',
  'plan-stale': 'It has changed since you read it: read the new plan, then go on with that one.',
  'not-awaiting-approval': 'There is no question any more: it was decided elsewhere, has expired, or was cancelled.',
  'self-approval': 'Somebody with another role must decide. In a local world, enter another name at “act as”.',
  'association-in-progress': 'Follow that one, or wait for its end.',
  'still-starting': 'Send it again in some seconds: it stays the same request.',
  'still-settling': 'Try again in some seconds.',
  'too-late': 'What has ended stays as it is, and what is being taken back ends by itself.',
};

/** A refusal: what happened, why, what to do next. */
export function ProblemNote({ problem }: { readonly problem: Problem }) {
  const existing = pageOfLink(problem.links?.existing);
  return (
    <div class="note bad" role="alert">
      <p>
        <strong>{problem.title}.</strong> {problem.detail}
      </p>
      {advice[problem.code] && <p>{advice[problem.code]}</p>}
      {problem.errors && (
        <ul>
          {problem.errors.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              {path && <code>{path}</code>} {message}
            </li>
          ))}
        </ul>
      )}
      {existing && (
        <p>
          <a href={existing}>{existing.split('/').at(-1)}</a>
        </p>
      )}
    </div>
  );
}
