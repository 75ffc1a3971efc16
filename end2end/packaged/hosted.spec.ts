// The way of docs/running.md, line by line, from a bare Debian to two people who see each other although there is no path between them;
// then the release before in mid-call, and the update to this one. systemd does not run in there: its lines are done by a stand-in.
import { chmodSync, chownSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { wayOf } from '../fixtures/connection-stats.js';
import { losePath } from '../network/faults.js';
import { missing, nameOf, setHosts } from '../network/namespaces.js';
import { SERVER_HOST } from '../network/network.js';
import { accountsOf, expectUnbroken, note, report } from '../network/run-fault.js';
import { Scene } from '../network/scene.js';
import { missingProgram } from '../shared/programs.js';
import { AUTHORITY_ADDRESS, AUTHORITY_NAME, DIRECTORY, startAuthority } from './authority.js';
import { Container, publishPorts } from './container.js';
import { Installation } from './installation.js';
import { commandsBelow } from './running.js';

const NAME = 'duet.test';
const HOSTS = `127.0.0.1 localhost\n${SERVER_HOST} ${NAME}\n${AUTHORITY_ADDRESS} ${AUTHORITY_NAME}\n`;
/** What systemd does, and what the stand-in has already done when it starts. */
const BY_SYSTEMD = /^systemctl /;

/** A call through the relay stands still for so long at most, in milliseconds, when the server is another one: 2.1 to 9 s were seen. */
const RELAYED_BACK_MS = 15_000;

/** What scripts/test-hosted.sh has made, by the variable that names it. */
function given(variable: string): string {
  return process.env[variable] ?? '';
}

const lacking =
  missing() ?? missingProgram('pebble', 'pebble') ?? (given('DUET_DEBIAN') ? undefined : 'scripts/test-hosted.sh makes the Debian for it');
test.skip(!!lacking, lacking);

/** A world with an authority, in which everybody knows the server's name. */
async function openWorld(): Promise<{ scene: Scene; certificates: string }> {
  const scene = new Scene(`https://${NAME}`);
  for (const place of ['ann', 'ben', 'cat'] as const) setHosts(nameOf(place), HOSTS);
  return { scene, certificates: await startAuthority(scene.network) };
}

/** A call whose packets need the server outlives another one in its place. */
async function expectToOutlive(scene: Scene, update: () => Promise<unknown>): Promise<void> {
  const { ann, ben } = await scene.call();
  const undo = losePath(scene.network, 'ann', 'ben');
  await expect.poll(() => wayOf(ann.page)).toMatch(/^relay/);
  const begun = Date.now();
  await update();
  const relayed = await accountsOf([ann, ben], begun, Date.now());
  report(relayed);
  for (const { back, story } of relayed) expect(back, `the picture back (${story})`).toBeLessThanOrEqual(RELAYED_BACK_MS);
  await Promise.all([ann.goAway(), ben.goAway()]);
  undo();
}

test('the package: from a bare Debian to a call, the release before in mid-call, and the update', async () => {
  test.setTimeout(400_000);
  const { scene, certificates } = await openWorld();
  const debian = new Installation(given('DUET_DEBIAN'));
  try {
    copyFileSync(given('DUET_PACKAGE'), join(debian.root, 'root/duet_1_amd64.deb'));
    await debian.run('apt-get update');
    const began = Date.now();
    let said = '';
    for (const line of commandsBelow('### Debian and Ubuntu')) {
      const typed = line.replace('YOUR-NAME', NAME).replace('duet_*_amd64.deb', '-y ./duet_1_amd64.deb').replace(' ./-y', ' -y');
      if (BY_SYSTEMD.test(typed)) {
        // This world's own: its names, and its authority in the place of Let's Encrypt.
        await debian.know(HOSTS, certificates);
        debian.addSetting(`acme_directory = "${DIRECTORY}"`);
        await debian.start();
      } else {
        said = await debian.run(typed, typed.startsWith('duet ') ? 'server' : 'outside');
      }
    }
    expect(said, 'duet doctor').toContain(`good  name ${NAME}: leads here`);
    expect(said).toContain(`good  certificate ${NAME}`);
    expect(said).not.toContain('BAD');
    const undo = losePath(scene.network, 'ann', 'ben');
    const { ann, ben } = await scene.call();
    note(`from the first line to two people who see each other: ${((Date.now() - began) / 1000).toFixed(0)} s`);
    expect(await wayOf(ann.page)).toMatch(/^relay/);
    await Promise.all([ann.goAway(), ben.goAway()]);
    undo();

    for (const [what, file] of [
      ['back to the release before', given('DUET_PACKAGE_BEFORE')],
      ['the update', given('DUET_PACKAGE')],
    ] as const) {
      copyFileSync(file, join(debian.root, 'root/other.deb'));
      const install = 'apt-get install -y --allow-downgrades -o Dpkg::Options::=--force-confold ./other.deb';
      await test.step(what, async () => {
        const { ann, ben } = await scene.call();
        const begun = Date.now();
        const before = await debian.version();
        await debian.run(install);
        expect(await debian.version(), 'another version is installed').not.toBe(before);
        await debian.restart();
        const direct = await accountsOf([ann, ben], begun, Date.now());
        report(direct);
        expectUnbroken(direct);
        await Promise.all([ann.goAway(), ben.goAway()]);
        await expectToOutlive(scene, () => debian.restart());
      });
    }
  } finally {
    await debian.stop();
    await scene.close();
  }
});

test('the image: a call across two networks, and the next image in mid-call', async () => {
  const lacks = missingProgram('buildah', 'buildah') ?? missingProgram('nft', 'nftables');
  test.skip(!!lacks, lacks);
  const { scene, certificates } = await openWorld();
  const settings = { DUET_ACME: NAME, DUET_ACME_DIRECTORY: DIRECTORY };
  const believed = join(scene.network.folder, 'believed.pem');
  writeFileSync(believed, readFileSync('/etc/ssl/certs/ca-certificates.crt', 'utf8') + certificates);
  setHosts(nameOf('server'), HOSTS);
  const state = join(scene.network.folder, 'container-state');
  mkdirSync(state);
  chmodSync(state, 0o700);
  chownSync(state, 65532, 65532);
  const containers = [0, 1].map(() => new Container(given('DUET_IMAGE'), settings));
  try {
    for (const container of containers) container.put(believed, '/etc/ssl/certs/ca-certificates.crt');
    publishPorts();
    const [first, next] = containers as [Container, Container];
    await first.start(state);
    // As the engine's HEALTHCHECK asks, and as a host does.
    expect(await first.run('--check-health')).toBe('well\n');
    const said = await first.run('doctor');
    expect(said, 'duet doctor').toContain(`good  certificate ${NAME}`);
    expect(said).not.toContain('BAD');
    const undo = losePath(scene.network, 'ann', 'ben');
    const { ann, ben } = await scene.call();
    expect(await wayOf(ann.page)).toMatch(/^relay/);
    await Promise.all([ann.goAway(), ben.goAway()]);
    undo();
    await expectToOutlive(scene, async () => {
      await first.stop();
      await next.start(state);
    });
  } finally {
    for (const container of containers) {
      await container.stop();
      container.remove();
    }
    await scene.close();
  }
});
