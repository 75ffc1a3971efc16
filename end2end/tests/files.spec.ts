// Files between the two people.
import { readFile, writeFile } from 'node:fs/promises';
import type { Dialog, Locator } from '@playwright/test';
import type { Caller } from '../fixtures/caller.js';
import { type NewCaller, expect, test } from '../fixtures/people.js';

/** Large enough to be caught in the middle on this machine. */
const LARGE = 20 * 1024 * 1024;
/** Looks at what passes, in milliseconds. */
const OFTEN = [50];
/** What a browser is offered that has no way to ask where a file is to be saved: nobody here could answer. */
const noSavePicker = () => void Reflect.deleteProperty(window, 'showSaveFilePicker');

interface Content {
  name: string;
  path: string;
  buffer: Buffer;
}

/** A file on this machine, as a person has it. */
async function file(name: string, length: number): Promise<Content> {
  const buffer = Buffer.alloc(length);
  for (let at = 0; at < length; at++) buffer[at] = (at * 31 + (at >> 12)) & 0xff;
  const path = test.info().outputPath(name);
  await writeFile(path, buffer);
  return { name, path, buffer };
}

/** Two people in a call. A stub: neither browser has showSaveFilePicker. */
async function callWithoutPicker(newCaller: NewCaller, room: string): Promise<[Caller, Caller]> {
  const options = { prepare: (page: Caller['page']) => page.addInitScript(noSavePicker) };
  const [ann, ben] = [await newCaller(options), await newCaller(options)];
  await ann.enter(room);
  await ben.enter(room);
  await Promise.all([ann.expectState('connected', 30_000), ben.expectState('connected', 30_000)]);
  return [ann, ben];
}

function panel(caller: Caller): Locator {
  return caller.page.getByRole('dialog', { name: 'Files' });
}

function transfer(caller: Caller, name: string): Locator {
  return panel(caller).getByRole('listitem').filter({ hasText: name });
}

async function openPanel(caller: Caller): Promise<void> {
  await caller.page.getByRole('button', { name: /^Files/ }).click();
  await expect(panel(caller)).toBeVisible();
}

/** The panels are closed and nothing waits in them, as a step finds them. */
async function putAway(...people: Caller[]): Promise<void> {
  for (const person of people) {
    if (await panel(person).isVisible()) await panel(person).getByRole('button', { name: 'Close' }).click();
    await expect(panel(person)).toBeHidden();
    await expect(person.button('Files')).toBeVisible();
  }
}

async function offer(caller: Caller, ...files: Content[]): Promise<void> {
  if (!(await panel(caller).isVisible())) await openPanel(caller);
  await panel(caller)
    .getByLabel('Choose files')
    .setInputFiles(files.map(({ path }) => path));
}

async function press(caller: Caller, name: string, button: string): Promise<void> {
  await transfer(caller, name).getByRole('button', { name: button, exact: true }).click();
}

