// The server is updated while pages are open: they say so where nothing is lost by it, and never in a call.
import { expect, test } from '../fixtures/people.js';

test('a page that is no longer the newest says so outside a call, and the button gets the newest', async ({ newCaller, room }) => {
  let isOld = true;
  const ann = await newCaller({
    // A stub: the server says that it has another page than this one.
    prepare: (page) =>
      page.routeWebSocket('/ws', (socket) => {
        const server = socket.connectToServer();
        server.onMessage((message) => {
          const said = JSON.parse(String(message)) as { welcome?: { build: string } };
          if (said.welcome && isOld) said.welcome.build = 'another';
          socket.send(JSON.stringify(said));
        });
      }),
  });
  const notice = ann.page.getByText('There is a newer version of this page.', { exact: true });

  await ann.arrive();
  await ann.expectDialog();
  await expect(notice).toBeVisible();
  await expect.poll(() => ann.announcements()).toContainEqual(expect.stringContaining('newer version'));
  await ann.join(room);
  await ann.expectState('waiting');
  await expect(notice).toBeHidden();
  await ann.leave();
  await ann.expectState('ended');
  await expect(notice).toBeVisible();

  isOld = false;
  await ann.button('Load the page again').click();
  await ann.expectDialog();
  await expect(ann.roomName).toBeFocused();
  await expect(notice).toBeHidden();
});
