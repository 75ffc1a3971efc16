// The conversation in writing beside the call.
import type { Locator } from '@playwright/test';
import type { Caller } from '../fixtures/caller.js';
import { expect, test } from '../fixtures/people.js';

const field = (person: Caller): Locator => person.panel('Chat').getByRole('textbox', { name: 'Message' });
const lines = (person: Caller): Locator => person.panel('Chat').getByRole('list', { name: 'Messages' }).getByRole('listitem');
const chatButton = (person: Caller): Locator => person.page.getByRole('group', { name: 'Your call' }).getByRole('button', { name: 'Chat' });

async function openChat(...people: Caller[]): Promise<void> {
  for (const person of people) {
    await chatButton(person).click();
    await expect(field(person)).toBeVisible();
  }
}

async function write(person: Caller, text: string): Promise<void> {
  await field(person).fill(text);
  await field(person).press('Enter');
  await expect(field(person)).toHaveValue('');
}

/** Each answers what they have read: two who write at once may each see their own first. */
async function answerEachOther(ann: Caller, one: string, ben: Caller, two: string): Promise<void> {
  await write(ann, one);
  await expect(lines(ben).last()).toContainText(one);
  await write(ben, two);
  await expect(lines(ann).last()).toContainText(two);
}

/** The lines that came after so many. */
const linesAfter = (person: Caller, since: number): Locator => lines(person).and(person.page.locator(`:nth-child(n + ${since + 1})`));

/** How much has been said until now, of which both have the same. */
async function saidSoFar(ann: Caller, ben: Caller): Promise<number> {
  const said = await lines(ann).count();
  await expect(lines(ben)).toHaveCount(said);
  return said;
}

/** Who said it after so many other lines, in what words; and all of it has arrived. */
async function expectLinesAfter(person: Caller, since: number, ...wanted: string[]): Promise<void> {
  await expect(linesAfter(person, since)).toHaveText(wanted.map((text) => new RegExp(`^${text}\\s*\\d{1,2}:\\d{2}( [AP]M)?$`)));
  await expect(lines(person)).toHaveCount(since + wanted.length);
}

/** The same of the whole conversation. */
async function expectLines(person: Caller, ...wanted: string[]): Promise<void> {
  await expectLinesAfter(person, 0, ...wanted);
}

/** The field is empty and the panel away, as a step finds them that opens it. */
async function putAway(...people: Caller[]): Promise<void> {
  for (const person of people) {
    if (!(await person.panel('Chat').isVisible())) continue;
    await field(person).fill('');
    await person.panel('Chat').getByRole('button', { name: 'Close' }).click();
    await expect(person.panel('Chat')).toBeHidden();
  }
}