async function save(caller: Caller, name: string): Promise<{ suggested: string; bytes: Buffer }> {
  const [download] = await Promise.all([caller.page.waitForEvent('download'), press(caller, name, 'Save')]);
  return { suggested: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** It is read out, and perhaps something else after it. */
async function hears(caller: Caller, words: string): Promise<void> {
  const announcements = () => caller.witnessed((witness) => witness.announcements.join('\n'));
  await expect.poll(announcements, { message: 'what is read out' }).toContain(words);
}

/** How much of a file is there, in thousandths. */
async function progress(caller: Caller, name: string): Promise<number> {
  return transfer(caller, name)
    .getByRole('progressbar')
    .evaluate((bar) => (bar as HTMLProgressElement).value);
}

/** A stub: a disk on which each block takes its time, so that a person can act in the middle of a file. */
async function slowDisk(caller: Caller): Promise<void> {
  await caller.page.evaluate(() => {
    const read = Blob.prototype.arrayBuffer;
    Blob.prototype.arrayBuffer = async function () {
      await new Promise((resolve) => setTimeout(resolve, 400));
      return read.call(this);
    };
  });
}

test('files go from one person to the other', async ({ newCaller, room }) => {
  test.setTimeout(180_000);
  const [ann, ben] = await callWithoutPicker(newCaller, room);

  await test.step('a file that one person chooses and the other accepts is saved byte for byte', async () => {
    const holiday = await file('holiday.bin', 3 * 1024 * 1024 + 5);
    await offer(ann, holiday);
    await expect(transfer(ann, 'holiday.bin')).toContainText('Waiting until they accept it');
    await hears(ben, 'The other person has a file for you: holiday.bin');
    await expect(panel(ben), 'no panel opens by itself').toBeHidden();
    await expect(ben.button('Files 1')).toBeVisible();
    await openPanel(ben);
    await expect(transfer(ben, 'holiday.bin')).toContainText('3.1 MB');
    await press(ben, 'holiday.bin', 'Accept');
    await expect(transfer(ben, 'holiday.bin')).toContainText('It is here');
    await expect(transfer(ann, 'holiday.bin')).toContainText('They have it');
    const saved = await save(ben, 'holiday.bin');
    expect(saved.suggested).toBe('holiday.bin');
    expect(saved.bytes.equals(holiday.buffer), 'the same bytes').toBe(true);
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    await putAway(ann, ben);
  });

  await test.step('files go both ways at once, and an empty one too', async () => {
    const [one, two, none] = [await file('one.bin', 2_500_000), await file('two.bin', 1_500_000), await file('none.txt', 0)];
    await Promise.all([offer(ann, one, none), offer(ben, two)]);
    await Promise.all([press(ben, 'one.bin', 'Accept'), press(ann, 'two.bin', 'Accept')]);
    await press(ben, 'none.txt', 'Accept');
    for (const [person, sent] of [
      [ben, one],
      [ben, none],
      [ann, two],
    ] as const) {
      await expect(transfer(person, sent.name)).toContainText('It is here');
      expect((await save(person, sent.name)).bytes.equals(sent.buffer), sent.name).toBe(true);
    }
    await putAway(ann, ben);
  });

  await test.step('a file that is refused goes nowhere, and its sender is told', async () => {
    await offer(ann, await file('spam.bin', 1000));
    await openPanel(ben);
    await press(ben, 'spam.bin', 'Refuse');
    await expect(transfer(ben, 'spam.bin')).toContainText('You refused it');
    await expect(transfer(ann, 'spam.bin')).toContainText('They do not want it');
    await hears(ann, 'spam.bin: They do not want it');
    await putAway(ann, ben);
  });

  await test.step('the keyboard stays at a file whose button is gone after the press', async () => {
    await offer(ann, await file('keyboard.bin', 1000));
    await openPanel(ben);
    await transfer(ben, 'keyboard.bin').getByRole('button', { name: 'Accept' }).press('Enter');
    await expect(transfer(ben, 'keyboard.bin')).toContainText('It is here');
    await expect(transfer(ben, 'keyboard.bin').locator('p').first()).toBeFocused();
    await ben.page.keyboard.press('Tab');
    await expect(transfer(ben, 'keyboard.bin').getByRole('button', { name: 'Save' })).toBeFocused();
    await save(ben, 'keyboard.bin');
    await putAway(ann, ben);
  });

  await test.step('a file that is dropped on the page is offered, and a sign says so while it hangs over it', async () => {
    await expect(ann.button('Files')).toBeVisible();
    const sign = ann.page.getByText('Drop files here to offer them');
    // Events made by hand: no test can drag from a desktop.
    const data = await ann.page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['dropped'], 'dropped.txt', { type: 'text/plain' }));
      return transfer;
    });
    await ann.page.dispatchEvent('body', 'dragenter', { dataTransfer: data });
    await expect(sign).toBeVisible();
    await ann.page.dispatchEvent('body', 'drop', { dataTransfer: data });
    await expect(sign).toBeHidden();
    await expect(transfer(ann, 'dropped.txt')).toContainText('Waiting until they accept it');
    await expect(ben.button('Files 1')).toBeVisible();
    await openPanel(ben);
    await press(ben, 'dropped.txt', 'Accept');
    await expect(transfer(ben, 'dropped.txt')).toContainText('It is here');
    expect((await save(ben, 'dropped.txt')).bytes.toString()).toBe('dropped');
    await putAway(ann, ben);
  });

  await test.step('a name with markup in it is shown as the text that it is', async () => {
    const name = '<img src=x onerror=alert(1)>.txt';
    await offer(ann, await file(name, 10));
    await openPanel(ben);
    await expect(transfer(ben, name)).toBeVisible();
    expect(await panel(ben).locator('img').count()).toBe(0);
  });
});

