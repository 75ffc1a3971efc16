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
    if (sign) {
      sign.hidden = false;
      sign.querySelector('a').focus();
    }
  };
  // Browsers name the functions of a program so in a stack. One that has used up its stack fails with an ordinary error.
  const isInProgram = (error) => /wasm-function/.test(error?.stack);
  const isTrap = (error) =>
    error instanceof WebAssembly.RuntimeError || (/^(RangeError|InternalError)$/.test(error?.name) && isInProgram(error));
  addEventListener('error', ({ error }) => {
    // What a browser's function throws through the program leaves it in the middle of something too.
    if (isTrap(error) || isInProgram(error)) die();
  });
  // A promise of the browser that fails names whoever called it, and is no harm.
  addEventListener('unhandledrejection', ({ reason }) => {
    if (isTrap(reason)) die();
  });
  window.duetGuard = {
    hold: (thing) => (dead ? close(thing) : held.add(thing)),
    release: (thing) => held.delete(thing),
    die,
    isDead: () => dead,
  };
})();
