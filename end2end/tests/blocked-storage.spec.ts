// A browser that keeps nothing: all works until the page goes, and nothing throws a person out of the call.
import type { Page } from '@playwright/test';
import { goOut } from '../fixtures/fresh.js';
import { expect, test } from '../fixtures/people.js';
import { refuseStorage } from '../shared/faults.js';

const blockStorage = (page: Page) => page.addInitScript(refuseStorage);

test('where storage is blocked, settings work and the call goes on', async ({ startCall }) => {
  const { ann, ben } = await startCall({ ann: { prepare: blockStorage } });
  const settings = await ann.openPanel('Settings');
  const volume = () => ann.remoteVideo.evaluate((video: HTMLVideoElement) => video.volume);

  await test.step('volume, mirror, colours and the own picture follow', async () => {
    await settings.getByRole('slider', { name: 'Volume of the other person' }).fill('0.5');
    await expect.poll(volume).toBe(0.5);
    await settings.getByRole('switch', { name: 'Mirror' }).uncheck();
    await expect(ann.localVideo).toHaveCSS('transform', 'none');
    await settings.getByRole('switch', { name: 'Hide my picture in a call' }).check();
    await expect(ann.localVideo).toBeHidden();
    await settings.getByRole('combobox', { name: 'Colours' }).selectOption('dark');
    await expect(ann.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  });

  await test.step('a language that cannot be kept is said, and throws nobody out', async () => {
    await settings.getByRole('combobox', { name: 'Language' }).selectOption('de');
    await expect(ann.page.getByText('keeps no choice of language').filter({ visible: true }).first()).toBeVisible();
    await expect(settings.getByRole('combobox', { name: 'Language' })).toHaveValue('en');
    await Promise.all([ann.expectState('connected'), ben.seesFriend()]);
  });

  await test.step('a speaker that goes away is replaced and said, and comes back', async () => {
    // A stub: a headset that is listed, chosen, unplugged and plugged in again.
    await ann.page.evaluate(() => {
      const list = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
      const headset = { kind: 'audiooutput', deviceId: 'headset', label: 'Headset', groupId: '' } as MediaDeviceInfo;
      const speaker = { kind: 'audiooutput', deviceId: 'speaker', label: 'Speaker', groupId: '' } as MediaDeviceInfo;
      const plugged = Object.assign(window, { plugged: true });
      navigator.mediaDevices.enumerateDevices = async () => [
        ...(await list()).filter(({ kind }) => kind !== 'audiooutput'),
        speaker,
        ...(plugged.plugged ? [headset] : []),
      ];
      for (const video of document.querySelectorAll('video')) {
        let sink = '';
        Object.defineProperty(video, 'sinkId', { get: () => sink });
        video.setSinkId = async (id: string) => void (sink = id);
      }
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    });
    const sink = () => ann.remoteVideo.evaluate((video: HTMLVideoElement) => video.sinkId);
    await settings.getByRole('combobox', { name: 'Speaker' }).selectOption('headset');
    await expect.poll(sink).toBe('headset');
    for (const [there, used, words] of [
      [false, '', 'Your speaker is gone'],
      [true, 'headset', 'Your speaker is back'],
    ] as const) {
      await ann.page.evaluate((plugged) => {
        Object.assign(window, { plugged });
        navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
      }, there);
      await expect.poll(sink).toBe(used);
      await expect(ann.page.getByText(words).filter({ visible: true }).first()).toBeVisible();
    }
  });

  await test.step('and one can leave', async () => {
    await goOut(ann);
    expect(await ann.liveTracks()).toBe(0);
  });
});

test('a folder that is dropped is not offered as a file', async ({ startCall }) => {
  const { ann } = await startCall();
  await ann.openPanel('Files');
  await ann.page.evaluate(() => {
    // A stub: a folder as browsers give it, among files.
    const dropped = new DataTransfer();
    dropped.items.add(new File(['tea'], 'tea.txt'));
    dropped.items.add(new File([], 'holidays'));
    const read = DataTransferItem.prototype.webkitGetAsEntry;
    DataTransferItem.prototype.webkitGetAsEntry = function () {
      return this.getAsFile()?.name === 'holidays' ? ({ isDirectory: true } as FileSystemEntry) : read.call(this);
    };
    window.dispatchEvent(new DragEvent('drop', { dataTransfer: dropped, cancelable: true }));
  });
  await expect(ann.transfers).toHaveCount(1);
  await expect(ann.transfers).toContainText('tea.txt');
  await expect(ann.page.getByText('Folders cannot be sent').filter({ visible: true }).first()).toBeVisible();
});
