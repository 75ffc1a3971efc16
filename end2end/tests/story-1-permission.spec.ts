// Story 1: on arrival the browser asks for camera and microphone.
import { comeAsNew } from '../fixtures/fresh.js';
import { expect, test } from '../fixtures/people.js';

test('every page asks for camera and microphone on arrival', async ({ newCaller }) => {
  const ann = await newCaller();
  for (const path of ['/', '/room/kitchen']) {
    await test.step(`${path} asks on arrival, once, and nobody has to press anything`, async () => {
      await comeAsNew(ann, path);
      await expect.poll(() => ann.witnessed(({ mediaRequests }) => mediaRequests.length)).toBe(1);
      const asked = await ann.witnessed(({ mediaRequests }) => mediaRequests[0]?.constraints);
      expect(asked?.audio, 'the microphone is asked for').toBeTruthy();
      expect(asked?.video, 'the camera is asked for').toBeTruthy();
      await ann.expectDialog();
      expect(await ann.witnessed(({ mediaRequests }) => mediaRequests.length), 'requests until the dialog').toBe(1);
      expect(await ann.witnessed(({ states }) => states[0])).toBe('requesting-media');
    });
  }
});

test('the page says what it asks for before any script has run', async ({ newCaller }) => {
  const ann = await newCaller({ context: { javaScriptEnabled: false } });
  await ann.arrive();
  await ann.expectState('requesting-media');
  await expect(ann.screen).toContainText(/camera/i);
  await expect(ann.screen).toContainText(/microphone/i);
  await expect(ann.screen).toContainText(/allow/i);
});

test('a prompt may stay open for as long as a person likes', async ({ newCaller }) => {
  const ann = await newCaller({
    witness: { refusal: { name: 'never' } },
    prepare: (page) => page.clock.install(),
  });

  await test.step('an unanswered prompt stays open, and after 8 s the page says more', async () => {
    await comeAsNew(ann);
    await expect.poll(() => ann.witnessed(({ mediaRequests }) => mediaRequests.length)).toBe(1);
    await ann.expectState('requesting-media');
    // The program says so: what it adds when it comes is not what it says later.
    await expect(ann.screen).toContainText('Waiting for your camera and microphone.');
    const first = await ann.screen.innerText();
    expect(first).not.toContain('Still waiting for your answer.');
    await ann.page.clock.fastForward(8_000);
    await expect.poll(async () => (await ann.screen.innerText()).length).toBeGreaterThan(first.length);
    await expect(ann.screen).toContainText('Still waiting for your answer.');
    const more = await ann.screen.innerText();
    await ann.page.clock.fastForward(10 * 60_000);
    await ann.expectState('requesting-media');
    expect(await ann.screen.innerText(), 'the words ten minutes later').toBe(more);
    expect(await ann.witnessed(({ states }) => states)).toEqual(['requesting-media']);
  });

  await test.step('a prompt answered late lets the person in as if nothing had been', async () => {
    await comeAsNew(ann);
    await expect.poll(() => ann.witnessed(({ mediaRequests }) => mediaRequests.length)).toBe(1);
    await ann.page.clock.fastForward(60_000);
    await ann.expectState('requesting-media');
    await ann.witnessed((witness) => witness.allow());
    await ann.expectDialog();
    await ann.seesThemselves();
  });
});
