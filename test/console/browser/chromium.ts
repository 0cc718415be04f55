import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';

const executable = '/usr/bin/chromium';

/** Whether there is a browser to test the page in. */
export const hasChromium = existsSync(executable);

/** Starts it, without a window and without anything that it would ask the network for. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: executable,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What a theme changes is colours: all other rules say the same of both. */
const rules = { light: {}, dark: { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } } };

/** What axe-core has against the page as it is, in each theme: a line for every rule that is broken, with where. */
export async function complaintsAbout(page: Page): Promise<string[]> {
  const complaints: string[] = [];
  await page.evaluate(axe);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = (await page.evaluate(`axe.run(${JSON.stringify({ resultTypes: ['violations'], ...rules[colorScheme] })})`)) as {
      violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
    };
    complaints.push(
      ...violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${colorScheme} ${id}: ${html} ${failureSummary}`)),
    );
  }
  return complaints;
}

/** By how many pixels the page is wider than a small telephone. */
export async function overflowAt360(page: Page): Promise<number> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 800 });
  const width = (await page.evaluate('document.documentElement.scrollWidth')) as number;
  if (before) await page.setViewportSize(before);
  return width - 360;
}
