// Every state of the page and every panel, one after another, for whoever wants to look at all of them. What a state needs
// that no fake device and no second person can bring about is a stub, and named so.

/** @import { Page } from '@playwright/test' */
/** @import { WitnessOptions } from './page-types.js' */

/**
 * Opens a page of somebody new, in the language that is looked at if it is the one to look at.
 * @typedef {(options: { seen: boolean, witness?: WitnessOptions, prepare?: (page: Page) => Promise<unknown> }) => Promise<Page>} NewPage
 */

/** What is looked at, in the order of a visit. */
export const SCENES = /** @type {const} */ ([
  'requesting-media',
  'media-error',
  'choosing-room',
  'settings-in-lobby',
  'joining',
  'room-full',
  'waiting',
  'knock-first',
  'knocked',
  'connecting',
  'connected',
  'settings',
  'chat',
  'files',
  'quality',
  'more',
  'screen',
  'reconnecting',
  'ended',
  'check',
  'check-done',
]);

/** @typedef {typeof SCENES[number]} Scene */

/** Waits for as long as a busy machine may need. */
const PATIENCE_MS = 60_000;

/**
 * Walks through all scenes; `look` is called in each.
 * @param {NewPage} newPage
 * @param {string} url
 * @param {(scene: Scene, page: Page) => Promise<void>} look
 */
export async function walk(newPage, url, look) {
  await before(newPage, url, look);
  await call(newPage, url, look);
  await check(newPage, url, look);
}

/**
 * Everything that one person sees alone.
 * @type {typeof walk}
 */
async function before(newPage, url, look) {
  // Stubs: nobody answers the browser's question, or somebody says no.
  const never = await newPage({ seen: true, witness: { refusal: { name: 'never' } } });
  await never.goto(url);
  await look('requesting-media', never);
  await never.context().close();

  const denied = await newPage({ seen: true, witness: { refusal: { name: 'NotAllowedError', permission: 'denied' } } });
  await denied.goto(url);
  await reach(denied, 'media-error');
  await look('media-error', denied);
  await denied.context().close();

  // A stub: the server hears and says nothing.
  const unheard = await newPage({ seen: true, prepare: (page) => page.routeWebSocket(/\/ws$/, () => {}) });
  await unheard.goto(url);
  await touchLobby(unheard);
  await look('choosing-room', unheard);
  await unheard.locator('.settings').click();
  await panel(unheard).waitFor();
  await look('settings-in-lobby', unheard);
  await panel(unheard).locator('header button').click();
  await join(unheard, newRoom());
  await reach(unheard, 'joining');
  await look('joining', unheard);
  await unheard.context().close();
}

/**
 * Everything that takes two.
 * @type {typeof walk}
 */
async function call(newPage, url, look) {
  const room = newRoom();
  const ann = await newPage({ seen: true });
  await ann.goto(url);
  await touchLobby(ann);
  await join(ann, room);
  await reach(ann, 'waiting');
  await ann.locator('#invite-extras summary').click();
  await look('waiting', ann);

  await ann.locator('#invite-extras summary').click();
  await ann.locator('#invite-extras select').selectOption('knock');
  const dan = await newPage({ seen: true });
  await dan.goto(url);
  await touchLobby(dan);
  await join(dan, room);
  const knocker = dan.locator('#lobby-extras .wishes button.button');
  await knocker.waitFor();
  await look('knock-first', dan);
  await knocker.click();
  await ann.locator('.knocks section').waitFor();
  await look('knocked', ann);
  await dan.context().close();
  await ann.locator('.knocks section').waitFor({ state: 'detached' });
  await ann.locator('#invite-extras select').selectOption('open');

  // A stub: what the other says of the line is never taken.
  const deaf = await newPage({ seen: true, prepare: (page) => page.addInitScript(hearNoDescription) });
  await deaf.goto(url);
  await join(deaf, room);
  await reach(deaf, 'connecting');
  await look('connecting', deaf);
  await deaf.context().close();
  await reach(ann, 'waiting');

  const ben = await newPage({ seen: false });
  await ben.goto(url);
  await join(ben, room);
  await Promise.all([reach(ann, 'connected'), reach(ben, 'connected')]);
  await Promise.all([extraButton(ann, 'chat').waitFor(), extraButton(ben, 'chat').waitFor()]);
  await look('connected', ann);

  const cat = await newPage({ seen: true });
  await cat.goto(url);
  await touchLobby(cat);
  await join(cat, room);
  await reach(cat, 'room-full');
  await look('room-full', cat);
  await cat.context().close();

  await ann.locator('.settings').click();
  await panel(ann).waitFor();
  await look('settings', ann);
  await converse(ann, ben);
  await look('chat', ann);
  await exchangeFiles(ann, ben);
  await look('files', ann);
  await ann.locator('button.quality').click();
  await panel(ann).locator('figure').first().waitFor();
  await look('quality', ann);
  await extraButton(ann, 'more').click();
  await panel(ann).locator('kbd').first().waitFor();
  await look('more', ann);
  await ann.keyboard.press('Escape');
  await extraButton(ben, 'screen').click();
  await ann.getByTestId('screen-video').waitFor();
  await look('screen', ann);
  await extraButton(ben, 'screen').click();
  await ann.getByTestId('screen-video').waitFor({ state: 'hidden' });

  // A stub: the line is cut, and no new one comes about.
  await ann.evaluate(hearNoDescription);
  await ben.evaluate(() => window.witness.peerConnections.at(-1)?.close());
  await reach(ann, 'reconnecting');
  await look('reconnecting', ann);
  await ann.locator('.leave').click();
  await reach(ann, 'ended');
  await look('ended', ann);
}

