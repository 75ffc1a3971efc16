// Nine languages: the browser's own by itself, another by choice.
import type { Caller } from '../fixtures/caller.js';
import { expectNoDoubts } from '../fixtures/fresh.js';
import { type NewCaller, expect, test } from '../fixtures/people.js';

interface Spoken {
  locale: string;
  tag: string;
  /** What the language calls itself. */
  itself: string;
  title: string;
  label: string;
  join: string;
  settings: string;
}

const LANGUAGES: Spoken[] = [
  { locale: 'en-GB', tag: 'en', itself: 'English', title: 'Agree on a word', label: 'Room name', join: 'Join', settings: 'Settings' },
  {
    locale: 'es-MX',
    tag: 'es',
    itself: 'Español',
    title: 'Acuerda una palabra',
    label: 'Nombre de la sala',
    join: 'Entrar',
    settings: 'Ajustes',
  },
  {
    locale: 'de-AT',
    tag: 'de',
    itself: 'Deutsch',
    title: 'Einigt euch auf ein Wort',
    label: 'Name des Raums',
    join: 'Beitreten',
    settings: 'Einstellungen',
  },
  {
    locale: 'fr-FR',
    tag: 'fr',
    itself: 'Français',
    title: 'Mettez-vous d’accord sur un mot',
    label: 'Nom de la salle',
    join: 'Entrer',
    settings: 'Réglages',
  },
  {
    locale: 'pt-BR',
    tag: 'pt',
    itself: 'Português',
    title: 'Combine uma palavra',
    label: 'Nome da sala',
    join: 'Entrar',
    settings: 'Configurações',
  },
  { locale: 'zh-CN', tag: 'zh-Hans', itself: '简体中文', title: '约定一个词', label: '房间名', join: '加入', settings: '设置' },
  { locale: 'ja-JP', tag: 'ja', itself: '日本語', title: '合言葉を決めましょう', label: 'ルーム名', join: '参加', settings: '設定' },
  { locale: 'hi-IN', tag: 'hi', itself: 'हिन्दी', title: 'आपस में एक शब्द तय करें', label: 'रूम का नाम', join: 'शामिल हों', settings: 'सेटिंग' },
  { locale: 'ar-EG', tag: 'ar', itself: 'العربية', title: 'اتفقا على كلمة', label: 'اسم الغرفة', join: 'انضمام', settings: 'الإعدادات' },
];

function spoken(tag: string): Spoken {
  const found = LANGUAGES.find((one) => one.tag === tag);
  if (!found) throw new Error(`nobody here speaks ${tag}`);
  return found;
}

/** Somebody whose browser has that language, and the files with texts that it asks for. */
async function speaker(newCaller: NewCaller, locale: string): Promise<{ person: Caller; files: string[] }> {
  const files: string[] = [];
  const person = await newCaller({
    context: { locale },
    prepare: async (page) =>
      page.on('request', (request) => {
        const { pathname } = new URL(request.url());
        if (pathname.startsWith('/texts/')) files.push(pathname);
      }),
  });
  return { person, files };
}

async function expectSpoken(person: Caller, { tag, title, label, join }: Spoken): Promise<void> {
  const page = person.page.locator('html');
  await expect(page).toHaveAttribute('lang', tag);
  await expect(page).toHaveAttribute('dir', tag === 'ar' ? 'rtl' : 'ltr');
  const dialog = person.page.getByRole('dialog', { name: title, exact: true });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: label, exact: true })).toBeVisible();
  await expect(dialog.getByRole('button', { name: join, exact: true })).toBeVisible();
}

/** The choice of languages, which is found in every language by what they call themselves. */
async function openLanguages(person: Caller, { settings }: Spoken) {
  await person.button(settings).click();
  const choice = person.page.getByRole('combobox').filter({ has: person.page.locator('option[value="de"]') });
  await expect(choice).toBeVisible();
  return choice;
}

test('each browser finds Duet in its own language, or in English', async ({ newCaller }) => {
  test.setTimeout(180_000);
  for (const language of LANGUAGES) {
    await test.step(`a browser in ${language.itself} gets ${language.itself}, and no other texts travel`, async () => {
      const { person, files } = await speaker(newCaller, language.locale);
      await person.arrive();
      await expectSpoken(person, language);
      const choice = await openLanguages(person, language);
      await expect(choice).toHaveValue(language.tag);
      await expect(choice.locator('option')).toHaveText(LANGUAGES.map(({ itself }) => itself));
      expect(
        files.filter((file) => !file.startsWith(`/texts/${language.tag}.`)),
        'texts of other languages',
      ).toEqual([]);
      expect(new Set(files).size, 'files with texts: the page’s, and that of what is used later').toBe(2);
      await expectNoDoubts(person);
      await person.context.close();
    });
  }

  await test.step('before any script has run the page is in the browser’s language', async () => {
    const ann = await newCaller({ context: { locale: 'fr-CA', javaScriptEnabled: false } });
    await ann.arrive();
    await expect(ann.page.locator('html')).toHaveAttribute('lang', 'fr');
    await expect(ann.screen).toContainText('caméra');
  });

  await test.step('a browser in none of the nine languages gets English', async () => {
    const { person } = await speaker(newCaller, 'nl-NL');
    await person.arrive();
    await expectSpoken(person, spoken('en'));
  });
});

