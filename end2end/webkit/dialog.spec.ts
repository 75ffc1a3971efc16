// The room dialog: it asks again until there is a name, works by keyboard, and says what this browser cannot do.
import { initScript } from '../shared/page-scripts.js';
import { expect, test } from './fixtures.js';
import type { Person } from './person.js';

const NAMELESS: [what: string, act: (ann: Person) => Promise<void>][] = [
  ['Cancel', (ann) => ann.press('Cancel')],
  ['Escape', (ann) => ann.session.press('Escape')],
  ['no name', (ann) => ann.session.press('Enter')],
  ['only blanks', (ann) => ann.join('   ')],
];

for (const [what, act] of NAMELESS) {
  test(`${what} asks again and says that a name is needed`, { tag: what === 'Escape' ? '@quick' : [] }, async ({ newPerson }) => {
    const ann = await newPerson({ peer: 'never' });
    await ann.arriveAtDialog();
    await ann.expectNoAlert();
    await act(ann);
    await ann.expectAlert(/need|required/i);
    await ann.expectDialog();
    await expect.poll(() => ann.focus()).toBe('#room');
  });
}

test('Escape twice leaves the dialog open', async ({ newPerson }) => {
  const ann = await newPerson({ peer: 'never' });
  await ann.arriveAtDialog();
  await ann.session.press('Escape');
  await ann.session.press('Escape');
  await ann.expectAlert(/need|required/i);
  await ann.expectDialog();
});

test('the field has its name, and one can type at once', async ({ newPerson }) => {
  const ann = await newPerson({ peer: 'never' });
  await ann.arriveAtDialog();
  const field = await ann.element('#room');
  expect(await ann.session.accessibleName(field)).toBe('Room name');
  expect(await ann.session.role(field)).toBe('textbox');
  expect(await ann.focus()).toBe('#room');
  await ann.session.typeKeys('tea');
  expect(await ann.roomName()).toBe('tea');
});

test('a pasted address of this server becomes its room', async ({ newPerson }) => {
  const ann = await newPerson({ peer: 'never' });
  for (const start of ['', 'http://']) {
    await ann.arriveAtDialog();
    await ann.paste(`${start}${new URL(ann.injector.url).host}/room/tea%20time`);
    await expect.poll(() => ann.roomName()).toBe('tea time');
    await ann.session.press('Enter');
    await ann.expectState('waiting');
    await ann.expectPath('/room/tea%20time');
    await ann.press('Leave');
    await ann.expectState('ended');
  }
});

test('an address that is typed letter by letter becomes its room', async ({ newPerson }) => {
  const ann = await newPerson({ peer: 'never' });
  await ann.arriveAtDialog();
  await ann.typeRoom(`${new URL(ann.injector.url).host}/room/tea`);
  await expect.poll(() => ann.roomName()).toBe('tea');
});

test('the Tab key reaches everything, and Enter joins', { tag: '@quick' }, async ({ newPerson, room }) => {
  const ann = await newPerson({ peer: 'never' });
  await ann.arriveAtDialog();
  const reached = [await ann.focus()];
  for (let presses = 0; presses < 8 && reached.filter((one) => one === '#room').length < 2; presses++) {
    await ann.session.press('Tab');
    reached.push(await ann.focus());
  }
  for (const name of ['#room', 'Join', 'Cancel', 'Settings']) expect(reached).toContain(name);
  await ann.typeRoom(room);
  await ann.session.press('Tab');
  while ((await ann.focus()) !== 'Join') await ann.session.press('Tab');
  await ann.session.press('Enter');
  await ann.expectState('waiting');
});

test('the Tab key stops only where something can be pressed', async ({ newPerson }) => {
  const ann = await newPerson({ peer: 'never' });
  await ann.arriveAtDialog();
  const stops = new Set<string>();
  for (let presses = 0; presses < 10; presses++) {
    await ann.session.press('Tab');
    stops.add(await ann.session.evaluate(() => document.activeElement?.tagName.toLowerCase() ?? ''));
  }
  expect([...stops].filter((tag) => !['button', 'input', 'a', 'select', 'summary', 'body'].includes(tag))).toEqual([]);
});

test('a browser without peer connections says so, and stays in the dialog', { tag: '@quick' }, async ({ newPerson, room }) => {
  const ann = await newPerson();
  await ann.arriveAtDialog();
  await ann.expectAlert('WebRTC');
  await ann.join(room);
  await ann.expectDialog();
  await ann.expectAlert('WebRTC');
  await ann.expectPath('/');
});

test('a browser whose peer connections cannot be made says so as well', async ({ newPerson, room }) => {
  // A stub: the class is there, and refuses, as some privacy extensions have it.
  const refusing = () =>
    Object.assign(window, {
      RTCPeerConnection: class {
        constructor() {
          throw new DOMException('', 'NotSupportedError');
        }
      },
    });
  const ann = await newPerson({ scripts: [initScript(refusing, undefined)] });
  await ann.arriveAtDialog();
  await ann.join(room);
  await ann.expectDialog();
  await ann.expectAlert('WebRTC');
});
