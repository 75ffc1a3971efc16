// Without camera and microphone: an error that says they are required, why, and what to do. All refusals are stubs of getUserMedia,
// as the mock devices of WebKitGTK are always granted.
import { expect, test } from './fixtures.js';

const REFUSALS = [
  { what: 'denied', refusal: { name: 'NotAllowedError' } },
  { what: 'none found', refusal: { name: 'NotFoundError' } },
  { what: 'in use', refusal: { name: 'NotReadableError' } },
  { what: 'no device fits', refusal: { name: 'OverconstrainedError' } },
  { what: 'something else', refusal: { name: 'UnknownError' } },
];

for (const { what, refusal } of REFUSALS) {
  test(`${what}: the page says that both are required, and tries again`, { tag: what === 'denied' ? '@quick' : [] }, async ({
    newPerson,
  }) => {
    const ann = await newPerson({ peer: 'never', refusal });
    await ann.arrive();
    await ann.expectState('media-error');
    await ann.expectAlert(/camera/i, /microphone/i, /required/i);
    expect(await ann.isShown('dialog[open] #room'), 'the room dialog').toBe(false);
    await ann.witnessed((witness) => void (witness.refusal = null));
    await ann.press('Try again');
    await ann.expectDialog();
    await ann.expectNoAlert();
    await ann.seesThemselves();
  });
}

test('a browser without devices says that the page is not secure, or that none are there', async ({ newPerson }) => {
  const ann = await newPerson({
    peer: 'never',
    scripts: ["Object.defineProperty(navigator, 'mediaDevices', { value: undefined })"],
    allow: [/mediaDevices|undefined is not an object/],
  });
  await ann.arrive();
  await ann.expectState('media-error');
  await ann.expectAlert(/camera/i, /microphone/i, /required/i);
});
