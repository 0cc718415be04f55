import { render } from 'preact';
import { startClock } from './clock.ts';
import { knockAgain, startLive } from './live.ts';
import { Shell } from './parts/shell.tsx';
import { startRouter } from './router.ts';
import { takeToken } from './token.ts';

takeToken();
// Whoever opens the link in a tab of this page changes nothing but what stands behind the #.
addEventListener('hashchange', () => takeToken() && knockAgain());
startRouter();
startLive();
startClock();
const root = document.getElementById('app');
if (root) render(<Shell />, root);
