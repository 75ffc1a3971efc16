// Ten sets of tests. DUET_PROJECTS names those that run (commas between them); without it, `chromium` and `whole`.
import { type PlaywrightTestOptions, type PlaywrightWorkerOptions, type Project, defineConfig } from '@playwright/test';
import type { BrowserSettings } from './fixtures/people.js';
import { CALL_FLAGS, CHROMIUM, CHROMIUM_SHELL, FIREFOX, FIREFOX_CALL_PREFERENCES, FIREFOX_CHANNEL } from './shared/browsers.js';
import { BINARY, REPOSITORY, STATE_DIR, TEST_PORT, givenServer } from './shared/server.js';
import { smallCamera } from './shared/small-camera.js';

const OWN_ADDRESS = `127.0.0.1:${TEST_PORT}`;
const given = givenServer();

function inChromium(executablePath: string, ...flags: string[]) {
  return { browserName: 'chromium' as const, launchOptions: { executablePath, args: [...CALL_FLAGS, ...flags] } };
}

/** What only a browser with windows can do: ask for permissions, keep the clipboard, remember devices, end with its last page. */
const WHOLE = /@whole/;

// A second run is for its trace, which Firefox does not give.
const inFirefox = {
  workers: 1,
  retries: 0,
  use: {
    browserName: 'firefox',
    channel: FIREFOX_CHANNEL,
    launchOptions: { executablePath: FIREFOX, firefoxUserPrefs: FIREFOX_CALL_PREFERENCES },
    trace: 'off',
    actionTimeout: 30_000,
    navigationTimeout: 30_000,
    // Firefox's fake camera only changes its colour, and slowly.
    callerSettings: { frames: 15, patienceMs: 30_000 },
  },
  expect: { timeout: 30_000 },
} as const;

/**
 * One driver has one browser at a time, and no trace. WebKitGTK itself crashes in one of a hundred scenes or so (2.50.6, mock camera):
 * a scene that failed runs once more in a new one, and only what fails again is a fault of the page.
 */
const inWebKit = { workers: 1, fullyParallel: false, retries: 1, use: { trace: 'off' } } as const;

/** These start their own server and browsers. */
const inNamespaces = {
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 180_000,
  use: { trace: 'off', actionTimeout: 30_000, navigationTimeout: 30_000 },
  expect: { timeout: 30_000 },
} as const;

type DuetProject = Project<PlaywrightTestOptions & BrowserSettings, PlaywrightWorkerOptions>;

const PROJECTS: Record<string, DuetProject> = {
  /** The user stories, and everything beside them. */
  chromium: { testDir: './tests', grepInvert: WHOLE, use: inChromium(CHROMIUM_SHELL, smallCamera()) },
  /** Those of them that need a browser with windows. */
  whole: { testDir: './tests', grep: WHOLE, use: inChromium(CHROMIUM, smallCamera()) },
  /** The user stories in Firefox. */
  firefox: { testDir: './firefox', ...inFirefox },
  /** Firefox and Chromium in one call. The project's browser is Firefox. */
  mixed: { testDir: './mixed', ...inFirefox },
  /** What shows only after many minutes. */
  long: { testDir: './long', ...inFirefox },
  /** What goes wrong in mid-call. It starts its own server and browsers, in network namespaces; see network/scene.ts. */
  network: { testDir: './network', ...inNamespaces },
  /** What hosts are given, installed as docs/running.md has it; scripts/test-hosted.sh starts it. */
  packaged: { testDir: './packaged', ...inNamespaces },
  /** Safari's engine, as far as it goes without a connection. It starts its own browser, by WebDriver; see webkit/driver.ts. */
  webkit: { testDir: './webkit', ...inWebKit },
  /** Pictures of it for people, no tests. */
  'webkit-pictures': { testDir: './webkit', testMatch: 'pictures.ts', ...inWebKit, timeout: 600_000 },
  /** Pictures for people, no tests. */
  screenshots: {
    testDir: './screenshots',
    workers: 1,
    retries: 0,
    timeout: 900_000,
    expect: { timeout: 60_000 },
    use: { ...inChromium(CHROMIUM), trace: 'off' },
  },
};

const chosen = (process.env.DUET_PROJECTS ?? 'chromium,whole').split(',');

function projectOf(name: string): DuetProject {
  const project = PROJECTS[name];
  if (!project) throw new Error(`DUET_PROJECTS: no project is called ${name}; there are ${Object.keys(PROJECTS).join(', ')}`);
  return { name, ...project };
}

export default defineConfig<BrowserSettings>({
  globalSetup: './fixtures/global-setup.ts',
  forbidOnly: !!process.env.CI,
  fullyParallel: true,
  // A call keeps about one core busy with encoding and decoding.
  workers: 2,
  // A failed test runs once more for its trace, which costs a third of the time of a run. The run stays red.
  retries: 1,
  failOnFlakyTests: !chosen.includes('webkit'),
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['html', { open: 'never' }], ['./fixtures/times-reporter.ts']],
  use: {
    baseURL: given ?? `http://${OWN_ADDRESS}`,
    actionTimeout: 15_000,
    navigationTimeout: 15_000,
    trace: 'on-first-retry',
  },
  projects: chosen.map(projectOf),
  webServer:
    given || chosen.every((name) => name === 'network' || name === 'packaged')
      ? undefined
      : {
          command: JSON.stringify(BINARY),
          cwd: REPOSITORY,
          env: { DUET_LISTEN: OWN_ADDRESS, DUET_STATE_DIR: STATE_DIR },
          url: `http://${OWN_ADDRESS}/healthz`,
          reuseExistingServer: false,
          timeout: 30_000,
        },
});
