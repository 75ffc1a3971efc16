// Scripts that run under tsx send functions into pages too, and tsx marks inner functions with a helper of its own.
import { tsImport } from 'tsx/esm/api';
import { initScript } from '../shared/page-scripts.js';
import { expect, test } from '../fixtures/people.js';

test('a function that tsx has compiled runs inside a page', async ({ page }) => {
  const compiled: typeof import('../shared/witness.js') = await tsImport('../shared/witness.ts', import.meta.url);
  expect(String(compiled.installWitness), 'the helper that no page has').toContain('__name(');
  await page.addInitScript(initScript(compiled.installWitness, {}));
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto('/');
  await page.waitForFunction(() => window.witness.states.length > 0);
  expect(errors).toEqual([]);
});
