//! Waiting, always for a bounded time. Whatever is no longer waited for is let go, and with it all that it held.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use futures::future::{Either, select};
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::global;
use wasm_bindgen::{JsCast, JsValue};

use crate::browser::object::{call, get};

/// Rings once for whoever waits; what rings it says something.
#[derive(Clone, Default)]
pub(super) struct Bell(Rc<Inner>);

#[derive(Default)]
struct Inner {
    said: RefCell<Option<JsValue>>,
    waker: Cell<Option<Waker>>,
}

impl Bell {
    /// Wakes who waits. What rings first is heard.
    pub(super) fn ring(&self, saying: impl Into<JsValue>) {
        self.0.said.borrow_mut().get_or_insert_with(|| saying.into());
        if let Some(waker) = self.0.waker.take() {
            waker.wake();
        }
    }

    /// Waits until it rings.
    pub(super) async fn rung(&self) -> JsValue {
        poll_fn(|context| match self.0.said.borrow_mut().take() {
            Some(said) => Poll::Ready(said),
            None => {
                self.0.waker.set(Some(context.waker().clone()));
                Poll::Pending
            }
        })
        .await
    }
}

/// The first of some events, listened for from now on, and not only from when it is waited for.
pub(super) fn first(target: &JsValue, kinds: &[&'static str]) -> impl Future<Output = JsValue> + use<> {
    let bell = Bell::default();
    let listen = |kind: &&'static str| {
        let bell = bell.clone();
        EventListener::new(target.unchecked_ref(), *kind, move |event| bell.ring(JsValue::from(event)))
    };
    let listeners: Vec<_> = kinds.iter().map(listen).collect();
    async move {
        let event = bell.rung().await;
        drop(listeners);
        event
    }
}

/// A pause of so many milliseconds.
pub(super) async fn pause(ms: u32) {
    let bell = Bell::default();
    let ringing = bell.clone();
    let _timeout = Timeout::new(ms, move || ringing.ring(JsValue::UNDEFINED));
    bell.rung().await;
}

/// What the work comes to, if it comes to something within so many milliseconds.
pub(super) async fn within<T>(ms: u32, work: impl Future<Output = T>) -> Option<T> {
    match select(pin!(work), pin!(pause(ms))).await {
        Either::Left((outcome, _)) => Some(outcome),
        Either::Right(_) => None,
    }
}

/// Milliseconds since the page began.
pub(super) fn now_ms() -> u32 {
    let now = call(&get(&global(), "performance"), "now", &[]).ok().and_then(|now| now.as_f64());
    now.unwrap_or_default() as u32
}
