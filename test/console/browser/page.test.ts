import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Association } from '../../../src/association.ts';
import { summary } from '../../../src/view.ts';
import { until } from '../../local/world/harness.ts';
import { association, machineArn } from '../../record.ts';
import { type OpenConsole, openConsole } from '../server/console.ts';
import { problem, startUpstream } from '../server/upstream.ts';
import { launch } from './chromium.ts';
import { inChromium } from './in-chromium.ts';

jest.setTimeout(60_000);

const credentials = { AWS_ACCESS_KEY_ID: 'operator', AWS_SECRET_ACCESS_KEY: 'secret' };
const deployed = { isLocal: false, as: undefined } as const;

/** What the API answers, by path without its query; what it has not, there is not. */
let answers: Record<string, unknown>;
let [upstream, browser]: [Awaited<ReturnType<typeof startUpstream>>, Browser] = [] as never;
let [at, context, page]: [OpenConsole, BrowserContext, Page] = [] as never;

const listed = (...given: Partial<Association>[]) => given.map((each) => summary(association(each), machineArn));
const pageOf = (items: readonly unknown[], nextPageToken: string | null = null) => ({ items, nextPageToken });

/** Closes the console, and opens another in its place. */
async function reopen(target: Parameters<typeof openConsole>[0]): Promise<void> {
  await at.close();
  at = await openConsole(target, Number(new URL(at.url).port));
}

const header = () => page.locator('header').textContent();
const says = (text: string) => page.getByText(text).first().waitFor();