test('two people converse in writing', async ({ startCall }) => {
  test.setTimeout(180_000);
  const { ann, ben } = await startCall();

  await test.step('two people write to each other, and both see who wrote what', async () => {
    await openChat(ann, ben);
    await expect(ann.panel('Chat')).toContainText('gone when the call is over');
    await answerEachOther(ann, 'Can you see the hill?', ben, 'Yes, and two cows.');
    await field(ann).fill('Three!');
    await ann.button('Send').click();
    await expectLines(ann, 'You: Can you see the hill\\?', 'They: Yes, and two cows\\.', 'You: Three!');
    await expectLines(ben, 'They: Can you see the hill\\?', 'You: Yes, and two cows\\.', 'They: Three!');
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  });

  await test.step('Enter sends, Shift with Enter begins a line, and nothing is sent for blanks', async () => {
    const since = await saidSoFar(ann, ben);
    await field(ann).press('Enter');
    await field(ann).fill('  \n ');
    await ann.button('Send').click();
    await field(ann).fill('');
    await ann.page.keyboard.type('one');
    await ann.page.keyboard.press('Shift+Enter');
    await ann.page.keyboard.type('two');
    await expect(field(ann)).toHaveValue('one\ntwo');
    await ann.page.keyboard.press('Enter');
    await expect(lines(ben)).toHaveCount(since + 1);
    await expect(linesAfter(ben, since).getByText('one')).toHaveText('one\ntwo', { useInnerText: true });
    await expect(lines(ann)).toHaveCount(since + 1);
  });

  await test.step('an address is a link that tells nobody where one comes from, and markup is only text', async () => {
    const since = await saidSoFar(ann, ben);
    await write(ann, 'See https://duet.example/a?b=c&d. <img src=x onerror=alert(1)> javascript:alert(1)');
    for (const person of [ann, ben]) {
      const links = lines(person).getByRole('link');
      await expect(links).toHaveCount(1);
      await expect(links).toHaveText('https://duet.example/a?b=c&d');
      await expect(links).toHaveAttribute('href', 'https://duet.example/a?b=c&d');
      await expect(links).toHaveAttribute('target', '_blank');
      await expect(links).toHaveAttribute('rel', 'noopener noreferrer nofollow');
      await expect(linesAfter(person, since)).toContainText(
        'See https://duet.example/a?b=c&d. <img src=x onerror=alert(1)> javascript:alert(1)',
      );
      await expect(lines(person).getByRole('img')).toHaveCount(0);
    }
    await putAway(ann, ben);
  });

  await test.step('while the chat is closed its button counts what is new, in words too, and the news is read out', async () => {
    await openChat(ann);
    const since = await lines(ann).count();
    await expect(chatButton(ben)).toHaveAccessibleDescription('');
    await write(ann, 'hello');
    await expect(chatButton(ben)).toHaveAccessibleDescription('1 unread message');
    await expect(chatButton(ben).locator('.count')).toHaveText('1');
    await expect(ben.page.getByRole('status')).toContainText('New message: hello');
    await write(ann, 'hello?');
    await expect(chatButton(ben)).toHaveAccessibleDescription('2 unread messages');
    await expect(ben.page.getByRole('status')).toContainText('New message: hello?');
    await openChat(ben);
    await expectLinesAfter(ben, since, 'They: hello', 'They: hello\\?');
    await expect(chatButton(ben)).toHaveAccessibleDescription('');
    await expect(chatButton(ben).locator('.count')).toBeHidden();
  });

  await test.step('in an open chat what is new is read out, and no note lies over the lines', async () => {
    const since = await saidSoFar(ann, ben);
    // A note stays for seconds only: every one that is shown is written down.
    await ben.page.evaluate(() => {
      const notes: string[] = [];
      Object.assign(window, { notes });
      const look = () => notes.push(...[...document.querySelectorAll('.note.shown')].map(({ textContent }) => textContent ?? ''));
      new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    });
    // Not what was said before: a note of that may still be there.
    await write(ann, 'good evening');
    await expect(ben.page.getByRole('status')).toContainText('New message: good evening');
    await expectLinesAfter(ben, since, 'They: good evening');
    const shown = await ben.page.evaluate(() => (window as unknown as { notes: string[] }).notes);
    expect(shown.filter((note) => note.includes('good evening'))).toEqual([]);
    await putAway(ann, ben);
  });

  await test.step('the chat has the keyboard when it opens, Escape closes it, and the keyboard is back on its button', async () => {
    await chatButton(ann).focus();
    await ann.page.keyboard.press('Enter');
    await expect(field(ann)).toBeFocused();
    await ann.page.keyboard.type('half a tho');
    await ann.page.keyboard.press('Escape');
    await expect(ann.panel('Chat')).toBeHidden();
    await expect(chatButton(ann)).toBeFocused();
    await ann.page.keyboard.press('Enter');
    await expect(field(ann), 'what was begun is still there').toHaveValue('half a tho');
    await field(ann).fill('');
    await chatButton(ann).click();
    await expect(ann.panel('Chat')).toBeHidden();
  });

  await test.step('going from one panel to the chat, one can type at once', async () => {
    await ann.openPanel('More');
    await chatButton(ann).click();
    await expect(ann.panel('More')).toBeHidden();
    await expect(field(ann)).toBeFocused();
    await putAway(ann);
  });

  await test.step('while somebody types, the buttons of the call do not hear the keys', async () => {
    await openChat(ann);
    await ann.page.keyboard.type('mvscf ?');
    await expect(field(ann)).toHaveValue('mvscf ?');
    await expect(ann.button('Mute microphone')).toBeVisible();
    await expect(ann.button('Turn camera off')).toBeVisible();
    await expect(ann.panel('More')).toBeHidden();
    await putAway(ann);
  });

  await test.step('a long conversation shows its newest line', async () => {
    await openChat(ann, ben);
    const since = await saidSoFar(ann, ben);
    for (let number = 1; number <= 15; number++) await write(ann, `${number}. ${'word '.repeat(30)}`);
    for (const person of [ann, ben]) {
      await expect(lines(person)).toHaveCount(since + 15);
      await expect(lines(person).last()).toBeInViewport({ ratio: 0.5 });
    }
  });
});

