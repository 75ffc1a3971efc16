// The settings beside the room dialog, and a browser that keeps none of them.
import { refuseStorage } from '../shared/faults.js';
import { initScript } from '../shared/page-scripts.js';
import { expect, test } from './fixtures.js';
import type { Person } from './person.js';

async function openSettings(ann: Person): Promise<void> {
  await ann.arriveAtDialog();
  await ann.press('Settings');
  await ann.element('.drawer[open] select');
}

/** Chooses as a person does, with what a browser then tells the page. WebDriver cannot press an entry of the menu of a select. */
function choose(ann: Person, label: string, value: string): Promise<void> {
  return ann.session.evaluate(
    ({ label, value }) => {
      const field = [...document.querySelectorAll('.drawer[open] label')].find((one) => one.textContent?.trim().startsWith(label));
      const control = (field as HTMLLabelElement).control as HTMLSelectElement | HTMLInputElement;
      control.value = value;
      for (const kind of ['input', 'change']) control.dispatchEvent(new Event(kind, { bubbles: true }));
    },
    { label, value },
  );
}

const isLight = (ann: Person) =>
  ann.session.evaluate(() => {
    const [red = 0, green = 0, blue = 0] = (getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g) ?? []).map(Number);
    return (red + green + blue) / 3 > 128;
  });

const volume = (ann: Person) =>
  ann.session.evaluate(() => (document.querySelector('[data-testid="remote-video"]') as HTMLVideoElement).volume);

test('the settings open by key and click, and colours and volume follow', { tag: '@quick' }, async ({ newPerson }) => {
  const ann = await newPerson({ peer: 'never' });
  await openSettings(ann);
  await ann.session.press('Escape');
  await expect.poll(() => ann.isShown('.drawer[open]')).toBe(false);
  expect(await ann.focus(), 'Escape leads back').toBe('Settings');
  await ann.session.press('Enter');
  await ann.element('.drawer[open] select');
  await choose(ann, 'Colours', 'dark');
  await expect.poll(() => isLight(ann)).toBe(false);
  await choose(ann, 'Colours', 'light');
  await expect.poll(() => isLight(ann)).toBe(true);
  await choose(ann, 'Volume', '0.5');
  await expect.poll(() => volume(ann)).toBe(0.5);
});

test('colours and volume are as they were chosen after a reload', async ({ newPerson }) => {
  const ann = await newPerson({ peer: 'never' });
  await openSettings(ann);
  await choose(ann, 'Colours', 'dark');
  await choose(ann, 'Volume', '0.25');
  await expect.poll(() => volume(ann)).toBe(0.25);
  await ann.session.reload();
  await ann.expectDialog();
  expect(await isLight(ann)).toBe(false);
  await ann.press('Settings');
  await expect.poll(() => volume(ann)).toBe(0.25);
});

test('the mirror of the own picture can be switched off', async ({ newPerson }) => {
  const ann = await newPerson({ peer: 'never' });
  await openSettings(ann);
  await ann.session.click(await ann.element('.drawer[open] input[type=checkbox][role=switch]'));
  const transform = () =>
    ann.session.evaluate(() => getComputedStyle(document.querySelector('[data-testid="local-video"]') as Element).transform);
  await expect.poll(transform).toBe('none');
});

test('where storage is refused, all works until the page goes', { tag: '@quick' }, async ({ newPerson, room }) => {
  const ann = await newPerson({ peer: 'never', scripts: [initScript(refuseStorage, undefined)] });
  await openSettings(ann);
  await choose(ann, 'Colours', 'dark');
  await expect.poll(() => isLight(ann)).toBe(false);
  await choose(ann, 'Volume', '0.5');
  await expect.poll(() => volume(ann)).toBe(0.5);
  await ann.session.press('Escape');
  await ann.join(room);
  await ann.expectState('waiting');
  await ann.press('Leave');
  await ann.expectState('ended');
});
