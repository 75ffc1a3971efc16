// A certificate for this machine that nobody vouches for, as files.
import { execFileSync } from 'node:child_process';

/** Makes `fullchain.pem` and `privkey.pem` in the folder, good for two days. */
export function makeCertificate(folder: string): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${folder}/privkey.pem`];
  const words = ['req', '-x509', ...key, '-days', '2', '-subj', '/CN=localhost', '-out', `${folder}/fullchain.pem`];
  execFileSync('openssl', words, { stdio: 'ignore' });
}

/** The same for this name, vouched for by an authority whose own certificate is in `authority.pem`. */
export function makeVouchedCertificate(folder: string, name: string): void {
  const key = (file: string) => ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${folder}/${file}.pem`];
  const request = (...words: string[]) => execFileSync('openssl', ['req', '-x509', '-days', '2', ...words], { stdio: 'ignore' });
  request(...key('authority-key'), '-subj', '/CN=authority of a test', '-out', `${folder}/authority.pem`);
  const signed = ['-CA', `${folder}/authority.pem`, '-CAkey', `${folder}/authority-key.pem`];
  const says = ['-addext', `subjectAltName=DNS:${name}`, '-addext', 'basicConstraints=critical,CA:FALSE'];
  request(...key('privkey'), '-subj', `/CN=${name}`, ...signed, ...says, '-out', `${folder}/fullchain.pem`);
}
