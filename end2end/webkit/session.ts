// One browser by the W3C's WebDriver protocol, as far as the tests need it. The library for it, selenium-webdriver, works too; it
// is 24 MB in 18 packages, and its types are another one.

/** Keys by their numbers in the protocol (W3C WebDriver section 17.4.2). */
export const KEYS = { Tab: '\uE004', Enter: '\uE007', Shift: '\uE008', Escape: '\uE00C', Space: ' ', ArrowRight: '\uE014' } as const;
export type Key = keyof typeof KEYS;

/** The name that the protocol has for a reference to an element. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

export interface ElementReference {
  [ELEMENT]: string;
}

export interface Size {
  width: number;
  height: number;
}

/** A call that takes longer has met a browser that hangs. */
const PATIENCE_MS = 15_000;

/** What the driver says, with or without more words, when a page goes while it is asked. */
const PAGE_GONE = /^unknown error|unload event/;
const ATTEMPTS = 5;

/** What a page is drawn in: asked when two frames have passed, as the first may be one of the old size. */
const NEXT_FRAME = `return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
  done({ width: innerWidth, height: innerHeight }))))`;

interface Answer {
  value: unknown;
}

/** What the driver refuses, with its own word for why, for example "no such element". */
export class DriverError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}

async function call(method: 'GET' | 'POST', url: string, body?: unknown, patienceMs = PATIENCE_MS): Promise<unknown> {
  const giveUp = new AbortController();
  // Not AbortSignal.timeout, which Node.js 20 may forget.
  const timer = setTimeout(
    () => giveUp.abort(new Error(`${method} ${new URL(url).pathname}: no answer after ${patienceMs / 1000} s`)),
    patienceMs,
  );
  try {
    const answer = await fetch(url, {
      method,
      signal: giveUp.signal,
      ...(method === 'POST' && { body: JSON.stringify(body ?? {}) }),
    });
    const { value } = (await answer.json()) as Answer;
    if (answer.ok) return value;
    const { error, message } = value as { error: string; message: string };
    throw new DriverError(error, message);
  } finally {
    clearTimeout(timer);
  }
}

export class Session {
  readonly #url: string;

  private constructor(url: string) {
    this.#url = url;
  }

  static async open(driver: string, capabilities: object, patienceMs: number): Promise<Session> {
    const value = await call('POST', `${driver}/session`, { capabilities: { alwaysMatch: capabilities } }, patienceMs);
    return new Session(`${driver}/session/${(value as { sessionId: string }).sessionId}`);
  }

  #post(path: string, body?: unknown, patienceMs = PATIENCE_MS): Promise<unknown> {
    return call('POST', `${this.#url}${path}`, body, patienceMs);
  }

  async visit(url: string, patienceMs = PATIENCE_MS): Promise<void> {
    await this.#post('/url', { url }, patienceMs);
  }
  async reload(): Promise<void> {
    await this.#post('/refresh');
  }
  async back(): Promise<void> {
    await this.#post('/back');
  }
  async forward(): Promise<void> {
    await this.#post('/forward');
  }

  /** Runs a function in the page, as text: it uses nothing from outside itself. */
  async evaluate<Result, Given = undefined>(run: (given: Given) => Result | Promise<Result>, given?: Given): Promise<Result> {
    return this.evaluateText(`return (${run})(...arguments)`, given);
  }

  /** The same for the text of a function's body. A promise that it returns is waited for. */
  async evaluateText<Result>(script: string, given?: unknown): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return (await this.#post('/execute/sync', { script, args: [given ?? null] })) as Result;
      } catch (error) {
        // The page was just going: the next one is asked.
        if (attempt === ATTEMPTS || !(error instanceof DriverError && PAGE_GONE.test(error.message))) throw error;
      }
    }
  }

  /** The same for a function that finds an element. */
  async find<Given>(run: (given: Given) => Element | null | undefined, given?: Given): Promise<ElementReference | null> {
    return (await this.evaluate(run as (given: Given) => unknown, given)) as ElementReference | null;
  }

  /** A press of the mouse on the middle of the element, which is scrolled to. */
  async click(element: ElementReference): Promise<void> {
    await this.#post(`/element/${element[ELEMENT]}/click`);
  }

  async type(element: ElementReference, text: string): Promise<void> {
    await this.#post(`/element/${element[ELEMENT]}/value`, { text });
  }

  /** What a screen reader calls the element. */
  async accessibleName(element: ElementReference): Promise<string> {
    return (await call('GET', `${this.#url}/element/${element[ELEMENT]}/computedlabel`)) as string;
  }

  async role(element: ElementReference): Promise<string> {
    return (await call('GET', `${this.#url}/element/${element[ELEMENT]}/computedrole`)) as string;
  }

  /** Presses a key wherever the focus is, together with others if there are any. */
  async press(...keys: Key[]): Promise<void> {
    const actions = [
      ...keys.map((key) => ({ type: 'keyDown', value: KEYS[key] })),
      ...keys.toReversed().map((key) => ({ type: 'keyUp', value: KEYS[key] })),
    ];
    await this.#post('/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  /** Types wherever the focus is. */
  async typeKeys(text: string): Promise<void> {
    const actions = [...text].flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]);
    await this.#post('/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  /** Of the page, without the bar above it. A window is at least 447 pixels wide. Resolves when the page is drawn so. */
  async resize({ width, height }: Size, patienceMs = PATIENCE_MS): Promise<void> {
    const window = { width, height };
    const deadline = Date.now() + patienceMs;
    for (;;) {
      await this.#post('/window/rect', window, patienceMs);
      const inside = await this.evaluateText<Size>(NEXT_FRAME);
      if (inside.width === width && inside.height === height) return;
      if (Date.now() > deadline) throw new Error(`the page is ${inside.width} by ${inside.height} and not ${width} by ${height}`);
      // How much the bar takes is known once the window has a size.
      window.height += height - inside.height;
    }
  }

  /** A picture of what is on the screen, as PNG. */
  async screenshot(): Promise<Buffer> {
    return Buffer.from((await call('GET', `${this.#url}/screenshot`)) as string, 'base64');
  }
}
