// What is looked at inside the page. Each function is sent to the page as text, so it uses nothing from outside itself.

/** The visible control (button, link, summary) that is called so. */
export function controlNamed(name: string): Element | undefined {
  return [...document.querySelectorAll('button, a, summary')].find((element) => {
    // What is hidden in it is no part of its name, such as a count of nothing.
    const called = element.getAttribute('aria-label') ?? (element as HTMLElement).innerText;
    return called.replace(/\s+/g, ' ').trim() === name && element.checkVisibility({ visibilityProperty: true });
  });
}

/** The first visible element that the selector finds. */
export function firstVisible(selector: string): Element | undefined {
  return [...document.querySelectorAll(selector)].find((element) => element.checkVisibility({ visibilityProperty: true }));
}

/** What is read on the screen: the text of the page that is shown. */
export function shownText(): string {
  return document.body.innerText;
}

/** The words of the alert that is shown. */
export function alertText(): string {
  return [...document.querySelectorAll('[role=alert]')]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .map((element) => element.textContent?.trim() ?? '')
    .filter(Boolean)
    .join('\n');
}

/** Notes what a browser's console would show in red. */
export function installComplaints(): void {
  const complaints: string[] = [];
  Object.assign(window, { complaints });
  const { error } = console;
  console.error = (...what: unknown[]) => {
    complaints.push(what.map(String).join(' '));
    error.apply(console, what);
  };
  addEventListener('error', ({ message }) => void complaints.push(message));
  addEventListener('unhandledrejection', ({ reason }) => void complaints.push(`unhandled: ${reason}`));
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    complaints.push(`not allowed by ${violatedDirective}: ${blockedURI}`);
  });
}

/** The browser has never been here, or an earlier visit has left only these entries in localStorage. */
export function forgetAll(entries: Record<string, string>): void {
  sessionStorage.clear();
  localStorage.clear();
  // biome-ignore lint/suspicious/noDocumentCookie: WebKit has no other way to forget one.
  for (const cookie of document.cookie.split('; ')) document.cookie = `${cookie.split('=')[0]}=; path=/; max-age=0`;
  for (const [key, value] of Object.entries(entries)) localStorage.setItem(key, value);
}
