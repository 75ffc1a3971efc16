// What a browser lacks, or what it stops: said, and the call goes on where it can.
import { expect, test } from '../fixtures/people.js';

test('a browser without peer connections says so in the dialog', async ({ newCaller, room }) => {
  const ann = await newCaller({
    prepare: (page) =>
      page.addInitScript(() => {
        Reflect.deleteProperty(window, 'RTCPeerConnection');
      }),
  });
  await ann.arrive();
  await expect(ann.alert).toContainText('WebRTC');
  await ann.join(room);
  await ann.expectDialog();
  await expect(ann.alert).toContainText('WebRTC');
});

test('a picture that never comes leaves a call with words, and one that was paused plays on', async ({ newCaller, room }) => {
  const ann = await newCaller();
  const ben = await newCaller({
    // A stub: a camera that is on and gives no frame.
    prepare: (page) =>
      page.addInitScript(() => {
        const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = async (wishes) => {
          const stream = await ask(wishes);
          for (const track of stream.getVideoTracks()) stream.removeTrack(track);
          const canvas = document.createElement('canvas');
          canvas.getContext('2d');
          for (const track of canvas.captureStream(0).getTracks()) stream.addTrack(track);
          return stream;
        };
      }),
  });
  await ann.enter(room);
  await ben.arrive();
  await ben.join(room);
  await ann.expectState('connected');
  await expect(ann.page.getByText('Their picture does not come')).toBeVisible();
  await ben.seesFriend();
  await ben.remoteVideo.evaluate((video: HTMLVideoElement) => video.pause());
  await expect.poll(() => ben.remoteVideo.evaluate((video: HTMLVideoElement) => video.paused)).toBe(false);
  await ben.seesFriend();
});