test('the conversation outlives reloads and a cut line', async ({ startCall }) => {
  test.setTimeout(240_000);
  const { ann, ben } = await startCall();
  await openChat(ann, ben);

  for (const who of ['reader', 'writer'] as const) {
    await test.step(`after a reload by the ${who} the conversation is whole, and goes on`, async () => {
      const since = await saidSoFar(ann, ben);
      await answerEachOther(ann, 'one', ben, 'two');
      await expectLinesAfter(ann, since, 'You: one', 'They: two');
      const gone = who === 'writer' ? ann : ben;
      await gone.page.reload();
      await Promise.all([ann.seesFriend(), ben.seesFriend()]);
      await openChat(gone);
      await answerEachOther(ann, 'three', ben, 'four');
      await expectLinesAfter(ann, since, 'You: one', 'They: two', 'You: three', 'They: four');
      await expectLinesAfter(ben, since, 'They: one', 'You: two', 'They: three', 'You: four');
    });
  }

  await test.step('what is written while the other page is loading again arrives when it is there, once', async () => {
    const since = await saidSoFar(ann, ben);
    await write(ann, 'one');
    await expectLinesAfter(ben, since, 'They: one');
    await field(ann).fill('two');
    // Only a few seconds until they count as gone.
    await ben.page.goto('about:blank');
    await ann.expectState('reconnecting');
    await field(ann).press('Enter');
    await expect(lines(ann).last()).toContainText('not there yet');
    await ben.page.goBack();
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    await openChat(ben);
    await expectLinesAfter(ben, since, 'They: one', 'They: two');
    await expectLinesAfter(ann, since, 'You: one', 'You: two');
  });

  await test.step('the conversation is whole after the line between the two was cut in the middle of it', async () => {
    const since = await saidSoFar(ann, ben);
    await write(ann, 'one');
    await expectLinesAfter(ben, since, 'They: one');
    // The fault: Ben's end of the line is closed under the page's feet.
    const before = await ben.witnessed(({ peerConnections }) => peerConnections.length);
    await ben.witnessed(({ peerConnections }) => peerConnections.at(-1)?.close());
    await write(ann, 'two');
    await write(ben, 'three');
    await expect.poll(() => ben.witnessed(({ peerConnections }) => peerConnections.length), { timeout: 60_000 }).toBeGreaterThan(before);
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    for (const text of ['one', 'two', 'three']) {
      for (const person of [ann, ben]) await expect(linesAfter(person, since).filter({ hasText: text })).toHaveCount(1);
    }
    for (const person of [ann, ben]) await expect(lines(person).filter({ hasText: 'not there yet' })).toHaveCount(0);
    await expect(lines(ann)).toHaveCount(since + 3);
  });

  await test.step('touching the page during the camera question keeps the conversation', async () => {
    const since = await saidSoFar(ann, ben);
    await write(ann, 'one');
    await expectLinesAfter(ben, since, 'They: one');
    // A stub: as in browsers that ask on every visit, nobody has answered yet.
    await ben.page.addInitScript(() => void (window.witness.refusal = { name: 'never' }));
    await ben.page.reload();
    await ben.expectState('requesting-media');
    await expect(async () => {
      // Once the program is there, a touch has the rest loaded.
      await ben.page.mouse.click(5, 5);
      await expect(ben.page.locator('#lobby-extras button').first()).toBeAttached({ timeout: 3_000 });
    }, 'what is loaded at the first touch is there').toPass();
    await ben.witnessed((witness) => witness.allow());
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    await openChat(ben);
    await write(ann, 'two');
    await expectLinesAfter(ben, since, 'They: one', 'They: two');
  });
});