test('a language can be chosen, and Arabic is right to left', async ({ newCaller }) => {
  const [{ person: ann }, { person: omar }] = [await speaker(newCaller, 'en-US'), await speaker(newCaller, 'ar-EG')];

  await test.step('Arabic is right to left: own picture and Settings on the other side', async () => {
    for (const person of [ann, omar]) await person.arrive();
    await expectSpoken(ann, spoken('en'));
    await expectSpoken(omar, spoken('ar'));
    const middle = async (person: Caller, what: 'picture' | 'settings' | 'panel') => {
      const element =
        what === 'picture'
          ? person.localVideo
          : what === 'panel'
            ? person.page.locator('.drawer[open]')
            : person.button(spoken(person === omar ? 'ar' : 'en').settings);
      const [box, width] = [await element.boundingBox(), person.page.viewportSize()?.width ?? 0];
      return ((box?.x ?? 0) + (box?.width ?? 0) / 2) / width;
    };
    await openLanguages(ann, spoken('en'));
    await openLanguages(omar, spoken('ar'));
    for (const what of ['picture', 'settings', 'panel'] as const) {
      const sides = [await middle(ann, what), await middle(omar, what)].map((place) => (place < 0.5 ? 'left' : 'right'));
      expect(sides, what).toEqual(what === 'picture' ? ['left', 'right'] : ['right', 'left']);
    }
  });

  await test.step('in Arabic a panel is within the screen of a phone', async () => {
    await expectNoDoubts(omar);
    await omar.page.setViewportSize({ width: 390, height: 844 });
    await omar.arrive();
    await expectSpoken(omar, spoken('ar'));
    await openLanguages(omar, spoken('ar'));
    const box = await omar.page.locator('.drawer[open]').boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
  });

  await test.step('a language chosen in Settings is there at once, and after a reload', async () => {
    await expectNoDoubts(ann);
    await ann.arrive();
    await expectSpoken(ann, spoken('en'));
    await (await openLanguages(ann, spoken('en'))).selectOption('Deutsch');
    await expectSpoken(ann, spoken('de'));
    await ann.page.reload();
    await expectSpoken(ann, spoken('de'));
    await (await openLanguages(ann, spoken('de'))).selectOption('العربية');
    await expectSpoken(ann, spoken('ar'));
    await (await openLanguages(ann, spoken('ar'))).selectOption('English');
    await expectSpoken(ann, spoken('en'));
  });
});

test('a call in Arabic is laid out for it, and a language chosen in a call', async ({ newCaller, room }) => {
  const [omar, ben] = [await newCaller({ context: { locale: 'ar-EG' } }), await newCaller()];
  await omar.arrive();
  await omar.page.getByRole('textbox', { name: spoken('ar').label }).fill(room);
  await omar.page.keyboard.press('Enter');
  await omar.expectSeat();
  await ben.enter(room);
  await Promise.all([omar.seesFriend(), ben.seesFriend()]);

  await test.step('in a call in Arabic "Settings" does not cover the name of the room', async () => {
    const name = await omar.page.getByRole('heading', { name: room }).boundingBox();
    const settings = await omar.button(spoken('ar').settings).boundingBox();
    if (!name || !settings) throw new Error('both are there');
    expect(settings.x >= name.x + name.width || settings.x + settings.width <= name.x, 'they lie side by side').toBe(true);
  });

  await test.step('in a call in Arabic arrow keys move the own picture the way they point', async () => {
    const own = omar.page.locator('.own');
    await expect(own).toHaveAttribute('tabindex', '0');
    const place = async () => {
      const [box, width] = [await own.boundingBox(), omar.page.viewportSize()?.width ?? 0];
      return (box?.x ?? 0) + (box?.width ?? 0) / 2 < width / 2 ? 'left' : 'right';
    };
    expect(await place(), 'where it lies at first').toBe('left');
    await own.focus();
    await own.press('ArrowRight');
    await expect.poll(place).toBe('right');
    await own.press('ArrowLeft');
    await expect.poll(place).toBe('left');
  });

  await test.step('a language chosen in a call changes the page, and the call goes on', async () => {
    const choice = await openLanguages(ben, spoken('en'));
    await choice.selectOption('Français');
    await expect(ben.page.locator('html')).toHaveAttribute('lang', 'fr');
    await Promise.all([omar.seesFriend(), ben.seesFriend()]);
    expect(await ben.witnessed(({ states }) => states)).not.toContain('choosing-room');
    await expect(ben.button('Couper le micro')).toBeVisible();
    await expect(omar.button('كتم الميكروفون'), 'the other’s page is as it was').toBeVisible();
  });
});
