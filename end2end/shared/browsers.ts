// Which browsers the tests drive, and with which settings. Read by the Playwright projects and the benchmark.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first of these programs that this machine has. Without any: a path with the first name, so that the error names it. */
function firstOf(...names: string[]): string {
  for (const name of names) {
    for (const folder of ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)]) {
      if (existsSync(join(folder, name))) return join(folder, name);
    }
  }
  return `/usr/bin/${names[0]}`;
}

export const CHROMIUM = process.env.DUET_CHROMIUM ?? firstOf('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');

/**
 * Chromium without the windows that nobody sees here: a call costs a fifth less. Where there is none, or DUET_CHROMIUM_SHELL is
 * "none" (`make test-all`), the whole one.
 */
export const CHROMIUM_SHELL = [process.env.DUET_CHROMIUM_SHELL ?? firstOf('chromium-headless-shell')].find(existsSync) ?? CHROMIUM;
export const FIREFOX = process.env.DUET_FIREFOX ?? firstOf('firefox-esr', 'firefox');

/** For machines like a build server: run by root, no graphics card, no way out to the vendor's servers. */
export const PLAIN_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A camera that shows a clock and a moving figure, a microphone that beeps. */
export const FAKE_DEVICES = '--use-fake-device-for-media-stream';
/** As FAKE_DEVICES, but nothing is plugged in. */
export const NO_DEVICES = '--use-fake-device-for-media-stream=device-count=0';
/** As FAKE_DEVICES, with three cameras: the second of them measures depth, which no encoder takes. */
export const THREE_CAMERAS = '--use-fake-device-for-media-stream=device-count=3';
/** Nobody has to press "Allow". */
export const ALLOW_ALL = '--use-fake-ui-for-media-stream';

/** Sound plays only in answer to a tap or a key, as on phones. */
export const TAP_TO_PLAY = '--autoplay-policy=user-gesture-required';
/** A name that leads to this machine but is not one of the loopback names that browsers trust without HTTPS. */
export const INSECURE_HOST = 'insecure.test';
export const INSECURE_HOST_FLAG = `--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`;

/** What most tests want: a person has a camera and a microphone, and allows them. */
export const CALL_FLAGS = [...PLAIN_FLAGS, FAKE_DEVICES, ALLOW_ALL];

/** Playwright's name for a Firefox as people have it, driven over WebDriver BiDi. */
export const FIREFOX_CHANNEL = 'moz-firefox';

/** As CALL_FLAGS, for Firefox. */
export const FIREFOX_CALL_PREFERENCES = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
};

/** Firefox with "Block" chosen in its settings for cameras and microphones. */
export const FIREFOX_DENY_PREFERENCES = {
  'media.navigator.streams.fake': true,
  'permissions.default.camera': 2,
  'permissions.default.microphone': 2,
};
