// Story 6: anyone may create or join any room, any number of them; a name means one room.
import { expect, test } from '../fixtures/people.js';

test('two rooms at once do not mix', async ({ newCaller, room }) => {
  test.setTimeout(180_000);
  const [ann, ben, cat, dan] = [await newCaller(), await newCaller(), await newCaller(), await newCaller()];
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
});

test('one person can go from room to room', async ({ newCaller, room }) => {
  const [ann, ben] = [await newCaller(), await newCaller()];
  await ben.enter(`${room} 3`);
  for (const number of [1, 2]) {
    await ann.enter(`${room} ${number}`);
    await ann.expectState('waiting');
    await ann.leave();
    await ann.expectState('ended');
  }
  await ann.enter(`${room} 3`);
  await Promise.all([ann.seesFriend(), ben.seesFriend()]);
});

test('a room that everybody left can be made anew by anybody', async ({ startCall, newCaller }) => {
  const { ann, ben, room } = await startCall();
  await ann.leave();
  await ben.leave();
  const [cat, dan] = [await newCaller(), await newCaller()];
  await cat.enter(room);
  await cat.expectState('waiting');
  await dan.enter(room);
  await Promise.all([cat.seesFriend(), dan.seesFriend()]);
});

const SAME: [what: string, first: string, second: string][] = [
  ['composed and decomposed letters', 'Zo\u00EB', 'Zoe\u0308'],
  ['capital and small letters', 'Caf\u00E9', 'caf\u00E9'],
  ['sharp s and double s', 'Stra\u00DFe', 'STRASSE'],
  ['blanks at the ends and doubled inside', 'Movie night', ' \u00A0Movie \t  night\u3000'],
];

for (const [what, first, second] of SAME) {
  test(`${what} make no difference: one room, called as the first person typed it`, async ({ newCaller, room }) => {
    const [ann, ben] = [await newCaller(), await newCaller()];
    await ann.enter(`${first} ${room}`);
    await ben.arrive();
    await ben.join(`${second} ${room}`);
    await ben.expectState('connected', 30_000);
    await ann.expectState('connected');
    await expect(ann.screen).toContainText(`${first} ${room}`);
    await expect(ben.screen).toContainText(`${first} ${room}`);
  });
}

test('an accent makes a different room', async ({ newCaller, room }) => {
  const [ann, ben] = [await newCaller(), await newCaller()];
  await ann.enter(`Cafe ${room}`);
  await ben.enter(`Caf\u00E9 ${room}`);
  await ann.expectState('waiting');
  await ben.expectState('waiting');
});
