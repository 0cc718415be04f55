const name = 'liaison-token';

/**
 * The console's token: from the link that the console printed, and from then on from what the browser keeps for this address, so that
 * further tabs of it work too. It leaves the address bar, which people copy. False when there was none.
 */
export function takeToken(): boolean {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (!given) return false;
  localStorage.setItem(name, given);
  history.replaceState(null, '', location.pathname + location.search);
  return true;
}

/** What requests are sent with; empty when this browser was never given one. */
export const token = (): string => localStorage.getItem(name) ?? '';
