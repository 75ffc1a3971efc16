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

/** Somebody new has asked to come in, and is told to knock. */
async function standOutside(newCaller: NewCaller, room: string, prepare?: (page: Page) => Promise<void>): Promise<Caller> {
  const person = await newCaller({ prepare });
  await ask(person, room);
  return person;
}

async function ask(person: Caller, room: string): Promise<void> {
  await person.arrive();
  await person.join(room);
  await expect(person.alert).toContainText('knock');
}

/** Somebody who was let in goes, for good: they need not knock at this room a second time. */
async function partFrom(person: Caller, inside: Caller): Promise<void> {
  await person.leave();
  await inside.expectState('waiting');
}

test('a room can be locked by two, and not by one', async ({ newCaller, room }) => {
  const [ann, ben] = [await newCaller(), await newCaller()];

  await test.step('one who waits alone cannot lock out whom they wait for', async () => {
    await ann.enter(room);
    // Asked of the option itself: `toBeDisabled` asks what the label around it is for.
    await expect(ann.page.getByRole('combobox', { name: WHO }).getByRole('option', { name: NOBODY })).toHaveJSProperty('disabled', true);
  });

  await ben.enter(room);
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);

  await test.step('a locked room keeps a third out also when one of the two has left, and lets that one in again', async () => {
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
});

// Not all of it in one room: a room lets people knock only so often.
test('one waits behind a door that others knock at', async ({ newCaller, room }) => {
  test.setTimeout(180_000);
  const ann = await newCaller();
  await waitBehindTheDoor(ann, room);
  const knocks = ann.page.getByRole('heading', { name: 'Somebody is knocking' });

  await test.step('a person who knocks and is let in is in the call', async () => {
    const ben = await standOutside(newCaller, room);
    await ben.button('Knock').click();
    await expect(ben.page.locator('p').filter({ hasText: 'You have knocked' }).first()).toBeVisible();
    await expect(knocks).toBeVisible();
    await ann.button('Let in').click();
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    await expect(knocks).toBeHidden();
    await partFrom(ben, ann);
  });

  const ben = await standOutside(newCaller, room);

  await test.step('a person who knocks and is not let in hears so, and may knock again', async () => {
    await ben.button('Knock').click();
    await ann.button('Not now').click();
    await expect(ben.page.getByText('They did not let you in.').first()).toBeVisible();
    await expect(ben.button('Knock')).toBeEnabled();
  });

  await test.step('a person who knocks and then cancels is no longer asked about', async () => {
    await expect(ann.button('Let in')).toBeHidden();
    await ben.button('Knock').click();
    await expect(ann.button('Let in')).toBeVisible();
    await ben.cancel();
    await expect(ann.button('Let in')).toBeHidden();
  });

  await test.step('a person who reloads behind the door hears of a knock from before', async () => {
    await ask(ben, room);
    await ben.button('Knock').click();
    await expect(ann.button('Let in')).toBeVisible();
    await ann.page.reload();
    await ann.button('Let in').click();
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    await partFrom(ben, ann);
  });

  await test.step('a person who stands outside and goes away is no longer asked about', async () => {
    const dan = await standOutside(newCaller, room);
    await dan.button('Knock').click();
    await expect(ann.button('Let in')).toBeVisible();
    await dan.page.close();
    await expect(ann.button('Let in')).toBeHidden();
  });
});

test('focus at the door, and a line that is cut outside it', async ({ newCaller, room }) => {
  test.setTimeout(180_000);
  const ann = await newCaller();
  await waitBehindTheDoor(ann, room);
  const knocks = ann.page.getByRole('heading', { name: 'Somebody is knocking' });
  const { prepare, open } = lines();
  const [cat, dan] = [await standOutside(newCaller, room, prepare), await standOutside(newCaller, room)];

  await test.step('after an answer by keyboard, focus is at the next knock or back', async () => {
    const choice = ann.page.getByRole('combobox', { name: WHO });
    await cat.button('Knock').click();
    await dan.button('Knock').click();
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

  await test.step('a knock outlives the line that it came by', async () => {
    await cat.button('Knock').click();
    await expect(ann.button('Let in')).toBeVisible();
    const before = open.length;
    await open.at(-1)?.close();
    await expect.poll(() => open.length, 'Cat has another line').toBeGreaterThan(before);
    await expect(async () => {
      // The first may still be the knock of the line that is gone; and the right one may take its time.
      if (await ann.button('Let in').isVisible()) await ann.button('Let in').click({ timeout: 1_000 });
      await cat.expectState(['waiting', 'connecting', 'connected'], 2_000);
    }).toPass({ timeout: 20_000 });
    await Promise.all([ann.seesFriend(), cat.seesFriend()]);
  });
});

test('a server that is started again finds the door as it was, also if only one waited behind it', async ({
  newCaller,
  startServer,
  room,
}) => {
  const server = await startServer();
  const options = { context: { baseURL: server.url }, allow: [NOBODY_THERE] };
  const [ann, ben] = [await newCaller(options), await newCaller(options)];
  let said = 0;
  ann.page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => (said += String(payload).startsWith('{"access"') ? 1 : 0)),
  );
  await waitBehindTheDoor(ann, room);
  await expect.poll(() => said, 'the door is shut').toBe(1);
  await server.kill();
  await server.startAgain();
  await expect.poll(() => said, { message: 'and again', timeout: 20_000 }).toBe(2);
  await ben.arrive();
  await ben.join(room);
  await expect(ben.alert).toContainText('knock');
});
