import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { seeded } from '../../../local/seed.ts';
import { temporaryDirectory, until } from '../../local/world/harness.ts';
import { complaintsAbout, hasChromium, launch, overflowAt360 } from './chromium.ts';
import { inChromium } from './in-chromium.ts';
import { type RunningWorld, startWorld } from './world.ts';

jest.setTimeout(180_000);

const { hostedConnections, lags, packages } = seeded;
const directory = hasChromium ? temporaryDirectory() : '';
let browser: Browser;
let context: BrowserContext;
let world: RunningWorld;
let page: Page;
/** What the browser has to say against the page: errors, and what its policy stopped. */
const errors: string[] = [];

async function newPage(path = '/'): Promise<Page> {
  const opened = await context.newPage();
  opened.setDefaultTimeout(60_000);
  opened.on('pageerror', ({ message }) => errors.push(message));
  opened.on(
    'console',
    (message) => message.type() === 'error' && /Content Security Policy/.test(message.text()) && errors.push(message.text()),
  );
  await opened.goto(`${world.url}${path}`);
  return opened;
}

const row = (on: Page, pair: string) => on.locator('.row', { hasText: pair });
const state = (on: Page) => on.locator('h1 .signed');
const isThere = (on: Page, text: string | RegExp) => on.getByText(text).first().waitFor();

/** No complaint of axe-core in either theme, and nothing that would have to be scrolled sideways on a telephone. */
async function isAccessible(on: Page): Promise<void> {
  expect(await complaintsAbout(on)).toEqual([]);
  expect(await overflowAt360(on)).toBeLessThanOrEqual(0);
}

/** Requests it, and waits until it asks for an approval; gives its id. */
async function asksFor(pair: Readonly<Record<string, string>>): Promise<string> {
  const api = world.as('ana');
  const { body } = await api('POST', '/associations', { kind: 'dx-hosted-connection', pair }, { 'idempotency-key': JSON.stringify(pair) });
  const id = String(body.id);
  await until(async () => ((await api('GET', `/associations/${id}`)).body.state === 'AWAITING_APPROVAL' ? true : undefined), `${id} asks`);
  return id;
}

const actAs = async (on: Page, name: string) => {
  await on.getByLabel('act as').fill(name);
  await on.getByLabel('act as').press('Enter');
  await isThere(on, new RegExp(`:user/${name}`));
};

