import { signal } from '@preact/signals';
import { routeOf } from './route.ts';

const read = () => ({ path: location.pathname, search: location.search, route: routeOf(location.pathname) });

/** What the address bar says. */
export const address = signal(read());

const moved = () => {
  address.value = read();
};

/** Goes to a page of this console; `replace`: without a step back to where it was. */
export function go(to: string, { replace = false } = {}): void {
  history[replace ? 'replaceState' : 'pushState'](null, '', to);
  moved();
  if (!replace) scrollTo(0, 0);
}

/** A plain click on a link of this console changes the page; every other click is the browser's. */
function followed(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain || event.defaultPrevented || link.origin !== location.origin || link.hash || link.hasAttribute('download')) return;
  event.preventDefault();
  go(link.pathname + link.search);
}

/** Follows links and the browser's own steps. */
export function startRouter(): void {
  addEventListener('popstate', moved);
  document.addEventListener('click', followed);
}
