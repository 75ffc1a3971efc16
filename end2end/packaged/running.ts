// The lines to type of docs/running.md, as a host reads them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../shared/server.js';

/** The commands below this heading, without their comments. */
export function commandsBelow(heading: string): string[] {
  const text = readFileSync(join(REPOSITORY, 'docs/running.md'), 'utf8');
  const from = text.indexOf(`\n${heading}\n`);
  if (from < 0) throw new Error(`docs/running.md has no "${heading}"`);
  const section = text.slice(from + heading.length + 2).split(/\n#{2,3} /)[0] ?? '';
  const lines = section.split('\n');
  const first = lines.findIndex((line) => line.startsWith('    '));
  const block = lines.slice(
    first,
    lines.findIndex((line, at) => at > first && !line.startsWith('    ')),
  );
  return block.map((line) => line.replace(/\s+# .*/, '').trim());
}
