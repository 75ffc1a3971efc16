// A certificate for this machine that nobody vouches for, as files.
import { execFileSync } from 'node:child_process';

/** Makes `fullchain.pem` and `privkey.pem` in the folder, good for two days. */
export function makeCertificate(folder: string): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${folder}/privkey.pem`];
  const words = ['req', '-x509', ...key, '-days', '2', '-subj', '/CN=localhost', '-out', `${folder}/fullchain.pem`];
  execFileSync('openssl', words, { stdio: 'ignore' });
}