test('what was written stays between the two', async ({ startCall, newCaller }) => {
  test.setTimeout(180_000);
  const { ann, ben, room } = await startCall();
  const nobody = ann.panel('Chat').getByText('Nobody else is here');

  await test.step('when somebody leaves, what was written is gone, also from the tab’s memory', async () => {
    await openChat(ann, ben);
    await expect(nobody).toBeHidden();
    await write(ann, 'between us');
    await expectLines(ben, 'They: between us');
    await ben.leave();
    await ben.expectState('ended');
    await expect(ben.page.getByText('between us')).toHaveCount(0);
    expect(await ben.page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toContain('between us');
  });

  await test.step('a person alone is told that nobody reads, and keeps what they typed', async () => {
    const send = ann.panel('Chat').getByRole('button', { name: 'Send' });
    await ann.expectState('waiting');
    await expect(nobody).toBeVisible();
    await expect(send).toBeDisabled();
    await field(ann).fill('are you there');
    await field(ann).press('Enter');
    await expect(field(ann)).toHaveValue('are you there');
    await ben.enter(room);
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    await expect(nobody).toBeHidden();
    await expect(lines(ann), 'the last conversation is over').toHaveCount(0);
    await send.click();
    await openChat(ben);
    await expectLines(ben, 'They: are you there');
  });

  await test.step('somebody else who comes later sees nothing of what was written before', async () => {
    await write(ann, 'between us');
    await expectLines(ben, 'They: are you there', 'They: between us');
    await ben.leave();
    await ann.expectState('waiting');
    const cat = await newCaller();
    await cat.enter(room);
    await Promise.all([ann.seesFriend(), cat.seesFriend()]);
    await openChat(cat);
    if (await ann.panel('Chat').isHidden()) await openChat(ann);
    await expect(lines(ann), 'the stranger’s page has said that it is another').toHaveCount(0);
    await write(ann, 'hello, stranger');
    await expectLines(cat, 'They: hello, stranger');
    await expectLines(ann, 'You: hello, stranger');
  });
});

test('a long conversation and a long pasted text are whole on both sides after reloads', async ({ startCall }) => {
  test.setTimeout(180_000);
  const { ann, ben } = await startCall();
  await openChat(ann, ben);

  await test.step('a text longer than a line is said in parts, and one that is too long is kept and explained', async () => {
    const long = 'seven words of some length stand here. '.repeat(154).trim();
    await field(ann).fill(long);
    await field(ann).press('Enter');
    await expect(field(ann)).toHaveValue('');
    await expect(lines(ben)).toHaveCount(2);
    const said = (await lines(ben).locator('p').allTextContents()).join(' ');
    expect(said.replace(/\s+/g, ' ')).toBe(long);
    await field(ann).fill('x'.repeat(20_001));
    await field(ann).press('Enter');
    await expect(ann.page.getByText('too long').filter({ visible: true }).first()).toBeVisible();
    await expect(field(ann)).toHaveValue('x'.repeat(20_001));
    await field(ann).fill('');
  });

  await test.step('17 lines of 4 000 characters survive a reload of each', async () => {
    for (let line = 0; line < 17; line++) await write(ann, `${line} ${'x'.repeat(3_990)}`);
    await expect(lines(ben)).toHaveCount(19);
    for (const person of [ann, ben]) {
      await person.loadAgain();
      await Promise.all([ann.seesFriend(), ben.seesFriend()]);
      await openChat(person);
      await expect(lines(ann)).toHaveCount(19);
      await expect(lines(ben)).toHaveCount(19);
    }
    await expect(ann.panel('Chat')).not.toContainText('not there yet');
  });
});
