import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { seeded } from '../../local/seed.ts';
import { root, temporaryDirectory, until } from '../local/world/harness.ts';
import { launch } from './browser/chromium.ts';
import { type RunningWorld, startWorld } from './browser/world.ts';

/** Makes the pictures of the console that the documentation shows, of a local world: `node test/console/screenshots.ts`. */

const { hostedConnections, lags, packages, services, network } = seeded;
const images = join(root, 'docs/images');
const picture = (name: string) => join(images, `console-${name}.png`);

/** Slow enough to be seen on its way. */
const speed = 40;

async function open(
  browser: Browser,
  { link }: RunningWorld,
  options: Parameters<Browser['newContext']>[0],
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel('act as').fill('ana');
  await page.keyboard.press('Enter');
  await page.getByText('user/ana').waitFor();
  await page.getByText('live').waitFor();
  await page.locator('h1').focus();
  return { context, page };
}

/** Requests it over the API; gives its id. */
async function request(world: RunningWorld, kind: string, pair: object, more: object = {}): Promise<string> {
  const { body } = await world.as('ana')('POST', '/associations', { kind, pair, ...more }, { 'idempotency-key': JSON.stringify(pair) });
  return String(body.id);
}

const reaches = (world: RunningWorld, id: string, wanted: string) =>
  until(async () => ((await world.as('ana')('GET', `/associations/${id}`)).body.state === wanted ? true : undefined), `${id} is ${wanted}`);

/** The list, with something of everything. */
async function list(browser: Browser, world: RunningWorld): Promise<void> {
  await request(world, 'es-package', { packageId: packages.stopwords, domainName: 'nowhere' });
  await request(
    world,
    'dx-hosted-connection',
    { connectionId: hostedConnections.clinic, parentConnectionId: lags.east },
    { reason: 'CHG-4711' },
  );
  await request(world, 'lattice-service', { serviceIdentifier: services.stock, serviceNetworkIdentifier: network });
  await request(world, 'es-package', { packageId: packages.synonyms, domainName: 'shop-search' });
  const { context, page } = await open(browser, world, { viewport: { width: 1200, height: 560 }, colorScheme: 'light' });
  await page.getByText('Waiting for an approval').waitFor();
  await page
    .locator('.row', { hasText: 'look' })
    .or(page.locator('.row', { hasText: 'WaitFor' }))
    .first()
    .waitFor();
  await page.screenshot({ path: picture('list') });
  await context.close();
}

/** What failed, in the dark. */
async function association(browser: Browser, world: RunningWorld): Promise<void> {
  const { context, page } = await open(browser, world, { viewport: { width: 1360, height: 860 }, colorScheme: 'dark' });
  await page.locator('.row', { hasText: 'ROLLED_BACK' }).getByRole('link').click();
  await page.locator('.edge.taken').first().waitFor({ state: 'attached' });
  await page.locator('.steps tr').nth(5).waitFor();
  await page.screenshot({ path: picture('association') });
  await context.close();
}

const frame = { width: 720, height: 620 };

/** The same page at each stage of a run, side by side. */
async function run(browser: Browser, world: RunningWorld): Promise<void> {
  const { context, page } = await open(browser, world, { viewport: frame, colorScheme: 'light' });
  const stages: [string, Buffer][] = [];
  const keep = async (title: string) => stages.push([title, await page.screenshot()]);
  const pair = { connectionId: hostedConnections.shop, parentConnectionId: lags.east };
  const id = await request(world, 'dx-hosted-connection', pair, { reason: 'CHG-4712: lag-west is drained' });
  await reaches(world, id, 'AWAITING_APPROVAL');
  await page.goto(`${world.url}/associations/${id}`);
  await page.getByLabel('act as').fill('ben');
  await page.keyboard.press('Enter');
  await page.getByText('user/ben').waitFor();
  await page.locator('h1').focus();
  await page.getByText('Approve this plan?').waitFor();
  await page.locator('h1').scrollIntoViewIfNeeded();
  await keep('1. It asks: the plan, in words');
  await page.getByLabel(/to go on/).fill(hostedConnections.shop);
  await page.getByRole('button', { name: 'Approve' }).click();
  await page.locator('.node.current', { hasText: 'WaitForSettled' }).waitFor();
  await page.evaluate('scrollTo(0, 0)');
  await keep('2. Approved: AWS is at work');
  await page.locator('h1', { hasText: 'SUCCEEDED' }).waitFor();
  await page.locator('.node.visited', { hasText: /✓ Done/ }).waitFor();
  await page.evaluate('scrollTo(0, 0)');
  await keep('3. Done: what is in AWS now');
  await context.close();
  await sideBySide(browser, stages);
}

async function sideBySide(browser: Browser, stages: readonly (readonly [string, Buffer])[]): Promise<void> {
  const page = await browser.newPage({ viewport: { width: stages.length * (frame.width + 24) + 24, height: frame.height + 90 } });
  const figures = stages.map(
    ([title, image]) => `<figure><figcaption>${title}</figcaption><img src="data:image/png;base64,${image.toString('base64')}"></figure>`,
  );
  const style =
    'body{margin:0;padding:24px;display:flex;gap:24px;background:#eef0f2;font:600 22px system-ui}figure{margin:0}img{margin-top:12px;border:1px solid #ccd1d7}';
  await page.setContent(`<style>${style}</style>${figures.join('')}`);
  await page.screenshot({ path: picture('run') });
  await page.close();
}

const directory = temporaryDirectory();
const [browser, world] = await Promise.all([launch(), startWorld(directory, { speed })]);
try {
  await until(() => (world.said('ended').length === 4 ? true : undefined), 'the demonstration ends', 240_000);
  await association(browser, world);
  await run(browser, world);
  await list(browser, world);
} finally {
  await browser.close();
  await world.stop();
  rmSync(directory, { recursive: true, force: true });
}
