// Story 7: without camera and microphone there is an error that says they are required, why, and what to do.
import type { Caller } from '../fixtures/caller.js';
import { type NewCaller, expect, test } from '../fixtures/people.js';
import { ALLOW_ALL, FAKE_DEVICES, INSECURE_HOST, INSECURE_HOST_FLAG, NO_DEVICES } from '../shared/browsers.js';
import type { Refusal } from '../shared/page-types.js';

/** What fake devices cannot do: stubs of getUserMedia that reject as Chromium does. */
const STUBS: Record<string, Refusal> = {
  'the prompt was dismissed': { name: 'NotAllowedError', message: 'Permission dismissed', permission: 'prompt' },
  'another program uses the camera': { name: 'NotReadableError', message: 'Could not start video source' },
  'no device fits': { name: 'OverconstrainedError' },
  'the device failed while starting': { name: 'AbortError', message: 'Starting videoinput failed' },
  'the browser forbids devices to this page': { name: 'SecurityError' },
  'something else went wrong': { name: 'UnknownError' },
};

async function expectRequiredError(person: Caller): Promise<string> {
  await person.expectState('media-error');
  await expect(person.alert).toHaveCount(1);
  for (const word of [/camera/i, /microphone/i, /required/i]) await expect(person.alert).toContainText(word);
  await expect(person.button('Try again')).toBeVisible();
  await expect(person.dialog, 'the room dialog').toBeHidden();
  return person.alert.innerText();
}

async function stubbed(newCaller: NewCaller, refusal: Refusal): Promise<Caller> {
  const person = await newCaller({ witness: { refusal } });
  await person.arrive();
  return person;
}

test('a person who denies is told so; once they allow in the settings, the page goes on by itself', async ({ newCaller, launch }) => {
  const ann = await newCaller({ browser: await launch([FAKE_DEVICES]) });
  await ann.arrive();
  await expectRequiredError(ann);
  await ann.context.grantPermissions(['camera', 'microphone']);
  await ann.expectDialog();
  await ann.seesThemselves();
});

test('"Try again" after a denial asks again without loading the page anew', async ({ newCaller, launch }) => {
  const ann = await newCaller({ browser: await launch([FAKE_DEVICES]) });
  await ann.arrive();
  await expectRequiredError(ann);
  const asked = await ann.witnessed(({ mediaRequests }) => mediaRequests.length);
  await ann.button('Try again').click();
  await expect.poll(() => ann.witnessed(({ mediaRequests }) => mediaRequests.length)).toBe(asked + 1);
  await expectRequiredError(ann);
});

test('a person without camera and microphone is told that none was found', async ({ newCaller, launch }) => {
  const ann = await newCaller({ browser: await launch([NO_DEVICES, ALLOW_ALL]) });
  await ann.arrive();
  const words = await expectRequiredError(ann);
  expect(words).toMatch(/no camera|not found|none|find/i);
});

test('a person on an insecure page is told that the page is not secure', async ({ newCaller, launch, baseURL }) => {
  const ann = await newCaller({ browser: await launch([FAKE_DEVICES, ALLOW_ALL, INSECURE_HOST_FLAG]) });
  await ann.arrive(`http://${INSECURE_HOST}:${new URL(baseURL ?? '').port}/`);
  expect(await ann.page.evaluate(() => 'mediaDevices' in navigator), 'the page has devices').toBe(false);
  const words = await expectRequiredError(ann);
  expect(words).toMatch(/secure|https/i);
});

for (const { family, step, userAgent } of [
  { family: 'iPhone, iPad', step: /Website settings/, userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1' },
  { family: 'Android', step: /Permissions/, userAgent: 'Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36' },
  { family: 'Inside another app', step: /Open in browser/, userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Instagram 300.0' },
]) {
  test(`who refuses reads where such a browser keeps that: ${family}`, async ({ newCaller, launch }) => {
    const ann = await newCaller({ browser: await launch([FAKE_DEVICES]), context: { userAgent } });
    await ann.arrive();
    await expectRequiredError(ann);
    await expect(ann.page.getByRole('definition')).toHaveText([step]);
    await expect(ann.page.getByRole('term')).toHaveText([family]);
  });
}

for (const [what, refusal] of Object.entries(STUBS)) {
  test(`stub: ${what}; it is said, and "Try again" works without loading the page anew`, async ({ newCaller, room }) => {
    const ann = await stubbed(newCaller, refusal);
    await expectRequiredError(ann);
    await ann.witnessed((witness) => (witness.refusal = null));
    await ann.button('Try again').click();
    await ann.expectDialog();
    await expect(ann.alert).toHaveCount(0);
    await ann.seesThemselves();
    expect(await ann.witnessed(({ states }) => states)).toContain('media-error');
    await ann.join(room);
    await ann.expectState('waiting');
  });
}

test('"Try again" that fails again says why it failed this time', async ({ newCaller }) => {
  const ann = await stubbed(newCaller, { name: 'NotReadableError' });
  const first = await expectRequiredError(ann);
  await ann.witnessed((witness) => (witness.refusal = { name: 'NotFoundError' }));
  await ann.button('Try again').click();
  await expect.poll(() => ann.alert.innerText()).not.toBe(first);
  await expectRequiredError(ann);
});

test('every reason has words of its own', async ({ newCaller, launch, baseURL }) => {
  test.setTimeout(180_000);
  const words: Record<string, string> = {};
  for (const [what, refusal] of Object.entries(STUBS)) {
    const person = await stubbed(newCaller, refusal);
    words[what] = await expectRequiredError(person);
    await person.context.close();
  }
  const denying = await newCaller({ browser: await launch([FAKE_DEVICES]) });
  await denying.arrive();
  words['denied'] = await expectRequiredError(denying);
  const without = await newCaller({ browser: await launch([NO_DEVICES, ALLOW_ALL]) });
  await without.arrive();
  words['no device'] = await expectRequiredError(without);
  const insecure = await newCaller({ browser: await launch([FAKE_DEVICES, ALLOW_ALL, INSECURE_HOST_FLAG]) });
  await insecure.arrive(`http://${INSECURE_HOST}:${new URL(baseURL ?? '').port}/`);
  words['insecure page'] = await expectRequiredError(insecure);
  expect(new Set(Object.values(words)).size, JSON.stringify(words, null, 2)).toBe(Object.keys(words).length);
});
