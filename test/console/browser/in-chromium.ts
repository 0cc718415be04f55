import { describe } from '@jest/globals';
import { hasChromium } from './chromium.ts';

/** What is tested in a browser; where there is none it is skipped, and that is said. */
export const inChromium = hasChromium ? describe : describe.skip;

if (!hasChromium) process.stderr.write('\n  SKIPPED: there is no /usr/bin/chromium, so the console was not tested in a browser.\n\n');
