// Functions of ours that run inside a page.

/**
 * An init script that calls `run` with `options`. It is one expression, and the page then knows `__name`: tsx marks inner
 * functions with this helper of its own, and the text of a function does not bring it along.
 */
export function initScript<Options>(run: (options: Options) => unknown, options: Options): string {
  return `(() => {
    globalThis.__name ??= (named) => named;
    (${run})(${JSON.stringify(options) ?? ''});
  })()`;
}
