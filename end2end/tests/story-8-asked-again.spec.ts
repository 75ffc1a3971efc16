// Story 8: whoever cancels or gives no usable name is asked again, and told why. Story 5 does the same with a full room.
import type { Caller } from '../fixtures/caller.js';
import { comeAsNew, goOut } from '../fixtures/fresh.js';
import { expect, test } from '../fixtures/people.js';

const NAME_NEEDED = /need|required/i;

async function expectAskedAgain(person: Caller, reason: RegExp): Promise<void> {
  await expect(person.dialog).toContainText(reason);
  await expect(person.dialog).toBeVisible();
  await expect(person.roomName).toBeVisible();
  await person.expectState('choosing-room');
  expect(await person.witnessed(({ states }) => states), 'states until now').not.toContain('joining');
}

/** A page that has said nothing of this yet: otherwise the words after the mistake would prove nothing. */
async function comeToTheDialog(person: Caller, reason: RegExp): Promise<void> {
  await comeAsNew(person);
  await person.expectDialog();
  expect(await person.dialog.innerText()).not.toMatch(reason);
}

const WAYS_OUT: Record<string, (person: Caller) => Promise<void>> = {
  'pressing Cancel': (person) => person.cancel(),
  'pressing Escape': (person) => person.page.keyboard.press('Escape'),
  'pressing Escape twice': async (person) => {
    await person.page.keyboard.press('Escape');
    await person.page.keyboard.press('Escape');
  },
  'pressing Enter on nothing': (person) => person.roomName.press('Enter'),
  'pressing Join on nothing': (person) => person.button('Join').click(),
  'giving blanks': (person) => person.join('   '),
  'giving tabs': (person) => person.join('\t\t'),
  'giving blanks that look like none': (person) => person.join('\u00A0\u3000\u200B\u2800\uFEFF'),
};

const BAD_NAMES: [what: string, name: string, reason: RegExp][] = [
  ['65 characters', 'x'.repeat(65), /64/],
  ['65 balloons', '🎈'.repeat(65), /64/],
  ['a control character', 'a\u0007b', /not allowed|control/i],
  ['a character that turns the writing around', 'a\u202Eb', /not allowed|control/i],
  ['one dot', '.', /dot/i],
  ['two dots', '..', /dot/i],
];

test('without a usable name the person is asked again, and told why', async ({ newCaller, room }) => {
  test.setTimeout(180_000);
  const ann = await newCaller();

  for (const [what, wayOut] of Object.entries(WAYS_OUT)) {
    await test.step(`${what}: the person is asked again and told that a name is needed`, async () => {
      await comeToTheDialog(ann, NAME_NEEDED);
      await wayOut(ann);
      await expectAskedAgain(ann, NAME_NEEDED);
      await wayOut(ann);
      await expectAskedAgain(ann, NAME_NEEDED);
      await ann.seesThemselves();
      await ann.join(room);
      await ann.expectState('waiting');
      await goOut(ann);
    });
  }

  for (const [what, name, reason] of BAD_NAMES) {
    await test.step(`${what} as a name: the person is asked again and told why`, async () => {
      await comeToTheDialog(ann, reason);
      await ann.join(name);
      await expectAskedAgain(ann, reason);
      await ann.join(room);
      await ann.expectState('waiting');
      await goOut(ann);
    });
  }

  await test.step('Escape pressed many times at once never closes the dialog for good', async () => {
    await comeToTheDialog(ann, NAME_NEEDED);
    for (let times = 0; times < 7; times++) await ann.page.keyboard.press('Escape');
    await expectAskedAgain(ann, NAME_NEEDED);
    await ann.page.keyboard.press('Escape');
    await expectAskedAgain(ann, NAME_NEEDED);
  });
});
