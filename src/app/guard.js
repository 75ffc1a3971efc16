// Closes what the program holds if the program dies. A panic or a trap leaves camera, microphone and connections as they are,
// and nothing that could switch them off.
(() => {
  const held = new Set();
  let dead = false;
  const close = (thing) => {
    if (thing instanceof Promise) {
      thing.then(close, () => 0);
      return;
    }
    try {
      if (thing.getTracks) for (const track of thing.getTracks()) track.stop();
      else thing.close();
    } catch {}
  };
  const die = () => {
    if (dead) return;
    dead = true;
    held.forEach(close);
    for (const video of document.querySelectorAll('video')) video.srcObject = null;
    const main = document.querySelector('[data-call-state]');
    if (main) {
      main.dataset.callState = 'ended';
      main.inert = true;
    }
    const sign = document.getElementById('crashed');
    const show = () => {
      if (!sign) return;
      sign.hidden = false;
      sign.querySelector('a').focus();
    };
    show();
    // What lies over the page, or beside it, would hide the words and go on with buttons that do nothing.
    for (const leave of [
      () => document.exitFullscreen?.(),
      () => document.exitPictureInPicture?.(),
      () => window.documentPictureInPicture?.window?.close(),
    ]) {
      try {
        leave()?.then?.(show, () => 0);
      } catch {}
    }
  };
  // Browsers name the functions of a program so in a stack. One that has used up its stack fails with an ordinary error.
  const isInProgram = (error) => /wasm-function/.test(error?.stack);
  const isTrap = (error) =>
    isInProgram(error) && (error instanceof WebAssembly.RuntimeError || /^(RangeError|InternalError)$/.test(error.name));
  addEventListener('error', ({ error }) => {
    // What a browser's function throws through the program leaves it in the middle of something. An error of somebody else's
    // listener, which the program has only set off, is reported while the program goes on; a trap is always its own.
    const isOwn = error instanceof WebAssembly.RuntimeError || !isInProgram(new Error());
    if (isInProgram(error) && isOwn) die();
  });
  // A promise of the browser that fails names whoever called it, and is no harm.
  addEventListener('unhandledrejection', ({ reason }) => {
    if (isTrap(reason)) die();
  });
  // What could be lost is lost: nobody need be asked before the page is loaded again.
  addEventListener('beforeunload', (event) => dead && event.stopImmediatePropagation(), true);
  window.duetGuard = {
    hold: (thing) => (dead ? close(thing) : held.add(thing)),
    release: (thing) => held.delete(thing),
    die,
    isDead: () => dead,
  };
})();
