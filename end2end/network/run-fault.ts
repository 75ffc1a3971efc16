// Two people, a fault, and what each of them went through.
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import type { Undo } from './faults.js';
import { BACK_MS, GAP_MS, NOTICED_MS, PATIENCE_MS, SLACK_MS } from './limits.js';
import type { Account, Participant } from './participant.js';

interface Outcome {
  /** Wall clock milliseconds. */
  begun: number;
  ended: number;
  accounts: Account[];
}

/** Lets a fault last for so long, or until `meanwhile` is through if that takes longer. */
export async function runFault(
  people: Participant[],
  fault: () => Undo,
  forMs: number,
  meanwhile: (begun: number) => Promise<unknown> = async () => {},
): Promise<Outcome> {
  const begun = Date.now();
  const undo = fault();
  const [, seen] = await Promise.allSettled([pause(forMs), meanwhile(begun)]);
  undo();
  const ended = Date.now();
  const accounts = await accountsOf(people, begun, ended);
  if (seen.status === 'rejected') {
    // What it went through says more than what was not seen.
    throw new Error(`${seen.reason.message}\n${accounts.map(({ story }) => story).join('\n')}`);
  }
  return { begun, ended, accounts };
}

/** What a fault between these two moments did to everybody, once their calls are steady again. */
export function accountsOf(people: Participant[], begun: number, ended: number): Promise<Account[]> {
  return Promise.all(people.map((person) => person.outlives(begun, ended, PATIENCE_MS)));
}

export function expectNoticed(accounts: Account[]): void {
  for (const { noticed, story } of accounts) {
    expect(noticed ?? Infinity, `"reconnecting" within ${NOTICED_MS} ms (${story})`).toBeLessThanOrEqual(NOTICED_MS + SLACK_MS);
  }
}

export function expectBack(accounts: Account[]): void {
  for (const { back, story } of accounts) {
    expect(back, `the picture back within ${BACK_MS} ms (${story})`).toBeLessThanOrEqual(BACK_MS + SLACK_MS);
  }
}

export function expectStates(accounts: Account[], ...allowed: string[]): void {
  for (const { states, story } of accounts) {
    expect(
      states.filter((state) => !allowed.includes(state)),
      `only ${allowed.join(', ')}: ${story}`,
    ).toEqual([]);
  }
}

/** Neither one lost the other for a moment. */
export function expectUnbroken(accounts: Account[]): void {
  expectStates(accounts, 'connected');
  for (const { gap, story } of accounts) expect(gap, `the picture never stops (${story})`).toBeLessThanOrEqual(GAP_MS);
}

/** The figures of a test that passed are worth reading too. */
export function report(accounts: Account[]): void {
  for (const { noticed, back, gap, story } of accounts) {
    note(`noticed ${noticed?.toFixed(0) ?? 'never'}, back ${back.toFixed(0)}, longest gap ${gap.toFixed(0)} ms; ${story}`);
  }
}

export function note(figures: string): void {
  test.info().annotations.push({ type: 'figures', description: figures });
  console.log(`  ${figures}`);
}
