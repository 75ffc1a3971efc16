// Rooms that are private on purpose: locked once both are in, or opened to whoever knocks.
import type { Caller } from '../fixtures/caller.js';
import { type NewCaller, expect, test } from '../fixtures/people.js';

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

/** One waits inside; the other has asked to come in, and is told to knock. */
async function standOutside(newCaller: NewCaller, room: string): Promise<{ ann: Caller; ben: Caller }> {
  const [ann, ben] = [await newCaller(), await newCaller()];
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

test('who stands outside and goes away is no longer asked about', async ({ newCaller, room }) => {
  const { ann, ben } = await standOutside(newCaller, room);
  await ben.button('Knock').click();
  await expect(ann.button('Let in')).toBeVisible();
  await ben.page.close();
  await expect(ann.button('Let in')).toBeHidden();
});
