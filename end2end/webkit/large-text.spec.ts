// With text twice as large nothing that is needed is cut off.
import { test } from './fixtures.js';
import { enlargeText } from './layout-probes.js';
import { LANGUAGES, VIEWS, expectWhole } from './views.js';

for (const [name, browser, reach] of VIEWS) {
  for (const language of LANGUAGES) {
    test(`${name} in ${language} is whole with text at 200 %`, async ({ newPerson, room }) => {
      const ann = await newPerson({ ...browser, language });
      await reach(ann, room);
      await ann.session.evaluate(enlargeText);
      await expectWhole(ann);
    });
  }
}
