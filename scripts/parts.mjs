// What is built in, as CycloneDX 1.5: from `cargo metadata` on standard input. Arguments: the version, and the time in seconds.
import { readFileSync } from 'node:fs';

const [version, seconds] = process.argv.slice(2);
const { packages, resolve } = JSON.parse(readFileSync(0, 'utf8'));
const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));

// What only tests and build scripts need is not built in.
const isBuiltIn = ({ dep_kinds: kinds }) => kinds.some(({ kind }) => kind === null);
const seen = new Set([resolve.root]);
for (const id of seen) for (const dependency of nodes.get(id)?.deps ?? []) if (isBuiltIn(dependency)) seen.add(dependency.pkg);

const purl = ({ name, version: of }) => `pkg:cargo/${name}@${of}`;
const components = packages
  .filter(({ id }) => seen.has(id) && id !== resolve.root)
  .map((part) => ({
    type: 'library',
    'bom-ref': purl(part),
    name: part.name,
    version: part.version,
    purl: purl(part),
    ...(part.license ? { licenses: [{ expression: part.license.replaceAll('/', ' OR ') }] } : {}),
  }))
  .sort((one, other) => (one.purl < other.purl ? -1 : 1));
const root = { type: 'application', 'bom-ref': `pkg:cargo/duet@${version}`, name: 'duet', version };
const bom = {
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  version: 1,
  metadata: { timestamp: new Date(Number(seconds) * 1000).toISOString(), component: root },
  components,
};
console.log(JSON.stringify(bom, null, 1));
