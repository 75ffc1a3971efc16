// The page in the language of the browser, and in another by choice.
import { expect, test } from './fixtures.js';

const LANGUAGES = [
  { locale: 'de-AT', tag: 'de', direction: 'ltr', title: 'Einigt euch auf ein Wort', label: 'Name des Raums' },
  { locale: 'ar-EG', tag: 'ar', direction: 'rtl', title: 'اتفقا على كلمة', label: 'اسم الغرفة' },
  { locale: 'ja-JP', tag: 'ja', direction: 'ltr', title: '合言葉を決めましょう', label: 'ルーム名' },
];

for (const { locale, tag, direction, title, label } of LANGUAGES) {
  test(`a browser in ${locale} gets the page in ${tag}`, { tag: tag === 'ar' ? '@quick' : [] }, async ({ newPerson }) => {
    const ann = await newPerson({ peer: 'never', language: locale });
    await ann.arriveAtDialog();
    const { lang, dir } = await ann.session.evaluate(() => ({ lang: document.documentElement.lang, dir: document.documentElement.dir }));
    expect([lang, dir]).toEqual([tag, direction]);
    await ann.expectText(title);
    expect(await ann.session.accessibleName(await ann.element('#room'))).toBe(label);
    const isLeft = await ann.session.evaluate(() => {
      const { left, right } = (document.querySelector('.own') as Element).getBoundingClientRect();
      return (left + right) / 2 < innerWidth / 2;
    });
    expect(isLeft, 'the own picture is on the side where lines begin').toBe(direction === 'ltr');
  });
}

test('a language that is chosen is there at once, and after a reload', async ({ newPerson }) => {
  const ann = await newPerson({ peer: 'never' });
  await ann.arriveAtDialog();
  await ann.press('Settings');
  await ann.element('.drawer[open] option[value="de"], .drawer[open] select');
  await ann.session.evaluate(() => {
    const choice = document.querySelector('select:has(option[value="de"])') as HTMLSelectElement;
    choice.value = 'de';
    choice.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await ann.expectText('Einigt euch auf ein Wort');
  await ann.session.reload();
  await ann.expectDialog();
  await ann.expectText('Einigt euch auf ein Wort');
});
