import type { AssociationSummary, Page } from '../../../src/answers.ts';
import { context } from '../clock.ts';
import { connection, trouble } from '../connection.ts';
import { actingAs } from '../fetch.ts';
import { useLive, waitingPath } from '../live.ts';
import { address } from '../router.ts';

const pages = [
  ['/', 'Associations', ['list', 'association']],
  ['/batches', 'Batches', ['batches', 'batch']],
  ['/request', 'Request', ['request']],
] as const;

const words = {
  connecting: { symbol: '○', text: 'connecting…', tone: 'quiet' },
  live: { symbol: '●', text: 'live', tone: 'good' },
  reconnecting: { symbol: '○', text: 'reconnecting…', tone: 'warn' },
  locked: { symbol: '✕', text: 'not let in', tone: 'bad' },
} as const;

function Connection() {
  const { symbol, text, tone } = trouble.value ? { symbol: '!', text: 'API in trouble', tone: 'bad' } : words[connection.value];
  return (
    <span class={`signed ${tone}`} role="status">
      <span class="symbol" aria-hidden="true">
        {symbol}
      </span>
      {text}
    </span>
  );
}

/** Names that can sign in a local world. */
const nameable = /^\w{0,128}$/;

const ActAs = () => (
  <label class="act-as">
    act as
    <input
      value={actingAs.value}
      placeholder="console"
      size={10}
      spellcheck={false}
      autocomplete="off"
      pattern="\w{0,128}"
      title="Letters, digits and _. In a local world anybody can be anybody: be one to request and another to approve."
      onChange={({ currentTarget }) => {
        if (nameable.test(currentTarget.value)) actingAs.value = currentTarget.value;
        else currentTarget.reportValidity();
      }}
    />
  </label>
);

/** Which place this is, and who one is there. */
function Place() {
  const known = context.value;
  if (!known) return null;
  const { isLocal, place, url, account, region, principal } = known;
  return (
    <p class="place" title={url}>
      <strong>{place}</strong>
      {!isLocal && <em>What is done here is done in AWS.</em>}
      <span>{[account, region].filter(Boolean).join(' · ')}</span>
      <span class="principal">{principal ?? 'principal not known'}</span>
    </p>
  );
}

/** The same above every page. */
export function Header() {
  const current = address.value.route.page;
  const waiting = useLive<Page<AssociationSummary>>(waitingPath).value;
  const { items, nextPageToken } = waiting?.ok ? waiting.body : { items: [], nextPageToken: null };
  return (
    <header class={context.value?.isLocal === false ? 'deployed' : 'local'}>
      <nav aria-label="Pages">
        <a class="brand" href="/">
          Liaison
        </a>
        {pages.map(([href, text, of]) => (
          <a key={href} href={href} aria-current={(of as readonly string[]).includes(current) ? 'page' : undefined}>
            {text}
          </a>
        ))}
        {items.length > 0 && (
          <a class="signed warn" href="/?state=AWAITING_APPROVAL">
            <span class="symbol" aria-hidden="true">
              ◆
            </span>
            {items.length}
            {nextPageToken !== null && '+'} to approve
          </a>
        )}
        <Connection />
      </nav>
      <div class="who">
        <Place />
        {context.value?.isLocal && <ActAs />}
      </div>
      {trouble.value && (
        <p class="note bad" role="alert">
          <strong>{trouble.value.title}.</strong> {trouble.value.detail} It is tried again and again; what is shown may be old.
        </p>
      )}
    </header>
  );
}