inChromium('the page', () => {
  beforeAll(async () => {
    Object.assign(process.env, credentials);
    [browser, upstream] = await Promise.all([
      launch(),
      startUpstream(({ path }) => {
        const { pathname, searchParams } = new URL(path, 'http://api');
        const waits = searchParams.get('state') === 'AWAITING_APPROVAL';
        const body = answers[waits ? 'waiting' : pathname];
        return body ? { status: 200, body } : { status: 404, body: problem(404, 'not-found') };
      }),
    ]);
  });
  afterAll(async () => {
    for (const name of Object.keys(credentials)) delete process.env[name];
    await browser?.close();
    await upstream?.close();
  });
  beforeEach(async () => {
    answers = { waiting: pageOf([]), '/associations': pageOf(listed({})) };
    at = await openConsole({ url: upstream.url });
    context = await browser.newContext();
    page = await context.newPage();
  });
  afterEach(async () => {
    await context.close();
    await at.close();
  });

  test('says where it is when another console is in the place of the one it had', async () => {
    await page.goto(at.link);
    await page.getByLabel('act as').fill('ana');
    await page.keyboard.press('Enter');
    await until(() => (upstream.told.some(({ who }) => who === 'ana') ? true : undefined), 'it acts as ana');
    for (const place of ['stage dev', 'stage prod']) {
      await reopen({ url: upstream.url, aws: upstream.url, ...deployed, place });
      await page.goto(at.link);
      await says(place);
      await says('live');
      expect(await header()).not.toContain('local world');
    }
    expect(await header()).not.toContain('stage dev');
    const signed = upstream.told.filter(({ path }) => path !== '/');
    expect(signed.at(-1)?.who).toBe('operator');
  });

  test('tells the times of a stage by the clock of this machine', async () => {
    const requestedAt = Date.now() - 2 * 3_600_000;
    answers['/associations'] = pageOf(listed({ requestedAt }));
    await reopen({ url: upstream.url, aws: upstream.url, ...deployed, place: 'stage dev' });
    // Of two readings that were late by different times one could think that it ran at another pace.
    await page.route('**/console/context', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ json: { ...(await answer.json()), now: '2020-01-01T00:00:00.000Z' } });
    });
    await page.goto(at.link);
    await says('stage dev');
    await says('2 h ago');
  });

  test('says who one is once AWS knows the credentials', async () => {
    await reopen({ url: upstream.url, aws: upstream.url, ...deployed, place: 'stage dev' });
    await page.goto(at.link);
    await says('principal not known');
    answers['/'] = '<Arn>arn:aws:sts::210987654321:assumed-role/NetOps/ana</Arn><Account>210987654321</Account>';
    await says('assumed-role/NetOps/ana');
  });

  test('shows of another kind nothing where the list is of one', async () => {
    const waiting = listed({ kind: 'dx-hosted-connection', pair: { connectionId: 'dxcon-1' }, state: 'AWAITING_APPROVAL' } as object);
    answers.waiting = pageOf(waiting);
    await page.goto(at.link);
    await says('Waiting for an approval');
    await page.getByLabel('Kind').selectOption('es-package');
    await page.locator('.row', { hasText: 'F1 → logs' }).waitFor();
    expect(await page.locator('.row').count()).toBe(1);
  });

  test('leaves the focus where it is when the last filter is taken away', async () => {
    await page.goto(`${at.url}/?problem=true${new URL(at.link).hash}`);
    await page.locator('.row').waitFor();
    await page.getByLabel('problems').focus();
    await page.keyboard.press('Space');
    await page.waitForURL(`${at.url}/`);
    await page.locator('.row').waitFor();
    expect(await page.locator('label', { hasText: 'problems' }).locator(':focus').count()).toBe(1);
  });

  test('does not say that there is nothing where older ones were not looked through', async () => {
    answers['/associations'] = pageOf([], 'older');
    await page.goto(`${at.url}/?kind=es-package${new URL(at.link).hash}`);
    await says('Older ones have not been looked through yet.');
    expect(await page.getByText('Nothing is like that').count()).toBe(0);
    await page.getByRole('button', { name: 'Older' }).waitFor();
  });

  test('leaves the rest alone when one leaves before all that were selected are done', async () => {
    const ids = ['A', 'B', 'C'].map((end) => `assoc_01JBMZ0000000000000000000${end}`);
    answers['/associations'] = pageOf(listed(...ids.map((id) => ({ id, state: 'FAILED', sideEffects: 'NONE' }) as const)));
    await page.goto(at.link);
    for (const box of await page.locator('.row').getByRole('checkbox').all()) await box.check();
    await page.getByRole('button', { name: 'Retry…' }).click();
    const answered = Promise.withResolvers<void>();
    await page.route('**/retry', async (route) => {
      await answered.promise;
      await route.continue();
    });
    await page.getByRole('button', { name: 'Retry 3' }).click();
    await page.getByRole('button', { name: 'Leave the rest as it is' }).click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    answered.resolve();
    const sent = () => upstream.told.filter(({ path }) => path.endsWith('/retry')).length;
    await until(() => (sent() > 0 ? true : undefined), 'the first is sent');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(sent()).toBe(1);
  });

  test('follows an item that is tried again by itself after its batch has ended', async () => {
    const item = { index: 0, kind: 'es-package', pair: { packageId: 'F1', domainName: 'logs' }, desired: 'ASSOCIATED', sideEffects: null };
    const inState = (state: string) => pageOf([{ ...item, associationId: association().id, state, reason: null }]);
    Object.assign(answers, {
      '/batches/batch_1': {
        ...{ id: 'batch_1', state: 'FAILED', label: null, total: 1, counts: { FAILED: 1 }, notStarted: 0, version: 3 },
        ...{ maxConcurrency: 1, canary: 0, stopAfterFailures: null, attempt: { number: 1 }, cancel: null, ending: null },
        ...{ requestedBy: { type: 'IAM', id: 'ana' }, requestedAt: '2026-11-02T00:00:00.000Z' },
      },
      '/batches/batch_1/items': inState('RUNNING'),
    });
    await page.goto(`${at.url}/batches/batch_1${new URL(at.link).hash}`);
    await page.locator('.cell', { hasText: '►' }).waitFor();
    answers['/batches/batch_1/items'] = inState('SUCCEEDED');
    await page.locator('.cell', { hasText: '✓' }).waitFor({ timeout: 10_000 });
  });
});
