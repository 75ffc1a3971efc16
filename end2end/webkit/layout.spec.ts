// Nothing that is needed is cut off: in narrow and wide windows, in a long language and from right to left.
import { test } from './fixtures.js';
import { LANGUAGES, VIEWS, expectWhole } from './views.js';

for (const [name, browser, reach] of VIEWS) {
  for (const language of LANGUAGES) {
    const isQuick = name === 'the dialog' && language === 'de-DE';
    test(`${name} in ${language} is whole in every window`, { tag: isQuick ? '@quick' : [] }, async ({ newPerson, room }) => {
      const ann = await newPerson({ ...browser, language });
      await reach(ann, room);
      await expectWhole(ann);
    });
  }
}
