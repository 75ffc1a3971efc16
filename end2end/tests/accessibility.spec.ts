// For people who use the keyboard, a screen reader or a small screen.
import axe from 'axe-core';
import type { Caller } from '../fixtures/caller.js';
import { expect, test } from '../fixtures/people.js';
import { SCENES, type NewPage, walk } from '../shared/scenes.js';

const SIZES = [
  [320, 568],
  [568, 320],
  [3840, 2160],
] as const;

/** What a screen reader finds: the roles of all nodes that are not hidden from it. */
async function spokenRoles(person: Caller): Promise<string[]> {
  const devtools = await person.context.newCDPSession(person.page);
  const { nodes } = await devtools.send('Accessibility.getFullAXTree');
  await devtools.detach();
  return nodes.filter((node) => !node.ignored).map((node) => String(node.role?.value));
}

test('a call works by keyboard, by ear, and on small and large screens', async ({ newCaller, room }) => {
  test.setTimeout(180_000);
  const [ann, ben] = [await newCaller(), await newCaller()];

  await test.step('the whole way into a call and out of it works with the keyboard alone', async () => {
    await ann.arrive();
    await ann.expectDialog();
    await expect(ann.roomName).toBeFocused();
    await ann.page.keyboard.type(room);
    const join = ann.button('Join');
    for (let presses = 0; presses < 5 && !(await join.evaluate((button) => button === document.activeElement)); presses++) {
      await ann.page.keyboard.press('Tab');
    }
    await expect(join).toBeFocused();
    await ann.page.keyboard.press('Enter');
    await ann.expectState('waiting');
    const leave = ann.button('Leave');
    for (let presses = 0; presses < 12 && !(await leave.evaluate((button) => button === document.activeElement)); presses++) {
      await ann.page.keyboard.press('Tab');
    }
    await expect(leave).toBeFocused();
    await ann.page.keyboard.press('Space');
    await ann.expectState('ended');
  });

  const regions = ann.page.locator('[role="status"], [role="log"], [aria-live="polite"], output');
  const heard = () => ann.witnessed(({ announcements }) => announcements.length);
  /** A screen reader is told who comes and goes, and every change of state. */
  const tells = (what: string, happens: () => Promise<void>) =>
    test.step(`a screen reader is told that ${what}`, async () => {
      const before = await heard();
      await happens();
      await expect.poll(heard, { message: `announcements after: ${what}` }).toBeGreaterThan(before);
    });
  const usual = ann.page.viewportSize();
  const onEveryScreen = (what: string, look: () => Promise<void>) =>
    test.step(`everything is within reach on every screen: ${what}`, async () => {
      for (const [width, height] of SIZES) {
        await test.step(`${width} by ${height}`, async () => {
          await ann.page.setViewportSize({ width, height });
          expect(await ann.page.evaluate(() => document.documentElement.scrollWidth), 'width of the page').toBeLessThanOrEqual(width);
          await look();
        });
      }
      if (usual) await ann.page.setViewportSize(usual);
    });

  await ann.arrive();
  await ann.expectDialog();
  await test.step('there is one polite live region, and an open dialog does not silence it', async () => {
    await expect(regions).toHaveCount(1);
    expect(
      (await spokenRoles(ann)).filter((role) => role === 'status'),
      'while the dialog is open',
    ).toHaveLength(1);
  });
  await onEveryScreen('the dialog', async () => {
    for (const name of ['Join', 'Cancel']) await ann.button(name).scrollIntoViewIfNeeded();
    for (const name of ['Join', 'Cancel']) await expect(ann.button(name)).toBeInViewport({ ratio: 0.95 });
  });

  // The smallest screen is also the one on which she joins.
  await ann.page.setViewportSize({ width: 320, height: 568 });
  await tells('the room is hers', async () => {
    await ann.join(room);
    await ann.expectState('waiting');
  });
  await test.step('there is one polite live region in the room, too', async () => {
    await expect(regions).toHaveCount(1);
    expect(
      (await spokenRoles(ann)).filter((role) => role === 'status'),
      'in the room',
    ).toHaveLength(1);
  });
  await onEveryScreen('waiting', async () => {});

  await tells('the friend came and they see each other', async () => {
    await ben.enter(room);
    await ann.seesFriend();
  });
  await onEveryScreen('the call', async () => {
    for (const name of ['Mute microphone', 'Turn camera off', 'Leave']) {
      await ann.button(name).click({ trial: true });
      await expect(ann.button(name)).toBeInViewport({ ratio: 0.95 });
    }
  });

  await tells('the friend left', async () => {
    await ben.leave();
    await ann.expectState('waiting');
  });
  await tells('she left', async () => {
    await ann.leave();
    await ann.expectState('ended');
  });
});

for (const [language, locale] of [
  ['from left to right', 'en-GB'],
  ['from right to left', 'ar-EG'],
] as const) {
  test(`written ${language}, no state and no panel breaks a rule of accessibility: light and dark, on a phone and on a desk`, async ({
    newCaller,
    baseURL,
  }) => {
    test.setTimeout(600_000);
    const broken: string[] = [];
    const visited: string[] = [];
    const newPage: NewPage = async ({ seen, witness, prepare }) => {
      const context = { locale: seen ? locale : 'en-GB', reducedMotion: 'reduce' as const };
      const person = await newCaller({ context, ...(witness && { witness }), ...(prepare && { prepare }) });
      return person.page;
    };
    await walk(newPage, baseURL ?? '', async (scene, page) => {
      visited.push(scene);
      // The page's policy allows no script of another's: the debugger may.
      if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
      for (const [width, height] of [
        [390, 844],
        [1280, 800],
      ] as const) {
        await page.setViewportSize({ width, height });
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          const { violations } = await page.evaluate(() =>
            (window as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'] } as object),
          );
          for (const { id, nodes } of violations) {
            broken.push(
              ...nodes.map(
                ({ target, failureSummary }) =>
                  `${scene}, ${width}, ${colorScheme}: ${id}: ${target.join(' ')}: ${failureSummary?.replace(/\s+/g, ' ')}`,
              ),
            );
          }
        }
      }
    });
    expect(visited.sort(), 'all of them were looked at').toEqual([...SCENES].sort());
    expect(broken, 'what breaks a rule').toEqual([]);
  });
}
