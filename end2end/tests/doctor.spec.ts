// The doctor: a page that tests camera, sound and line, and says what is wrong and what to do.
import { createSocket, type Socket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import type { Page } from '@playwright/test';
import { type Caller, roomPath } from '../fixtures/caller.js';
import { type NewCaller, expect, test } from '../fixtures/people.js';
import { FAKE_DEVICES, INSECURE_HOST, INSECURE_HOST_FLAG } from '../shared/browsers.js';

const TESTS = [
  'Secure page',
  'Browser',
  'Camera',
  'Microphone',
  'Speaker',
  'Line to the server',
  'Way out of your network (STUN)',
  'Detour around closed networks (relay)',
  'A call with yourself',
] as const;
type Name = (typeof TESTS)[number];

const ADDRESS = /\b\d{1,3}(?:\.\d{1,3}){3}\b|(?:[0-9a-f]{1,4}:){2,}|::|\.local\b/i;

class Patient {
  constructor(readonly caller: Caller) {}

  get page(): Page {
    return this.caller.page;
  }
  test(name: Name) {
    return this.page.getByRole('listitem').filter({ has: this.page.getByRole('heading', { name, exact: true }) });
  }
  async expectOutcome(name: Name, outcome: string | RegExp, timeout = 20_000): Promise<void> {
    const wanted = typeof outcome === 'string' ? new RegExp(`^${outcome}$`) : outcome;
    await expect(this.test(name), name).toHaveAttribute('data-state', wanted, { timeout });
  }
  /** Comes to the page once more. */
  async comesAgain(path = '/check'): Promise<void> {
    await this.caller.arrive(path);
    await expect(this.caller.button('Start the check')).toBeEnabled();
  }
  async start(): Promise<void> {
    await this.caller.button('Start the check').click();
  }
  /** Says that the tones are heard, once asked. */
  async hears(): Promise<void> {
    await this.expectOutcome('Speaker', 'running', 40_000);
    await this.caller.button('I hear them').click();
  }
  /** The check is at its end. */
  async isTold(words: RegExp): Promise<void> {
    await expect(this.page.getByRole('status')).toContainText(words, { timeout: 60_000 });
    await expect(this.caller.button('Check again')).toBeVisible();
  }
}

async function visit(newCaller: NewCaller, options: Parameters<NewCaller>[0] = {}, path = '/check'): Promise<Patient> {
  const patient = new Patient(await newCaller(options));
  await patient.comesAgain(path);
  return patient;
}

/** A server that tells everybody the same address from outside (RFC 8489), or nothing at all. */
async function openStun(answers: boolean): Promise<{ url: string; socket: Socket }> {
  const socket = createSocket('udp4');
  socket.on('message', (request, from) => {
    if (!answers || request.readUInt16BE(0) !== 1) return;
    const answer = Buffer.alloc(32);
    answer.writeUInt16BE(0x0101, 0);
    answer.writeUInt16BE(12, 2);
    request.copy(answer, 4, 4, 20);
    answer.writeUInt16BE(0x0020, 20);
    answer.writeUInt16BE(8, 22);
    answer.writeUInt8(1, 25);
    answer.writeUInt16BE(50_000 ^ 0x2112, 26);
    answer.writeUInt32BE((0xcb007107 ^ 0x2112a442) >>> 0, 28);
    socket.send(answer, from.port, from.address);
  });
  await new Promise<void>((done) => socket.bind(0, '0.0.0.0', done));
  // Browsers search from the machine's address in its network, and from there the loopback address leads nowhere.
  const own = Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal);
  return { url: `stun:${own?.address ?? '127.0.0.1'}:${socket.address().port}`, socket };
}

/** A way to the server that a test can change between two visits. */
interface Way {
  /** A stub: the server names these servers for finding a path. */
  names: string[];
  /** A stub: a proxy that lets no sockets through. */
  blocked: boolean;
}

function leading(way: Way) {
  return (page: Page) =>
    page.routeWebSocket('/ws', (socket) => {
      if (way.blocked) return void socket.close();
      const server = socket.connectToServer();
      server.onMessage((message) => {
        const said = JSON.parse(String(message)) as { welcome?: { ice_servers: unknown[] } };
        if (said.welcome) said.welcome.ice_servers = [{ urls: way.names, username: 'ann', credential: 'secret' }];
        socket.send(JSON.stringify(said));
      });
    });
}

