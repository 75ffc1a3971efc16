// Programs that some tests need beside the browsers.
import { execFileSync } from 'node:child_process';

/** What this machine lacks, in words; undefined if it has the program. `from` is Debian's package. */
export function missingProgram(name: string, from: string): string | undefined {
  try {
    execFileSync('sh', ['-c', `command -v ${name}`], { stdio: 'ignore' });
    return undefined;
  } catch {
    return `the program "${name}" is missing (Debian: apt-get install ${from})`;
  }
}
