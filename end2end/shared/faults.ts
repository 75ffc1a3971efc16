// Faults of a browser and of the program in it. Each function is sent to the page as text, so it uses nothing from outside itself.

declare global {
  interface Window {
    /** What the next call from the program into the browser throws. */
    fault: 'trap' | 'exception' | 'nested' | null;
  }
}

/** The browser's functions, as the program has them, can throw what a trap throws. */
export function installFaults(): void {
  window.fault = null;
  const instantiate = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = (source, imports = {}) => {
    const brittle = Object.entries(imports).map(([module, functions]) => {
      const wrapped = Object.entries(functions).map(([name, value]) => {
        if (typeof value !== 'function') return [name, value];
        const call = value as (...rest: unknown[]) => unknown;
        const throwing = (...rest: unknown[]) => {
          const { fault } = window;
          window.fault = null;
          if (fault === 'nested') {
            // As when it moves the focus, and its own listener for that fails while it is in the middle of something.
            window.fault = 'trap';
            window.dispatchEvent(new Event('online'));
          }
          if (fault === 'trap') throw new WebAssembly.RuntimeError('unreachable');
          if (fault === 'exception') throw new TypeError('no such thing');
          return call(...rest);
        };
        return [name, throwing];
      });
      return [module, Object.fromEntries(wrapped)];
    });
    return instantiate.call(WebAssembly, source, Object.fromEntries(brittle));
  };
}

/** A browser that keeps nothing. */
export function refuseStorage(): void {
  const refuse = () => {
    throw new DOMException('', 'SecurityError');
  };
  for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: refuse });
  Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set: () => {} });
}