inChromium('the console in a browser', () => {
  beforeAll(async () => {
    [browser, world] = await Promise.all([launch(), startWorld(directory)]);
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
    page = await newPage(new URL(world.link).hash.replace('#', '/#'));
  });
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  test('the token leaves the address, and the demonstration is seen as it happens', async () => {
    await row(page, `${hostedConnections.shop} → ${lags.west}`).filter({ hasText: 'SUCCEEDED' }).waitFor({ timeout: 120_000 });
    expect(page.url()).toBe(`${world.url}/`);
    expect(await page.locator('.rows .signed').allTextContents()).toEqual(['✓SUCCEEDED', '✕FAILED', '↩ROLLED_BACK', '✓SUCCEEDED']);
    expect(await page.locator('header').textContent()).toContain('live');
    await isAccessible(page);
  });

  test('what the list is narrowed to is in its address, and keys go through it', async () => {
    await page.getByLabel('problems').check();
    await until(async () => ((await page.locator('.row').count()) === 2 ? true : undefined), 'only problems are listed');
    expect(page.url()).toBe(`${world.url}/?problem=true`);
    await page.keyboard.press('Escape');
    await page.locator('h1').focus();
    for (const key of ['j', 'j', 'x']) await page.keyboard.press(key);
    expect(await page.locator('.row.selected').textContent()).toContain('ROLLED_BACK');
    await page.getByRole('button', { name: 'Cancel…' }).click();
    await isThere(page, 'not possible in this state');
    await isAccessible(page);
    await page.keyboard.press('Escape');
    for (const key of ['j', 'j', 'Enter']) await page.keyboard.press(key);
  });

  test('a failure is told in five lines, with the way it took and every call', async () => {
    await isThere(page, 'In AWS now');
    expect(await page.locator('.ending dt').allTextContents()).toEqual(['What', 'Why', 'In AWS now', 'Next', 'Evidence']);
    expect(await page.locator('.ending').textContent()).toContain('REVERTED: as before');
    await page.locator('.steps tr', { hasText: 'ObserveUndo' }).waitFor();
    expect(await page.locator('.node.visited').count()).toBeGreaterThan(5);
    expect(await page.locator('.edge.taken').count()).toBeGreaterThan(5);
    expect(await page.locator('[aria-label="Table of calls"] td:nth-child(3)').first().textContent()).toMatch(/^[0-9a-f-]{36}$/);
    await isAccessible(page);
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'JSON' }).click()]);
    expect(file.suggestedFilename()).toMatch(/^assoc_\w+\.json$/);
  });

  test('another attempt is planned before it is asked for, and not begun where it would fail again', async () => {
    await page.getByRole('button', { name: 'Retry…' }).click();
    await isThere(page, 'Plan: 1 to change');
    await isAccessible(page);
    await page.getByRole('button', { name: 'Retry', exact: true }).click();
    await state(page).filter({ hasText: 'SUCCEEDED' }).waitFor();
    await page.locator('.facts', { hasText: /Attempt2/ }).waitFor();
    await page.goto(`${world.url}/?state=FAILED`);
    await row(page, lags.west).first().getByRole('link').first().click();
    await page.getByRole('button', { name: 'Retry…' }).click();
    await isThere(page, 'It would fail again');
    expect(await page.getByRole('button', { name: 'Retry', exact: true }).isEnabled()).toBe(false);
    await page.getByRole('button', { name: 'Leave as it is' }).click();
  });

  test('a request is planned, typed and approved by another', async () => {
    await page.goto(`${world.url}/request`);
    await actAs(page, 'ana');
    await page.getByLabel('dx-hosted-connection').check();
    await page.getByLabel('Connection id', { exact: true }).fill('wrong');
    await page.getByLabel('Parent connection id', { exact: true }).fill(lags.east);
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await page.locator('#field-pair\\.connectionId-complaint').waitFor();
    await page.getByLabel('Connection id', { exact: true }).fill(hostedConnections.shop);
    await page.keyboard.press('Enter');
    await isThere(page, 'It interrupts traffic');
    const button = page.getByRole('button', { name: 'Request it' });
    expect(await button.isEnabled()).toBe(false);
    await page.getByLabel(/to go on/).fill(hostedConnections.shop);
    await isAccessible(page);
    await button.click();
    await isThere(page, 'Approve this plan?');
    expect(await page.getByRole('button', { name: 'Approve' }).isEnabled()).toBe(false);
    await page.getByLabel(/to go on/).fill(hostedConnections.shop);
    await page.getByRole('button', { name: 'Approve' }).click();
    await isThere(page, 'Somebody with another role must decide');
    await isAccessible(page);
    await actAs(page, 'ben');
    expect(await page.getByRole('button', { name: 'Reject' }).isEnabled()).toBe(false);
    await page.getByLabel('Comment').fill('The window is open.');
    await page.getByRole('button', { name: 'Approve' }).click();
    await isThere(page, /“The window is open.”/);
    await state(page).filter({ hasText: 'SUCCEEDED' }).waitFor();
    await page.locator('.node.visited', { hasText: 'AskApproval' }).waitFor();
    expect(await page.locator('article').textContent()).toMatch(/APPROVED by arn:aws:iam::\d+:user\/ben/);
  });

  test('who decides on what has changed since is told so, and shown what it is now', async () => {
    const id = await asksFor({ connectionId: hostedConnections.clinic, parentConnectionId: lags.east });
    const [one, other] = await Promise.all([newPage(`/associations/${id}`), newPage(`/associations/${id}`)]);
    for (const tab of [one, other]) await actAs(tab, 'ben');
    await isThere(other, 'Approve this plan?');
    // The other tab does not hear of it: its stream is gone, and no new one comes.
    await other.route('**/console/live**', (route) => route.abort());
    await other.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
    await isThere(other, 'reconnecting…');
    await one.getByLabel('Comment').fill('Not before Monday.');
    await one.getByRole('button', { name: 'Reject' }).click();
    await state(one).filter({ hasText: 'REJECTED' }).waitFor();
    await other.getByLabel(/to go on/).fill(hostedConnections.clinic);
    await other.getByRole('button', { name: 'Approve' }).click();
    await state(other).filter({ hasText: 'REJECTED' }).waitFor();
    await isThere(other, /What is shown now is how it stands|There is no question any more/);
    expect(await other.locator('article').textContent()).toContain('Not before Monday.');
    await Promise.all([one.close(), other.close()]);
  });

  test('several pairs are planned together and asked for as a batch', async () => {
    await page.goto(`${world.url}/request`);
    await page.getByLabel('es-package').check();
    await page.getByLabel('Several pairs').check();
    const lines = (...domains: string[]) => domains.map((domain) => `${packages.stopwords} ${domain}`).join('\n');
    await page.getByLabel('Items').fill(lines('logs-prod', 'Logs!', 'nowhere-at-all'));
    await page.getByText('More:').click();
    await page.getByLabel('Canary').fill('1');
    await page.getByLabel('Label (optional)').fill('stopwords everywhere');
    await page.getByRole('button', { name: 'Show the plan' }).click();
    expect(await page.locator('#field-items-complaint').textContent()).toMatch(/^✕ line 2: /);
    await isAccessible(page);
    await page.getByLabel('Items').fill(lines('logs-prod', 'logs-staging', 'nowhere-at-all'));
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await isThere(page, 'Plan: 2 to change, 0 as desired already, 1 blocked');
    expect(await page.locator('.planned > li').allTextContents()).toEqual([
      expect.stringMatching(/^✕It cannot be done .* → nowhere-at-all✕FAIL/),
      expect.stringMatching(/^✓It can be done .* → logs-prod$/),
      expect.stringMatching(/^✓It can be done .* → logs-staging$/),
    ]);
    await isAccessible(page);
    await page.getByRole('button', { name: 'Request it' }).click();
    await isThere(page, 'the first 1 alone (framed)');
  });

  test('a batch is a grid of its items, and what failed of it can be retried', async () => {
    await page.getByRole('link', { name: 'Batches' }).click();
    await row(page, 'stopwords everywhere').filter({ hasText: '2 SUCCEEDED, 1 FAILED' }).waitFor();
    await isAccessible(page);
    await page.getByRole('link', { name: 'stopwords everywhere' }).click();
    await state(page).filter({ hasText: 'FAILED' }).waitFor();
    await page.locator('.cell').nth(2).waitFor();
    expect(await page.locator('.cell').allTextContents()).toEqual(['✓', '✓', '✕']);
    expect(await page.locator('.cell.canary').getAttribute('aria-label')).toMatch(/^0 \(canary\): SUCCEEDED, F222222222 → logs-prod/);
    await isAccessible(page);
    await page.getByRole('button', { name: 'Retry failed…' }).click();
    expect(await page.locator('dialog').textContent()).toContain('nowhere-at-all');
    await page.getByRole('button', { name: 'Retry failed', exact: true }).click();
    await page
      .locator('.facts', { hasText: 'Attempt' })
      .filter({ hasText: /Attempt2/ })
      .waitFor();
  });

  test('what is on its way is cancelled from the list, and a batch is stopped', async () => {
    await asksFor({ connectionId: hostedConnections.shop, parentConnectionId: lags.west });
    await page.goto(`${world.url}/?state=AWAITING_APPROVAL`);
    await row(page, hostedConnections.shop).getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Cancel…' }).click();
    await page.getByRole('button', { name: 'Cancel 1' }).click();
    await page.locator('dialog [role=status]', { hasText: '1 of 1 cancelled' }).waitFor();
    await isAccessible(page);
    await page.getByRole('button', { name: 'Close' }).click();
    await row(page, hostedConnections.shop).waitFor({ state: 'detached' });
    const items = ['logs-prod', 'shop-search'].map((domainName) => ({
      kind: 'es-package',
      pair: { packageId: packages.synonyms, domainName },
      desired: 'DISSOCIATED',
    }));
    const body = { items, approval: 'REQUIRED', maxConcurrency: 1, label: 'to be stopped' };
    const { id } = (await world.as('ana')('POST', '/batches', body, { 'idempotency-key': 'stop' })).body;
    await page.goto(`${world.url}/batches/${id}`);
    await state(page).filter({ hasText: 'RUNNING' }).waitFor();
    await page.getByRole('button', { name: 'Stop…' }).click();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.locator('.facts', { hasText: 'Cancelled' }).waitFor();
  });

  test('a page that is open goes on by itself when the world is there again', async () => {
    await page.goto(`${world.url}/?kind=es-package`);
    await row(page, 'logs-prod').first().waitFor();
    await world.stop();
    await isThere(page, 'reconnecting…');
    world = await startWorld(directory, { port: new URL(world.url).port });
    await world.as('ana')(
      'POST',
      '/associations',
      { kind: 'es-package', pair: { packageId: packages.synonyms, domainName: 'shop-search' } },
      { 'idempotency-key': 'after' },
    );
    await row(page, `${packages.synonyms} → shop-search`).waitFor();
    expect(await page.locator('header').textContent()).toContain('live');
  });

  test('without the link there is no way in, and the page says so', async () => {
    const stranger = await browser.newPage();
    await stranger.goto(`${world.url}/`);
    await stranger.getByText('This page has no way in').waitFor();
    await isAccessible(stranger);
    await stranger.goto(world.link);
    await row(stranger, 'logs-prod').first().waitFor();
    expect(await stranger.locator('header').textContent()).toContain('live');
    await stranger.close();
    expect(errors).toEqual([]);
  });
});