/**
 * The page that tests everything, before and after.
 * @type {typeof walk}
 */
async function check(newPage, url, look) {
  const page = await newPage({ seen: true });
  await page.goto(new URL('/check', url).href);
  await page.locator('.check .tests li').first().waitFor();
  await look('check', page);
  const buttons = page.locator('.check .actions:not([role]) button');
  await buttons.first().click();
  await page.locator('.check [role=group] button').locator('visible=true').first().click({ timeout: PATIENCE_MS });
  // "Copy report" is there when all is done.
  await buttons.nth(1).waitFor({ timeout: PATIENCE_MS });
  await look('check-done', page);
}

function hearNoDescription() {
  RTCPeerConnection.prototype.setRemoteDescription = () => new Promise(() => {});
}

function newRoom() {
  return `tea at four ${crypto.randomUUID().slice(0, 8)}`;
}

/**
 * @param {Page} page
 * @param {string} state
 */
async function reach(page, state) {
  await page.locator(`[data-call-state="${state}"]`).waitFor({ timeout: PATIENCE_MS });
}

/** @param {Page} page */
function panel(page) {
  return page.locator('.drawer[open]');
}

const EXTRA_BUTTONS = /** @type {const} */ (['screen', 'chat', 'files', 'more']);

/**
 * The buttons of the extras, in whatever language: their order is fixed.
 * @param {Page} page
 * @param {typeof EXTRA_BUTTONS[number]} which
 */
function extraButton(page, which) {
  return page.locator('.extra-buttons button').nth(EXTRA_BUTTONS.indexOf(which));
}

/**
 * The lobby with all that is loaded when it is first touched.
 * @param {Page} page
 */
async function touchLobby(page) {
  await reach(page, 'choosing-room');
  await page.locator('#room').click();
  await page.locator('#lobby-extras button.quiet').first().waitFor({ timeout: PATIENCE_MS });
}

/**
 * @param {Page} page
 * @param {string} room
 */
async function join(page, room) {
  await reach(page, 'choosing-room');
  await page.locator('#room').fill(room);
  await page.locator('#room').press('Enter');
}

/**
 * A few lines from both, with a link and a long one.
 * @param {Page} ann
 * @param {Page} ben
 */
async function converse(ann, ben) {
  for (const page of [ann, ben]) await extraButton(page, 'chat').click();
  const lines = /** @type {const} */ ([
    [ann, 'Did you find the recipe?'],
    [ben, 'Yes: https://kitchen.example/plum-cake?for=two'],
    [ben, 'It wants two hundred grams of flour, and far more plums than anybody would think of buying on their own.'],
    [ann, 'On my way!'],
  ]);
  for (const [number, [page, text]] of lines.entries()) {
    await page.locator('#chat-text').fill(text);
    await page.locator('#chat-text').press('Enter');
    await ann.locator('.chat li').nth(number).waitFor();
  }
}

/**
 * A file that is offered, one that was taken, and one that waits for the other.
 * @param {Page} ann
 * @param {Page} ben
 */
async function exchangeFiles(ann, ben) {
  for (const page of [ann, ben]) await extraButton(page, 'files').click();
  const offer = (/** @type {Page} */ page, /** @type {string} */ name, /** @type {number} */ length) =>
    panel(page).locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.alloc(length, 'plum ') });
  const transfers = panel(ann).locator('.transfers li');
  // A stub: a browser that does not ask where a file is to be saved, for nobody could answer.
  await ben.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await offer(ann, 'recipe.txt', 4_321);
  await panel(ben).locator('.transfers button.primary').locator('visible=true').click();
  await panel(ann).locator('.transfers progress').waitFor({ state: 'hidden' });
  await offer(ann, 'a photograph of all the plums that were left over after we had baked.txt', 2_345_678);
  await offer(ben, 'shopping.txt', 512);
  await transfers.nth(2).waitFor();
}
