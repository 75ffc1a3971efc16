//! Memos and effects whose machinery is compiled once for each type of value, not once for each closure. The reactive
//! system's own constructors are generic over the closure, and each copy costs the page one to five kilobytes.

use leptos::prelude::*;

/// A memo; see [`Memo::new`].
pub fn memo<T>(compute: impl Fn() -> T + Send + Sync + 'static) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    fn erased<T: PartialEq + Send + Sync + 'static>(compute: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
        Memo::new(move |_| compute())
    }
    erased(Box::new(compute))
}

/// An effect; see [`Effect::new`]. What it has to remember from one run to the next is captured by the closure.
pub fn effect(run: impl FnMut() + 'static) {
    fn erased(mut run: Box<dyn FnMut()>) {
        Effect::new(move |_| run());
    }
    erased(Box::new(run));
}

/// Work that waits; see [`leptos::task::spawn_local`].
pub fn spawn(work: impl Future<Output = ()> + 'static) {
    fn erased(work: std::pin::Pin<Box<dyn Future<Output = ()>>>) {
        leptos::task::spawn_local(work);
    }
    erased(Box::pin(work));
}
