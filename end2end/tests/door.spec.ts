// Rooms that are private on purpose: locked once both are in, or opened to whoever knocks.
import type { Page, WebSocketRoute } from '@playwright/test';
import type { Caller } from '../fixtures/caller.js';
import { NOBODY_THERE, type NewCaller, expect, test } from '../fixtures/people.js';

const WHO = 'Who may come in';
const NOBODY = 'Nobody else, once you are two';
const KNOCKING = 'Whoever knocks and is let in';

/** In a call, the choice is among what else one can do. */
async function chooseInCall(person: Caller, choice: string): Promise<void> {
  const panel = await person.openPanel('More');
  await panel.getByRole('combobox', { name: WHO }).selectOption(choice);
  await panel.getByRole('button', { name: 'Close' }).click();
}

/** Alone in a room that one knocks at. */
async function waitBehindTheDoor(person: Caller, room: string): Promise<void> {
  await person.enter(room);
  await person.expectState('waiting');
  await person.page.getByRole('combobox', { name: WHO }).selectOption(KNOCKING);
}

/** Whose lines to the server the test can cut, the latest last. */
function lines(): { prepare: (page: Page) => Promise<void>; open: WebSocketRoute[] } {
  const open: WebSocketRoute[] = [];
  const prepare = (page: Page) =>
    page.routeWebSocket(/\/ws$/, (socket) => {
      socket.connectToServer();
      open.push(socket);
    });
  return { prepare, open };
}

/** One waits inside; the other has asked to come in, and is told to knock. */
async function standOutside(
  newCaller: NewCaller,
  room: string,
  prepare?: (page: Page) => Promise<void>,
): Promise<{ ann: Caller; ben: Caller }> {
  const [ann, ben] = [await newCaller(), await newCaller({ prepare })];
  await waitBehindTheDoor(ann, room);
  await ben.arrive();
  await ben.join(room);
  await expect(ben.alert).toContainText('knock');
  return { ann, ben };
}

test('a locked room keeps a third out also when one of the two has left, and lets that one in again', async ({ startCall, newCaller }) => {
  const { ann, ben, room } = await startCall();
  await chooseInCall(ann, NOBODY);
  for (const person of [ann, ben]) await expect(person.page.locator('.signs').getByText(NOBODY)).toBeVisible();
  await ben.leave();
  await ann.expectState('waiting');
  const cat = await newCaller();
  await cat.arrive();
  await cat.join(room);
  await cat.expectState('choosing-room');
  await expect(cat.alert).toContainText('let nobody else in');
  await ben.button('Join again').click();
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
});

test('one who waits alone cannot lock out whom they wait for', async ({ newCaller, room }) => {
  const ann = await newCaller();
  await ann.enter(room);
  await expect(ann.page.getByRole('combobox', { name: WHO }).getByRole('option', { name: NOBODY })).toBeDisabled();
});

test('who knocks and is let in is in the call', async ({ newCaller, room }) => {
  const { ann, ben } = await standOutside(newCaller, room);
  await ben.button('Knock').click();
  await expect(ben.page.locator('p').filter({ hasText: 'You have knocked' }).first()).toBeVisible();
  await expect(ann.page.getByRole('heading', { name: 'Somebody is knocking' })).toBeVisible();
  await ann.button('Let in').click();
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  await expect(ann.page.getByRole('heading', { name: 'Somebody is knocking' })).toBeHidden();
});

test('who knocks and is not let in hears so, and may knock again', async ({ newCaller, room }) => {
  const { ann, ben } = await standOutside(newCaller, room);
  await ben.button('Knock').click();
  await ann.button('Not now').click();
  await expect(ben.page.getByText('They did not let you in.').first()).toBeVisible();
  await expect(ben.button('Knock')).toBeEnabled();
});

test('who answers by keyboard is back where they were, or with the next who knocks', async ({ newCaller, room }) => {
  const { ann, ben } = await standOutside(newCaller, room);
  const cat = await newCaller();
  await cat.arrive();
  await cat.join(room);
  const [knocks, choice] = [ann.page.getByRole('heading', { name: 'Somebody is knocking' }), ann.page.getByRole('combobox', { name: WHO })];
  await ben.button('Knock').click();
  await cat.button('Knock').click();
  await expect(knocks).toHaveCount(2);
  await choice.focus();
  await ann.button('Not now').first().press('Enter');
  await expect(knocks).toHaveCount(1);
  await expect(knocks).toBeFocused();
  await ann.page.keyboard.press('Tab');
  await expect(ann.button('Let in')).toBeFocused();
  await ann.page.keyboard.press('Tab');
  await ann.page.keyboard.press('Enter');
  await expect(knocks).toHaveCount(0);
  await expect(choice).toBeFocused();
});

test('who stands outside and goes away is no longer asked about', async ({ newCaller, room }) => {
  const { ann, ben } = await standOutside(newCaller, room);
  await ben.button('Knock').click();
  await expect(ann.button('Let in')).toBeVisible();
  await ben.page.close();
  await expect(ann.button('Let in')).toBeHidden();
});

test('who knocks and then thinks better of it is no longer asked about', async ({ newCaller, room }) => {
  const { ann, ben } = await standOutside(newCaller, room);
  await ben.button('Knock').click();
  await expect(ann.button('Let in')).toBeVisible();
  await ben.cancel();
  await expect(ann.button('Let in')).toBeHidden();
});

test('who waits behind the door and loads the page again hears of whoever knocked', async ({ newCaller, room }) => {
  const { ann, ben } = await standOutside(newCaller, room);
  await ben.button('Knock').click();
  await expect(ann.button('Let in')).toBeVisible();
  await ann.page.reload();
  await ann.button('Let in').click();
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
});

test('a knock outlives the line that it came by', async ({ newCaller, room }) => {
  const { prepare, open } = lines();
  const { ann, ben } = await standOutside(newCaller, room, prepare);
  await ben.button('Knock').click();
  await expect(ann.button('Let in')).toBeVisible();
  const before = open.length;
  await open.at(-1)?.close();
  await expect.poll(() => open.length, 'Ben has another line').toBeGreaterThan(before);
  await expect(async () => {
    // The first may still be the knock of the line that is gone; and the right one may take its time.
    if (await ann.button('Let in').isVisible()) await ann.button('Let in').click({ timeout: 1_000 });
    await ben.expectState(['waiting', 'connecting', 'connected'], 2_000);
  }).toPass({ timeout: 20_000 });
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
});

test('a server that is started again finds the door as it was, also if only one waited behind it', async ({ newCaller, startServer, room }) => {
  const server = await startServer();
  const options = { context: { baseURL: server.url }, allow: [NOBODY_THERE] };
  const [ann, ben] = [await newCaller(options), await newCaller(options)];
  let said = 0;
  ann.page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => (said += String(payload).startsWith('{"access"') ? 1 : 0)));
  await waitBehindTheDoor(ann, room);
  await expect.poll(() => said, 'the door is shut').toBe(1);
  await server.kill();
  await server.startAgain();
  await expect.poll(() => said, { message: 'and again', timeout: 20_000 }).toBe(2);
  await ben.arrive();
  await ben.join(room);
  await expect(ben.alert).toContainText('knock');
});
