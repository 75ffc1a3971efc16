import { writeFileSync } from 'node:fs';
import { test } from './fixtures.js';
import { cutTexts } from './layout-probes.js';

test('probe', async ({ newPerson, room }) => {
  const ann = await newPerson();
  await ann.arriveAtDialog();
  await ann.session.resize({ width: 1024, height: 730 });
  await ann.join(room);
  console.log(await ann.state(), await ann.focus());
  console.log(await ann.session.evaluate(cutTexts));
  const bob = await newPerson({ peer: 'never' });
  await bob.arriveAtDialog();
  await bob.join(room);
  console.log(await bob.session.evaluate(() => document.querySelector('dialog')?.innerText), await bob.complaints());
  await bob.expectState('waiting');
  await bob.session.resize({ width: 1024, height: 730 });
  await bob.session.click(await bob.element('.link'));
  await new Promise((r) => setTimeout(r, 1500));
  console.log(await bob.session.evaluate(() => document.body.innerText));
  console.log(await bob.session.evaluate(cutTexts));
  writeFileSync('/tmp/w/zz1.png', await bob.session.screenshot());
  await bob.session.click(await bob.element('#invite-extras summary'));
  await new Promise((r) => setTimeout(r, 500));
  console.log(await bob.session.evaluate(cutTexts));
  writeFileSync('/tmp/w/zz2.png', await bob.session.screenshot());
});
test('linked', async ({ newPerson, room }) => {
  const bob = await newPerson({ peer: 'linked' });
  await bob.arriveAtDialog();
  await bob.join(room);
  console.log(await bob.session.evaluate(() => document.querySelector('dialog')?.innerText), await bob.complaints());
  await bob.expectState('waiting');
  await bob.letSomebodyIn(room, true);
  for (let i = 0; i < 15; i++) {
    console.log(await bob.state());
    await new Promise((r) => setTimeout(r, 300));
  }
  console.log(await bob.session.evaluate(() => document.body.innerText), await bob.complaints());
  writeFileSync('/tmp/w/zz3.png', await bob.session.screenshot());
});
