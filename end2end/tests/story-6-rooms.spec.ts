// Story 6: anyone may create or join any room, any number of them; a name means one room.
import { comeAsNew, goOut } from '../fixtures/fresh.js';
import { expect, test } from '../fixtures/people.js';

test('four people in two rooms', async ({ newCaller, room }) => {
  test.setTimeout(240_000);
  const [ann, ben, cat, dan] = [await newCaller(), await newCaller(), await newCaller(), await newCaller()];

  await test.step('two rooms at once do not mix', async () => {
    await ann.enter(`${room} one`);
    await cat.enter(`${room} two`);
    await ann.expectState('waiting');
    await cat.expectState('waiting');
    await ben.enter(`${room} one`);
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    await cat.expectState('waiting');
    await dan.enter(`${room} two`);
    await Promise.all([cat.seesFriend(), dan.seesFriend()]);
    await ann.leave();
    await ben.expectState('waiting');
    await Promise.all([cat.seesFriend(), dan.seesFriend()]);
    await goOut(ann, ben);
  });

  await test.step('a room that everybody left can be made again by anybody', async () => {
    await cat.leave();
    await dan.leave();
    await comeAsNew(ann);
    await ann.join(`${room} two`);
    await ann.expectState('waiting');
    await comeAsNew(ben);
    await ben.join(`${room} two`);
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
  });
});

const SAME: [what: string, first: string, second: string][] = [
  ['composed and decomposed letters', 'Zo\u00EB', 'Zoe\u0308'],
  ['capital and small letters', 'Caf\u00E9', 'caf\u00E9'],
  ['sharp s and double s', 'Stra\u00DFe', 'STRASSE'],
  ['blanks at the ends and doubled inside', 'Movie night', ' \u00A0Movie \t  night\u3000'],
];

test('a name means one room', async ({ newCaller, room }) => {
  test.setTimeout(180_000);
  const [ann, ben] = [await newCaller(), await newCaller()];

  await test.step('one person can go from room to room', async () => {
    await ben.enter(`${room} 3`);
    for (const number of [1, 2]) {
      await ann.enter(`${room} ${number}`);
      await ann.expectState('waiting');
      await ann.leave();
      await ann.expectState('ended');
    }
    await ann.enter(`${room} 3`);
    await Promise.all([ann.seesFriend(), ben.seesFriend()]);
    await goOut(ann, ben);
  });

  for (const [what, first, second] of SAME) {
    await test.step(`${what} make no difference: one room, called as the first person typed it`, async () => {
      await comeAsNew(ann);
      await ann.join(`${first} ${room}`);
      await ann.expectSeat();
      await comeAsNew(ben);
      await ben.join(`${second} ${room}`);
      await ben.expectState('connected', 30_000);
      await ann.expectState('connected');
      await expect(ann.screen).toContainText(`${first} ${room}`);
      await expect(ben.screen).toContainText(`${first} ${room}`);
      await goOut(ann, ben);
    });
  }

  await test.step('an accent makes a different room', async () => {
    await comeAsNew(ann);
    await ann.join(`Cafe ${room}`);
    await ann.expectSeat();
    await comeAsNew(ben);
    await ben.join(`Caf\u00E9 ${room}`);
    await ben.expectSeat();
    await ann.expectState('waiting');
    await ben.expectState('waiting');
  });
});
