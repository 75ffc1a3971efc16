// Story 7: without camera and microphone there is an error that says they are required, why, and what to do.
import type { Caller } from '../fixtures/caller.js';
import { comeAsNew, goOut } from '../fixtures/fresh.js';
import { expect, test } from '../fixtures/people.js';
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

/** A visit whose every question for devices is answered so. The last of such visits counts. */
async function comeStubbed(person: Caller, refusal: Refusal): Promise<void> {
  await person.page.addInitScript((answer) => void (window.witness.refusal = answer), refusal);
  await comeAsNew(person);
}

const FAMILIES = [
  {
    family: 'iPhone, iPad',
    step: /Website settings/,
    userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
  },
  {
    family: 'Android',
    step: /Permissions/,
    userAgent: 'Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36',
  },
  {
    family: 'Inside another app',
    step: /Open in browser/,
    userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Instagram 300.0',
  },
];

test('without camera and microphone the page says why in words of its own', { tag: '@whole' }, async ({
  newCaller,
  launch,
  baseURL,
  room,
}) => {
  test.setTimeout(240_000);
  const words: Record<string, string> = {};
  const ann = await newCaller();

  for (const [what, refusal] of Object.entries(STUBS)) {
    await test.step(`stub: ${what}; it is said, and "Try again" works without a reload`, async () => {
      await comeStubbed(ann, refusal);
      words[what] = await expectRequiredError(ann);
      await ann.witnessed((witness) => (witness.refusal = null));
      await ann.button('Try again').click();
      await ann.expectDialog();
      await expect(ann.alert).toHaveCount(0);
      await ann.seesThemselves();
      expect(await ann.witnessed(({ states }) => states)).toContain('media-error');
      await ann.join(room);
      await ann.expectState('waiting');
      await goOut(ann);
    });
  }

  await test.step('"Try again" that fails again says why it failed this time', async () => {
    await comeStubbed(ann, { name: 'NotReadableError' });
    const first = await expectRequiredError(ann);
    await ann.witnessed((witness) => (witness.refusal = { name: 'NotFoundError' }));
    await ann.button('Try again').click();
    await expect.poll(() => ann.alert.innerText()).not.toBe(first);
    await expectRequiredError(ann);
  });

  const refusing = await launch([FAKE_DEVICES]);
  const ben = await newCaller({ browser: refusing });

  await test.step('"Try again" after a denial asks again without a reload', async () => {
    await ben.arrive();
    words['denied'] = await expectRequiredError(ben);
    const asked = await ben.witnessed(({ mediaRequests }) => mediaRequests.length);
    await ben.button('Try again').click();
    await expect.poll(() => ben.witnessed(({ mediaRequests }) => mediaRequests.length)).toBe(asked + 1);
    await expectRequiredError(ben);
  });

  await test.step('a denial is told; once allowed, the page goes on by itself', async () => {
    await comeAsNew(ben);
    await expectRequiredError(ben);
    await ben.context.grantPermissions(['camera', 'microphone']);
    await ben.expectDialog();
    await ben.seesThemselves();
  });

  for (const { family, step, userAgent } of FAMILIES) {
    await test.step(`who refuses reads where such a browser keeps that: ${family}`, async () => {
      const person = await newCaller({ browser: refusing, context: { userAgent } });
      await person.arrive();
      await expectRequiredError(person);
      await expect(person.page.getByRole('definition')).toHaveText([step]);
      await expect(person.page.getByRole('term')).toHaveText([family]);
    });
  }

  await test.step('a person without camera and microphone is told that none was found', async () => {
    const cat = await newCaller({ browser: await launch([NO_DEVICES, ALLOW_ALL]) });
    await cat.arrive();
    words['no device'] = await expectRequiredError(cat);
    expect(words['no device']).toMatch(/no camera|not found|none|find/i);
  });

  /** Stubs: one device of a kind is not there, taken or refused, the other is. */
  const ALONE = [
    ['no camera is plugged in', 'NotFoundError', { list: 'audioinput' }, 'finds no camera on this device'],
    ['no microphone is plugged in', 'NotFoundError', { list: 'videoinput' }, 'finds no microphone on this device'],
    ['another program has the camera', 'NotReadableError', { works: 'audio' }, 'Another program is using your camera'],
    ['another program has the microphone', 'NotReadableError', { works: 'video' }, 'Another program is using your microphone'],
    ['the camera alone is refused', 'NotAllowedError', { refused: 'camera' }, 'refuse this page your camera'],
    ['the microphone alone is refused', 'NotAllowedError', { refused: 'microphone' }, 'refuse this page your microphone'],
  ] as const;
  const alone = await newCaller();
  for (const [what, error, stub, said] of ALONE) {
    await test.step(`stub: ${what}; the words name it`, async () => {
      await alone.page.addInitScript(
        ({ error, stub }) => {
          const { list, works, refused } = stub as { list?: string; works?: string; refused?: string };
          const devices = navigator.mediaDevices;
          const ask = MediaDevices.prototype.getUserMedia.bind(devices);
          devices.getUserMedia = (wishes) =>
            works && Object.keys(wishes ?? {}).join() === works ? ask(wishes) : Promise.reject(new DOMException('', error));
          const enumerate = MediaDevices.prototype.enumerateDevices.bind(devices);
          devices.enumerateDevices = async () => (await enumerate()).filter(({ kind }) => !list || kind === list);
          const query = Permissions.prototype.query.bind(navigator.permissions);
          navigator.permissions.query = async (of) => {
            const status = await query(of);
            if (refused) Object.defineProperty(status, 'state', { value: of.name === refused ? 'denied' : 'granted' });
            return status;
          };
        },
        { error, stub },
      );
      await comeAsNew(alone);
      expect(await expectRequiredError(alone)).toContain(said);
    });
  }

  await test.step('a person on an insecure page is told that the page is not secure', async () => {
    const dan = await newCaller({ browser: await launch([FAKE_DEVICES, ALLOW_ALL, INSECURE_HOST_FLAG]) });
    await dan.arrive(`http://${INSECURE_HOST}:${new URL(baseURL ?? '').port}/`);
    expect(await dan.page.evaluate(() => 'mediaDevices' in navigator), 'the page has devices').toBe(false);
    words['insecure page'] = await expectRequiredError(dan);
    // Whoever looks for help uses the page, and the rest of it comes. A key that is pressed before the page has started counts for nothing.
    await dan.page.keyboard.press('Tab');
    await expect(dan.page.locator('.drawer').first()).toBeAttached();
    expect(words['insecure page']).toMatch(/secure|https/i);
  });

  await test.step('every reason has words of its own', async () => {
    expect(Object.keys(words), 'reasons').toHaveLength(Object.keys(STUBS).length + 3);
    expect(new Set(Object.values(words)).size, JSON.stringify(words, null, 2)).toBe(Object.keys(words).length);
  });
});
