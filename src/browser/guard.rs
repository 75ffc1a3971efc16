//! The guard of the page's first script (`app/guard.js`), which outlives this program: it closes what the program holds if
//! the program dies.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    type Guard;

    /// Absent in a page without that script, which only tests have.
    #[wasm_bindgen(thread_local_v2, js_name = duetGuard)]
    static GUARD: Option<Guard>;

    #[wasm_bindgen(method)]
    fn hold(this: &Guard, thing: &JsValue);

    #[wasm_bindgen(method)]
    fn release(this: &Guard, thing: &JsValue);

    #[wasm_bindgen(method)]
    fn die(this: &Guard);

    #[wasm_bindgen(method, js_name = isDead)]
    fn is_dead(this: &Guard) -> bool;
}

/// A stream, a connection or the promise of a stream, which the guard closes if the program dies while this lives.
#[must_use = "the guard lets go of it when this is dropped"]
pub struct Guarded(JsValue);

impl Guarded {
    /// Has the guard hold it. After the program has died it is closed at once.
    pub fn new(thing: &impl AsRef<JsValue>) -> Self {
        let thing = thing.as_ref().clone();
        GUARD.with(|guard| guard.iter().for_each(|guard| guard.hold(&thing)));
        Self(thing)
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        GUARD.with(|guard| guard.iter().for_each(|guard| guard.release(&self.0)));
    }
}

/// Whether the program has died. What still runs of it must not switch anything on.
pub fn is_dead() -> bool {
    GUARD.with(|guard| guard.as_ref().is_some_and(Guard::is_dead))
}

/// Tells the guard of each panic. It notices a trap by itself.
pub fn watch_panics() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        GUARD.with(|guard| guard.iter().for_each(Guard::die));
    }));
}
