import { useEffect, useRef } from 'preact/hooks';
import { announcement, nameTab } from '../announce.ts';
import { connection } from '../connection.ts';
import { AssociationPage } from '../pages/association.tsx';
import { BatchPage } from '../pages/batch.tsx';
import { BatchesPage } from '../pages/batches.tsx';
import { ListPage } from '../pages/list.tsx';
import { RequestPage } from '../pages/request.tsx';
import type { Route } from '../route.ts';
import { address } from '../router.ts';
import { Header } from './header.tsx';

function page(route: Route) {
  switch (route.page) {
    case 'list':
      return <ListPage />;
    case 'association':
      return <AssociationPage key={route.id} id={route.id} />;
    case 'batches':
      return <BatchesPage />;
    case 'batch':
      return <BatchPage key={route.id} id={route.id} />;
    case 'request':
      return <RequestPage />;
    default:
      return (
        <>
          <h1 tabIndex={-1}>There is nothing here</h1>
          <p>
            <a href="/">All associations</a>
          </p>
        </>
      );
  }
}

const Locked = () => (
  <>
    <h1 tabIndex={-1}>This page has no way in</h1>
    <p>The console was started anew, or this browser was never given its link. Open the link that the console prints where it runs:</p>
    <pre>Console http://127.0.0.1:…/#token=…</pre>
  </>
);

/** Everything on the screen: the header, and the page that the address asks for. */
export function Shell() {
  const { path, route } = address.value;
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    const heading = main.current?.querySelector('h1');
    nameTab(heading?.textContent ?? '');
    // Whoever cannot see that the page is another one is told by where they are.
    if (!first.current) heading?.focus();
    first.current = false;
  }, [path]);
  return (
    <>
      <a class="skip" href="#main">
        To the content
      </a>
      <Header />
      <main id="main" ref={main} tabIndex={-1}>
        {connection.value === 'locked' ? <Locked /> : page(route)}
      </main>
      <div class="hidden" role="status" aria-live="polite">
        {announcement.value}
      </div>
    </>
  );
}