test('either person or a reload stops a large file, a cut connection does not', async ({ newCaller, room }) => {
  test.setTimeout(180_000);
  const [ann, ben] = await callWithoutPicker(newCaller, room);
  await slowDisk(ann);

  await test.step('when one page is loaded again in the middle, the other is told that the file ended', async () => {
    await offer(ann, await file('lost.bin', LARGE));
    await openPanel(ben);
    await press(ben, 'lost.bin', 'Accept');
    await expect.poll(() => progress(ben, 'lost.bin'), { message: 'thousandths that are there', intervals: OFTEN }).toBeGreaterThan(0);
    await ben.page.reload();
    await expect(transfer(ann, 'lost.bin')).toContainText('Their page was closed or loaded again', { timeout: 30_000 });
    await expect(transfer(ann, 'lost.bin').getByRole('button', { name: 'Cancel', exact: true })).toBeHidden();
    await Promise.all([ann.expectState('connected', 30_000), ben.expectState('connected', 30_000)]);
    await putAway(ann, ben);
  });

  for (const [who, long, short] of [
    ['its sender', 'long-1.bin', 'short-1.bin'],
    ['its receiver', 'long-2.bin', 'short-2.bin'],
  ] as const) {
    await test.step(`a file can be cancelled in the middle by ${who}, and the next one still comes`, async () => {
      await offer(ann, await file(long, LARGE), await file(short, 1_200_000));
      await openPanel(ben);
      await press(ben, long, 'Accept');
      await press(ben, short, 'Accept');
      await expect.poll(() => progress(ben, long), { message: 'thousandths that are there', intervals: OFTEN }).toBeGreaterThan(100);
      const [by, other] = who === 'its sender' ? [ann, ben] : [ben, ann];
      await press(by, long, 'Cancel');
      await expect(transfer(by, long)).toContainText('You cancelled it');
      await expect(transfer(other, long)).toContainText(who === 'its sender' ? 'They took it back' : 'They do not want it');
      await expect(transfer(ben, short)).toContainText('It is here');
      await save(ben, short);
      await putAway(ann, ben);
    });
  }

  await test.step('a large file goes on where it was after the connection was cut', async () => {
    const large = await file('large.bin', LARGE);
    await offer(ann, large);
    await openPanel(ben);
    await press(ben, 'large.bin', 'Accept');
    await expect.poll(() => progress(ben, 'large.bin'), { message: 'thousandths that are there', intervals: OFTEN }).toBeGreaterThan(300);
    const connections = () => ben.witnessed(({ peerConnections }) => peerConnections.length);
    const before = await connections();
    for (const person of [ann, ben]) {
      await person.page.evaluate(() => window.witness.peerConnections.forEach((connection) => connection.close()));
    }
    await expect(transfer(ben, 'large.bin')).toContainText('Goes on when you are connected again');
    await expect.poll(connections, { message: 'a new connection', timeout: 30_000, intervals: OFTEN }).toBeGreaterThan(before);
    await expect.poll(() => progress(ben, 'large.bin'), { message: 'what was there stays', timeout: 30_000 }).toBeGreaterThan(300);
    await expect(transfer(ben, 'large.bin')).toContainText('It is here', { timeout: 30_000 });
    expect((await save(ben, 'large.bin')).bytes.equals(large.buffer), 'the same bytes').toBe(true);
  });
});

test('files before, beside and after a call', async ({ newCaller, room }) => {
  test.setTimeout(180_000);
  // A stub: neither browser has showSaveFilePicker.
  const options = { prepare: (page: Caller['page']) => page.addInitScript(noSavePicker) };
  const [ann, ben] = [await newCaller(options), await newCaller(options)];

  await test.step('a file that is dropped where nobody can take it does not take the place of the page', async () => {
    await ann.enter(room);
    await expect(ann.page.getByText('Code for a phone')).toBeVisible();
    // Events made by hand: no test can drag from a desktop.
    const shown = await ann.page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['dropped'], 'dropped.txt', { type: 'text/plain' }));
      return document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    });
    expect(shown, 'the browser does with it what it does with files').toBe(false);
  });

  await ben.enter(room);
  await Promise.all([ann.expectState('connected', 30_000), ben.expectState('connected', 30_000)]);

  await test.step('before a page goes with a file that is not saved, the browser asks; afterwards it does not', async () => {
    await offer(ann, await file('kept.bin', 1000));
    await openPanel(ben);
    await press(ben, 'kept.bin', 'Accept');
    await expect(transfer(ben, 'kept.bin')).toContainText('It is here');
    const questions: string[] = [];
    const answer = (dialog: Dialog) => {
      questions.push(dialog.type());
      void dialog.dismiss();
    };
    ben.page.on('dialog', answer);
    const reload = () => ben.page.evaluate(() => location.reload());
    await reload();
    await expect.poll(() => questions).toEqual(['beforeunload']);
    await save(ben, 'kept.bin');
    await expect(transfer(ben, 'kept.bin')).toContainText('Handed to your browser');
    await reload();
    await expect(transfer(ben, 'kept.bin')).toHaveCount(0);
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    expect(questions).toEqual(['beforeunload']);
    ben.page.off('dialog', answer);
    await putAway(ann, ben);
  });

  await test.step('what is here and not saved is still there when the call is over, and nothing else of the files is', async () => {
    const last = await file('last.bin', 5000);
    await offer(ann, last);
    await openPanel(ben);
    await press(ben, 'last.bin', 'Accept');
    await expect(transfer(ben, 'last.bin')).toContainText('It is here');
    await ann.leave();
    await ann.expectState('ended');
    await expect(panel(ann)).toBeHidden();
    await ben.expectState('waiting');
    await expect(panel(ben).getByLabel('Choose files')).toBeHidden();
    expect((await save(ben, 'last.bin')).bytes.equals(last.buffer)).toBe(true);
  });
});
