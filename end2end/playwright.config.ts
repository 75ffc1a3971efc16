import { defineConfig } from '@playwright/test';
import { CALL_FLAGS, CHROMIUM } from './shared/browsers.mjs';
import { BINARY, REPOSITORY, STATE_DIR, givenServer } from './shared/server.mjs';

const OWN_ADDRESS = '127.0.0.1:3100';
const given = givenServer();

export default defineConfig({
  testDir: './tests',
  globalSetup: './fixtures/global-setup.ts',
  forbidOnly: !!process.env.CI,
  fullyParallel: true,
  // A call keeps about one core busy with encoding and decoding.
  workers: 2,
  // A failed test runs once more for its trace, which costs a third of the time of a run. The run stays red.
  retries: 1,
  failOnFlakyTests: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['html', { open: 'never' }]],
  use: {
    baseURL: given ?? `http://${OWN_ADDRESS}`,
    browserName: 'chromium',
    actionTimeout: 15_000,
    navigationTimeout: 15_000,
    trace: 'on-first-retry',
    launchOptions: { executablePath: CHROMIUM, args: CALL_FLAGS },
  },
  webServer: given
    ? undefined
    : {
        command: BINARY,
        cwd: REPOSITORY,
        env: { DUET_LISTEN: OWN_ADDRESS, DUET_STATE_DIR: STATE_DIR },
        url: `http://${OWN_ADDRESS}/healthz`,
        reuseExistingServer: false,
        timeout: 30_000,
      },
});
