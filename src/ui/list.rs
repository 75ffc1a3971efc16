//! A list whose items come and go. Each is kept by its key, as one element. Nothing else in the page holds its place: leptos' own
//! `<For>` inserts before a comment, and does nothing any more once an extension has removed that.

use leptos::prelude::*;
use leptos::tachys::view::{Mountable, Render};
use leptos::web_sys::Element;

use super::lean::effect;

/// Keeps the elements in `place` as `items` says, in that order. Items of one key are one element for as long as they are in the
/// list; `view` makes exactly one element.
pub fn keep<T, K, V>(
    place: impl Fn() -> Option<Element> + 'static,
    items: impl Fn() -> Vec<T> + 'static,
    key: impl Fn(&T) -> K + 'static,
    view: impl Fn(T) -> V + 'static,
) where
    T: 'static,
    K: PartialEq + 'static,
    V: IntoView + 'static,
{
    // Items outlive the run of the effect that has made them.
    let parent = Owner::current().unwrap_or_default();
    let mut shown: Vec<Shown<K>> = Vec::new();
    effect(move || {
        let items = items();
        let Some(place) = place() else { return };
        let mut before = std::mem::take(&mut shown);
        for item in items {
            let key = key(&item);
            let known = before.iter().position(|one| one.key == key);
            shown.push(match known {
                Some(at) => before.swap_remove(at),
                None => {
                    let owner = parent.with(Owner::new);
                    let state = owner.with(|| view(item).into_view().build());
                    Shown { key, owner, state: Box::new(state) }
                }
            });
        }
        before.into_iter().for_each(Shown::remove);
        lay(&place, &mut shown);
    });
}

struct Shown<K> {
    key: K,
    owner: Owner,
    state: Box<dyn Mountable>,
}

impl<K> Shown<K> {
    fn remove(mut self) {
        self.state.unmount();
        self.owner.cleanup();
    }
}

/// Puts the elements into their order. What lies right stays, with its focus and its place in the window.
fn lay<K>(place: &Element, shown: &mut [Shown<K>]) {
    let mut next: Option<Element> = None;
    for one in shown.iter_mut().rev() {
        let Some(element) = one.state.elements().into_iter().next() else { continue };
        let lies_right = element.parent_element().as_ref() == Some(place) && element.next_element_sibling() == next;
        if !lies_right {
            one.state.mount(place, next.as_deref());
        }
        next = Some(element);
    }
}
