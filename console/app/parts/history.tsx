import type { AssociationView } from '../../../src/answers.ts';
import { saidByAws } from '../calls.ts';
import { absoluteText } from '../time.ts';
import { State } from './sign.tsx';

/** What has become of it so far: who, when, what. */
export const History = ({ association: { history } }: { readonly association: AssociationView }) => (
  <ol class="history">
    {history.map(({ sequence, at, actor, action, from, to, comment, attempt, run }, index) => (
      <li key={sequence}>
        <time dateTime={at}>{absoluteText(at)}</time>
        <span>
          <b>{action}</b> {from !== to && <State state={to} />}{' '}
          <span class="faint">by {actor.type === 'LIAISON' ? `Liaison, run ${run}` : actor.id}</span>
          {comment && <span class="comment">{comment}</span>}
          {attempt !== (history[index - 1]?.attempt ?? 1) && <span class="faint"> attempt {attempt}</span>}
        </span>
      </li>
    ))}
  </ol>
);

/** Every AWS call that the record knows of, with AWS's request id. */
export function AwsCalls({ association }: { readonly association: AssociationView }) {
  const said = saidByAws(association);
  const { intent } = association;
  return (
    <>
      {intent && (
        <p>
          {intent.adopted ? 'Not made by Liaison, but found: ' : 'Sent: '}
          <code>{intent.call.operation}</code> <code class="parameters">{JSON.stringify(intent.call.parameters)}</code>
          {intent.handle && (
            <>
              {' '}
              made <code>{intent.handle}</code>
            </>
          )}
        </p>
      )}
      {said.length === 0 ? (
        <p class="faint">AWS has not been called for it yet.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        <section class="scrolling wide" aria-label="Table of calls" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Operation</th>
                <th scope="col">Answer</th>
                <th scope="col">Request id</th>
                <th scope="col">Noted</th>
              </tr>
            </thead>
            <tbody>
              {said.map(({ at, words: { operation, status, error, message, requestId } }, index) => (
                <tr key={index}>
                  <td>
                    <code>{operation}</code>
                  </td>
                  <td>
                    {error ? <span class="bad">✕ {error}</span> : status} {message}
                  </td>
                  <td>
                    <code>{requestId ?? '–'}</code>
                  </td>
                  <td class="short">{at ? absoluteText(at) : 'last'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}