test('a person checks everything, by keyboard and on screens of all sizes', { tag: '@whole' }, async ({ newCaller }) => {
  test.setTimeout(180_000);
  const ann = await visit(newCaller);
  const keyboard = ann.page.keyboard;
  const reach = async (name: string) => {
    for (let presses = 0; presses < 8; presses++) {
      if (await ann.caller.button(name).evaluate((button) => button === document.activeElement)) return;
      await keyboard.press('Tab');
    }
    await expect(ann.caller.button(name)).toBeFocused();
  };

  const usual = ann.page.viewportSize();
  await ann.page.setViewportSize({ width: 320, height: 568 });
  await test.step('the whole check can be done with the keyboard, on a small screen', async () => {
    expect(await ann.caller.witnessed(({ mediaRequests }) => mediaRequests), 'asked for before the start').toEqual([]);
    await reach('Start the check');
    await keyboard.press('Enter');
    await expect(ann.caller.button('Stop'), 'the keyboard stays where it was').toBeFocused();
    await ann.expectOutcome('Speaker', 'running');
    await expect(ann.page.getByRole('group', { name: 'Do you hear two tones?' })).toBeFocused();
    expect(await ann.page.evaluate(() => document.documentElement.scrollWidth), 'while it runs').toBeLessThanOrEqual(320);
    await reach('I hear them');
    await keyboard.press('Space');
    await ann.isTold(/A call will work/);
    await expect(ann.caller.button('Check again')).toBeFocused();
  });

  for (const [width, height] of [
    [320, 568],
    [390, 844],
    [568, 320],
    [1920, 1080],
  ] as const) {
    await test.step(`the check fits on a screen of ${width} by ${height}`, async () => {
      await ann.page.setViewportSize({ width, height });
      expect(await ann.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      for (const name of ['Check again', 'Copy report']) await ann.caller.button(name).click({ trial: true });
    });
  }
  if (usual) await ann.page.setViewportSize(usual);

  await ann.caller.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await test.step('the report can be copied with the keyboard', async () => {
    await reach('Copy report');
    await keyboard.press('Enter');
    await expect(ann.page.getByRole('status')).toContainText('copied');
  });

  await test.step('a person checks everything, hears that a call will work, and passes on a report without addresses', async () => {
    for (const name of TESTS) {
      // This server has neither STUN nor relay.
      const without = /STUN|relay/.test(name);
      // On a busy machine the server's answer may be slow.
      await ann.expectOutcome(name, without ? 'warned' : name === 'Line to the server' ? /passed|warned/ : 'passed');
      if (without) await expect(ann.test(name)).toContainText(/DUET_(ICE_SERVERS|RELAY)/);
    }
    expect(await ann.caller.liveTracks(), 'devices that are still on').toBe(0);
    const connections = await ann.caller.witnessed(({ peerConnections }) => peerConnections.map((one) => one.connectionState));
    expect(new Set(connections)).toEqual(new Set(['closed']));

    await ann.page.evaluate(() => navigator.clipboard.writeText('what was there before'));
    await ann.caller.button('Copy report').click();
    await expect(ann.page.getByRole('status')).toContainText('copied');
    const read = () => ann.page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(read, 'what this press has copied').not.toBe('what was there before');
    const report = await read();
    for (const name of TESTS) expect(report).toContain(name);
    expect(report).not.toMatch(ADDRESS);
  });
});

test('the check keeps the camera on no longer than needed', async ({ newCaller }) => {
  test.setTimeout(180_000);
  const ann = await visit(newCaller);

  await test.step('a person who does not hear the tones is told where to look', async () => {
    await ann.start();
    await ann.expectOutcome('Speaker', 'running');
    await ann.caller.button('Play them again').click();
    await ann.caller.button('I do not').click();
    await ann.expectOutcome('Speaker', 'failed');
    await expect(ann.test('Speaker')).toContainText('Turn the volume up');
  });

  await test.step('the camera is on only while it is tested, and off at once when the page is left', async () => {
    await ann.comesAgain();
    await ann.start();
    await expect.poll(() => ann.caller.liveTracks(), { intervals: [30] }).toBe(1);
    await ann.expectOutcome('Camera', 'passed');
    await ann.expectOutcome('Speaker', 'running');
    expect(await ann.caller.liveTracks(), 'while the speaker is tested').toBe(0);
    await ann.caller.button('Stop').click();
    await ann.isTold(/stopped before its end/);
    await ann.expectOutcome('Speaker', 'skipped');

    await ann.caller.button('Check again').click();
    await expect.poll(() => ann.caller.liveTracks(), { intervals: [30] }).toBe(1);
    // A stub: the page stays alive, as one does that the browser keeps.
    await ann.page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
    await expect.poll(() => ann.caller.liveTracks()).toBe(0);
    await ann.page.getByRole('link', { name: 'Back to the call' }).click();
    await ann.caller.expectDialog();
  });
});

test('the check copes with a camera that comes late, or not at all', async ({ newCaller }) => {
  const ann = await visit(newCaller, { witness: { refusal: { name: 'never' } } });

  await test.step('a question that is answered after the check was stopped switches nothing on', async () => {
    await ann.start();
    await ann.expectOutcome('Camera', 'running');
    await ann.caller.button('Stop').click();
    await ann.expectOutcome('Camera', 'skipped');
    await ann.caller.witnessed(({ allow }) => allow());
    await expect.poll(() => ann.caller.witnessed(({ tracks }) => tracks.length)).toBe(1);
    await expect.poll(() => ann.caller.liveTracks()).toBe(0);
  });

  await test.step('what is wrong with the camera is said in the words of the call', async () => {
    await ann.page.evaluate(() => void (window.witness.refusal = { name: 'NotReadableError', message: 'Could not start video source' }));
    await ann.caller.button('Check again').click();
    await ann.expectOutcome('Camera', 'failed');
    await expect(ann.test('Camera')).toContainText('Another program is using your camera');
    await expect(ann.test('Camera')).toContainText('Close other video calls');
  });
});

test('a person who denies reads where to allow it, and gets back to the room', { tag: '@whole' }, async ({ newCaller, launch, room }) => {
  test.setTimeout(180_000);
  const ann = new Patient(await newCaller({ browser: await launch([FAKE_DEVICES]) }));

  await test.step('a person who came from the error of a room is back at that room', async () => {
    await ann.caller.arrive(roomPath(room));
    await ann.caller.expectState('media-error');
    await ann.page.getByRole('link', { name: 'Check everything' }).click();
    await expect(ann.caller.button('Start the check')).toBeEnabled();
    await ann.page.getByRole('link', { name: 'Back to the call' }).click();
    await ann.caller.expectState('media-error');
    await ann.caller.expectPath(roomPath(room));
  });

  await test.step('a person who denies reads where their browser keeps that; the line is tested all the same', async () => {
    await ann.comesAgain();
    await ann.start();
    for (const name of ['Camera', 'Microphone'] as const) {
      await ann.expectOutcome(name, 'failed');
      await expect(ann.test(name)).toContainText('told to refuse');
      await expect(ann.test(name)).toContainText('Chrome, Edge: the sign left of the address');
    }
    await ann.hears();
    await ann.isTold(/keeps calls from working/);
    await ann.expectOutcome('Line to the server', /passed|warned/);
    await ann.expectOutcome('A call with yourself', 'warned');
    await ann.caller.context.grantPermissions(['camera', 'microphone']);
    await ann.caller.button('Check again').click();
    await ann.hears();
    await ann.isTold(/A call will work/);
  });
});

test('on a page that is not secure no device is asked for, and the reason is said', async ({ newCaller, launch, baseURL }) => {
  const browser = await launch([FAKE_DEVICES, INSECURE_HOST_FLAG]);
  const ann = await visit(newCaller, { browser }, `http://${INSECURE_HOST}:${new URL(baseURL ?? '').port}/check`);
  await ann.start();
  await ann.hears();
  await ann.isTold(/keeps calls from working/);
  await expect(ann.test('Secure page')).toContainText('https://');
  await ann.expectOutcome('Camera', 'skipped');
  await ann.expectOutcome('Line to the server', /passed|warned/);
  await ann.caller.button('Copy report').click();
  const report = ann.page.getByRole('textbox', { name: 'Report' });
  await expect(report, 'as this page has no clipboard').toBeVisible();
  await expect(report).toHaveValue(/Secure page: does not work/);
});

test('the check says what is wrong with the line, with STUN and with a relay', async ({ newCaller }) => {
  test.setTimeout(240_000);
  const [good, silent] = [await openStun(true), await openStun(false)];
  const [stun, relay] = ['Way out of your network (STUN)', 'Detour around closed networks (relay)'] as const;
  const way: Way = { names: [], blocked: false };
  try {
    // The check asks without a socket why there is none, and the browser logs that answer.
    const ann = new Patient(await newCaller({ prepare: leading(way), allow: [/status of 405/] }));

    for (const [title, { url }, outcome] of [
      ['a server that tells how one is seen from outside is found', good, 'passed'],
      ['a server for that which is silent is warned of', silent, 'warned'],
    ] as const) {
      await test.step(title, async () => {
        way.names = [url];
        await ann.comesAgain();
        await ann.start();
        await ann.hears();
        await ann.expectOutcome(stun, outcome, 30_000);
        await ann.expectOutcome(relay, 'warned');
        if (outcome === 'warned') await expect(ann.test(stun)).toContainText('UDP');
      });
    }

    await test.step('a relay that does not answer is a fault for the operator to mend', async () => {
      way.names = [silent.url.replace('stun:', 'turn:')];
      await ann.comesAgain();
      await ann.start();
      await ann.hears();
      await ann.expectOutcome(relay, 'failed', 30_000);
      await expect(ann.test(relay)).toContainText('Whoever runs this server');
    });

    await test.step('a line that something blocks is told apart from a server that is away', async () => {
      way.blocked = true;
      await ann.comesAgain();
      await ann.start();
      await ann.hears();
      await ann.expectOutcome('Line to the server', 'failed');
      await expect(ann.test('Line to the server')).toContainText('WebSocket');
      await ann.expectOutcome(stun, 'skipped');
      await expect(ann.test(stun)).toContainText('Line to the server');
    });
  } finally {
    [good, silent].forEach(({ socket }) => socket.close());
  }
});

test('a person who came from a call in another tab is in that call', { tag: '@whole' }, async ({ startCall }) => {
  const { ann: eve, ben } = await startCall();
  const settings = await eve.openPanel('Settings');
  const [tab] = await Promise.all([eve.context.waitForEvent('page'), settings.getByRole('link', { name: /Check everything/ }).click()]);
  await expect(tab.getByRole('button', { name: 'Start the check' })).toBeEnabled();
  await Promise.all([tab.waitForEvent('close'), tab.getByRole('link', { name: 'Back to the call' }).click()]);
  await Promise.all([eve.seesFriend(), ben.seesFriend()]);
});
