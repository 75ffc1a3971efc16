// The proxies of deploy/, as Debian has them, in front of a server under test: the very examples, with other names and ports.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from './certificate.js';
import { REPOSITORY, waitUntilHealthy } from './server.js';

export interface Proxy {
  url: string;
  port: number;
  close: () => Promise<void>;
}

interface Addresses {
  port: number;
  plain: number;
  /** Host and port of the server behind it. */
  server: string;
}

/** What is done to an example besides. */
export interface ProxyChanges {
  /** The path below which Duet is, as the example says how. */
  base?: string;
  /** The proxy calls the server by a name of its own: the mistake that people make most. */
  rewritesHost?: boolean;
}

interface ProxyKind {
  command: (config: string) => string[];
  config: (addresses: Addresses & { folder: string } & ProxyChanges) => string;
  setup?: (folder: string) => void;
}

const example = (name: string) => readFileSync(`${REPOSITORY}deploy/${name}`, 'utf8');

/** Every change to an example is of something that is there. */
function changed(text: string, changes: [string | RegExp, string][]): string {
  return changes.reduce((before, [from, to]) => {
    const isThere = typeof from === 'string' ? before.includes(from) : before.search(from) >= 0;
    if (!isThere) throw new Error(`the example has no ${from}`);
    return before.replaceAll(from, to);
  }, text);
}

const PROXIES: Record<string, ProxyKind> = {
  caddy: {
    command: (config) => ['caddy', 'run', '--adapter', 'caddyfile', '--config', config],
    config: ({ port, server, folder, base, rewritesHost }) =>
      `${changed(example('Caddyfile'), [
        [
          /^\{\n/gm,
          `{
      admin off
      auto_https disable_redirects
      skip_install_trust
      storage file_system ${folder}\n`,
        ],
        [/^duet\.example\.org \{/gm, `localhost:${port} {\n tls internal`],
        [
          'reverse_proxy 127.0.0.1:3000 {',
          `reverse_proxy ${base ? `${base}*` : ''} ${server} {${rewritesHost ? '\nheader_up Host duet.internal' : ''}`,
        ],
      ])}`,
  },
  nginx: {
    command: (config) => ['nginx', '-c', config],
    setup: makeCertificate,
    config: ({
      port,
      plain,
      server,
      folder,
      base,
      rewritesHost,
    }) => `daemon off;\nuser root;\npid ${folder}/pid;\nerror_log ${folder}/error.log;
      events {}\nhttp {\n ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join('\n')}
      ${changed(example('nginx.conf'), [
        ['server 127.0.0.1:3000;', `server ${server};`],
        [/listen (\[::\]:)?80;/g, `listen $1${plain};`],
        [/listen (\[::\]:)?443 /g, `listen $1${port} `],
        [/location \/ \{(?=\s+proxy_pass)/g, `location ${base ?? ''}/ {`],
        ['Host $http_host;', `Host ${rewritesHost ? 'duet.internal' : '$http_host'};`],
        ['duet.example.org;', 'localhost;'],
        ['/etc/letsencrypt/live/duet.example.org', folder],
      ])}\n}`,
  },
  haproxy: {
    command: (config) => ['haproxy', '-db', '-f', config],
    setup: (folder) => {
      makeCertificate(folder);
      writeFileSync(`${folder}/duet.pem`, ['fullchain', 'privkey'].map((name) => readFileSync(`${folder}/${name}.pem`, 'utf8')).join(''));
    },
    config: ({ port, plain, server, folder, base, rewritesHost }) =>
      changed(example('haproxy.cfg'), [
        // More files than a machine for tests lets it open.
        ['maxconn 30000', 'maxconn 500'],
        [/bind (:|:::)80\b/g, `bind $1${plain}`],
        [/bind (:|:::)443 /g, `bind $1${port} `],
        ['/etc/haproxy/duet.pem', `${folder}/duet.pem`],
        [
          '    default_backend duet',
          [
            rewritesHost ? '    http-request set-header Host duet.internal' : '',
            base ? `    use_backend duet if { path ${base} } or { path_beg ${base}/ }` : '    default_backend duet',
          ].join('\n'),
        ],
        ['server duet 127.0.0.1:3000', `server duet ${server}`],
      ]),
  },
  apache2: {
    command: (config) => ['apache2', '-D', 'FOREGROUND', '-f', config],
    setup: makeCertificate,
    config: ({ port, plain, server, folder, base, rewritesHost }) => {
      const modules = ['mpm_event', 'authz_core', 'alias', 'headers', 'http2', 'proxy', 'proxy_http', 'socache_shmcb', 'ssl'];
      const loaded = modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`);
      const path = base ? `${base}/` : '/';
      return [
        ...loaded,
        `ServerRoot ${folder}`,
        `PidFile ${folder}/pid`,
        `ErrorLog ${folder}/error.log`,
        `DefaultRuntimeDir ${folder}`,
        'User www-data',
        'ServerName localhost',
        `Listen ${plain}`,
        `Listen ${port}`,
        changed(example('apache.conf'), [
          ['<VirtualHost *:80>', `<VirtualHost *:${plain}>`],
          ['<VirtualHost *:443>', `<VirtualHost *:${port}>`],
          ['ServerName duet.example.org', 'ServerName localhost'],
          ['/etc/letsencrypt/live/duet.example.org', folder],
          ['ProxyPreserveHost On', `ProxyPreserveHost On${rewritesHost ? '\n    RequestHeader set Host duet.internal' : ''}`],
          [
            'ProxyPass / http://127.0.0.1:3000/',
            `${base ? `RedirectMatch 308 ^${base}$ ${path}\n    ` : ''}ProxyPass ${path} http://${server}${path}`,
          ],
        ]),
      ].join('\n');
    },
  },
};

export const PROXY_NAMES = Object.keys(PROXIES);

/** Whether a proxy is installed. */
export function hasProxy(name: string): boolean {
  return !spawnSync(name, ['-v'], { stdio: 'ignore' }).error;
}

/** Starts a proxy in front of the server at that address. */
export async function openProxy(name: string, addresses: Addresses, changes: ProxyChanges = {}): Promise<Proxy> {
  const proxy = PROXIES[name];
  if (!proxy) throw new Error(`no example for ${name}`);
  const folder = mkdtempSync(join(tmpdir(), `duet-${name}-`));
  proxy.setup?.(folder);
  writeFileSync(`${folder}/config`, proxy.config({ ...addresses, ...changes, folder }));
  const [program = '', ...flags] = proxy.command(`${folder}/config`);
  let said = '';
  const running = spawn(program, flags, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, HOME: folder } });
  running.stderr.on('data', (text) => (said += text));
  const gone = new Promise((resolve) => running.on('exit', resolve));
  const close = async () => {
    running.kill('SIGTERM');
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `https://localhost:${addresses.port}`;
  try {
    await Promise.race([
      waitUntilHealthy(`${url}${changes.base ?? ''}`),
      gone.then(() => Promise.reject(new Error(`${name} ended: ${said}`))),
    ]);
  } catch (error) {
    // One that stays would share the port with the next (HAProxy's SO_REUSEPORT).
    await close();
    throw error;
  }
  return { url, port: addresses.port, close };
}
