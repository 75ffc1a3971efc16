// Every state of the page and every panel, one after another, for tests and pictures of all of them. A state that needs more
// than fake devices and a second person can bring about is a stub, and named so.
import type { Page } from '@playwright/test';
import { CallerInAnyLanguage } from '../fixtures/any-language.js';
import type { WitnessOptions } from './page-types.js';

/** What is looked at, in the order of a visit. */
export const SCENES = [
  'requesting-media',
  'media-error',
  'choosing-room',
  'settings-in-lobby',
  'joining',
  'room-full',
  'waiting',
  'knock-first',
  'knocked',
  'connecting',
  'connected',
  'settings',
  'chat',
  'files',
  'quality',
  'more',
  'screen',
  'reconnecting',
  'ended',
  'check',
  'check-done',
] as const;

export type Scene = (typeof SCENES)[number];

/** Opens a page of somebody new; `seen` says that it is the one to look at, in the language that is looked at. */
export type NewPage = (options: { seen: boolean; witness?: WitnessOptions; prepare?: (page: Page) => Promise<unknown> }) => Promise<Page>;

type Look = (scene: Scene, page: Page) => Promise<void>;

interface Walk {
  /** Opens `path` of the server as somebody new. */
  arrive: (options: Parameters<NewPage>[0], path?: string) => Promise<CallerInAnyLanguage>;
  look: (scene: Scene, person: CallerInAnyLanguage) => Promise<void>;
}

/** Walks through all scenes; `look` is called in each. */
export async function walk(newPage: NewPage, url: string, look: Look): Promise<void> {
  const steps: Walk = {
    arrive: async (options, path = '/') => {
      const person = new CallerInAnyLanguage(await newPage(options));
      await person.arrive(new URL(path, url).href);
      return person;
    },
    look: (scene, person) => look(scene, person.page),
  };
  await walkAlone(steps);
  await walkInCall(steps);
  await walkCheck(steps);
}

/** Everything that one person sees alone. */
async function walkAlone({ arrive, look }: Walk): Promise<void> {
  // Stubs: nobody answers the browser's question, or somebody says no.
  const never = await arrive({ seen: true, witness: { refusal: { name: 'never' } } });
  await look('requesting-media', never);
  await never.context.close();

  const denied = await arrive({ seen: true, witness: { refusal: { name: 'NotAllowedError', permission: 'denied' } } });
  await denied.expectState('media-error');
  await look('media-error', denied);
  await denied.context.close();

  // A stub: the server hears and says nothing.
  const unheard = await arrive({ seen: true, prepare: (page) => page.routeWebSocket(/\/ws$/, () => {}) });
  await unheard.touchLobby();
  await look('choosing-room', unheard);
  await unheard.settingsButton.click();
  await unheard.sidePanel.waitFor();
  await look('settings-in-lobby', unheard);
  await unheard.sidePanel.locator('header button').click();
  await unheard.join(newRoom());
  await unheard.expectState('joining');
  await look('joining', unheard);
  await unheard.context.close();
}

/** Everything that takes two. */
async function walkInCall({ arrive, look }: Walk): Promise<void> {
  const room = newRoom();
  const ann = await arrive({ seen: true });
  await ann.touchLobby();
  await ann.join(room);
  await ann.expectState('waiting');
  await ann.inviteOptions.click();
  await look('waiting', ann);

  await ann.inviteOptions.click();
  await ann.roomAccess.selectOption('knock');
  const dan = await arrive({ seen: true });
  await dan.touchLobby();
  await dan.join(room);
  await dan.knockButton.waitFor();
  await look('knock-first', dan);
  await dan.knockButton.click();
  await ann.knocks.waitFor();
  await look('knocked', ann);
  await dan.context.close();
  await ann.knocks.waitFor({ state: 'detached' });
  await ann.roomAccess.selectOption('open');

  // A stub: what the other says of the connection is never taken.
  const deaf = await arrive({ seen: true, prepare: (page) => page.addInitScript(hearNoDescription) });
  await deaf.join(room);
  await deaf.expectState('connecting');
  await look('connecting', deaf);
  await deaf.context.close();
  await ann.expectState('waiting');

  const ben = await arrive({ seen: false });
  await ben.join(room);
  await Promise.all([ann, ben].map((person) => person.expectState('connected')));
  await Promise.all([ann, ben].map((person) => person.extraButton('chat').waitFor()));
  await look('connected', ann);

  const cat = await arrive({ seen: true });
  await cat.touchLobby();
  await cat.join(room);
  await cat.expectState('room-full');
  await look('room-full', cat);
  await cat.context.close();

  await ann.settingsButton.click();
  await ann.sidePanel.waitFor();
  await look('settings', ann);
  await converse(ann, ben);
  await look('chat', ann);
  await exchangeFiles(ann, ben);
  await look('files', ann);
  await ann.qualityButton.click();
  await ann.sidePanel.locator('figure').first().waitFor();
  await look('quality', ann);
  await ann.extraButton('more').click();
  await ann.sidePanel.locator('kbd').first().waitFor();
  await look('more', ann);
  await ann.page.keyboard.press('Escape');
  await ben.extraButton('screen').click();
  await ann.screenVideo.waitFor();
  await look('screen', ann);
  await ben.extraButton('screen').click();
  await ann.screenVideo.waitFor({ state: 'hidden' });

  // A stub: the connection is cut, and no new one comes about.
  await ann.page.evaluate(hearNoDescription);
  await ben.page.evaluate(() => window.witness.peerConnections.at(-1)?.close());
  await ann.expectState('reconnecting');
  await look('reconnecting', ann);
  await ann.leave();
  await ann.expectState('ended');
  await look('ended', ann);
}

/** The page that tests everything, before and after. */
async function walkCheck({ arrive, look }: Walk): Promise<void> {
  const person = await arrive({ seen: true }, '/check');
  await person.page.locator('.check .tests li').first().waitFor();
  await look('check', person);
  await person.runCheck();
  await look('check-done', person);
}

function hearNoDescription() {
  RTCPeerConnection.prototype.setRemoteDescription = () => new Promise(() => {});
}

function newRoom(): string {
  return `tea at four ${crypto.randomUUID().slice(0, 8)}`;
}

/** A few lines from both, with a link and a long one. */
async function converse(ann: CallerInAnyLanguage, ben: CallerInAnyLanguage): Promise<void> {
  for (const person of [ann, ben]) await person.extraButton('chat').click();
  const lines: [CallerInAnyLanguage, string][] = [
    [ann, 'Did you find the recipe?'],
    [ben, 'Yes: https://kitchen.example/plum-cake?for=two'],
    [ben, 'It wants two hundred grams of flour, and far more plums than anybody would think of buying on their own.'],
    [ann, 'On my way!'],
  ];
  for (const [number, [person, text]] of lines.entries()) {
    await person.write(text);
    await ann.chatLines.nth(number).waitFor();
  }
}

/** A file that is offered, one that was taken, and one that waits for the other. */
async function exchangeFiles(ann: CallerInAnyLanguage, ben: CallerInAnyLanguage): Promise<void> {
  for (const person of [ann, ben]) await person.extraButton('files').click();
  // A stub: a browser that does not ask where a file is to be saved, for nobody could answer.
  await ben.page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await ann.offerFile('recipe.txt', 4_321);
  await ben.acceptFile();
  await ann.transfers.locator('progress').waitFor({ state: 'hidden' });
  await ann.offerFile('a photograph of all the plums that were left over after we had baked.txt', 2_345_678);
  await ben.offerFile('shopping.txt', 512);
  await ann.transfers.nth(2).waitFor();
}
