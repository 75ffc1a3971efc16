//! What the tests need of the page that runs them.

use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Reflect, eval};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, EventTarget, HtmlVideoElement, MediaStreamTrack, window};

/// Looks again until there is an answer; a failing test gives up after ten seconds.
pub(crate) async fn until<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
    for _ in 0..500 {
        if let Some(answer) = look() {
            return Some(answer);
        }
        TimeoutFuture::new(20).await;
    }
    None
}

/// What the page's first script leaves for the program.
pub(crate) fn first_script() {
    eval("window.duetWishes = { audio: true, video: true }").expect("valid JavaScript");
}

/// Lets everything that is due happen.
pub(crate) async fn next_task() {
    TimeoutFuture::new(0).await;
}

/// Two video elements.
pub(crate) fn video_element() -> (HtmlVideoElement, HtmlVideoElement) {
    let document = window().and_then(|window| window.document()).expect("a page");
    let make = || document.create_element("video").expect("a valid name").unchecked_into::<HtmlVideoElement>();
    (make(), make())
}

/// The tracks that play in an element.
pub(crate) fn tracks_of(video: &HtmlVideoElement) -> Vec<MediaStreamTrack> {
    let stream = video.src_object().expect("a stream plays");
    stream.get_tracks().iter().map(JsCast::unchecked_into).collect()
}

/// An event as the browser makes it.
pub(crate) fn dispatch(target: &EventTarget, kind: &str) {
    target.dispatch_event(&Event::new(kind).expect("a constructor")).expect("it is not being dispatched");
}

/// The page goes into the browser's cache and comes back, which this browser does not do under test.
pub(crate) fn leave_and_return() {
    eval("for (const kind of ['pagehide', 'pageshow']) dispatchEvent(new PageTransitionEvent(kind, { persisted: true }))")
        .expect("valid JavaScript");
}

/// The browser has a network again.
pub(crate) fn network_returns() {
    dispatch(&window().expect("a page"), "online");
}

/// Puts the test page's own address back.
pub(crate) fn restore_address(address: &str) {
    let history = window().expect("a page").history().expect("a history");
    history.replace_state_with_url(&JsValue::NULL, "", Some(address)).expect("the page's own address");
}

/// Counts listeners that are added and removed while it lives, by standing in front of the browser's own functions.
pub(crate) struct ListenerCount {
    restore: Function,
}

impl ListenerCount {
    pub(crate) fn start() -> Self {
        let restore = eval(
            "(() => {
                const proto = EventTarget.prototype;
                const { addEventListener, removeEventListener } = proto;
                window.listenersLeft = 0;
                const known = new Set();
                const ids = new WeakMap();
                let next = 0;
                const idOf = (object) => ids.get(object) ?? (ids.set(object, ++next), next);
                const key = (target, kind, listener) => `${idOf(target ?? window)} ${kind} ${idOf(listener)}`;
                proto.addEventListener = function (kind, listener, ...rest) {
                    if (listener) known.add(key(this, kind, listener));
                    window.listenersLeft = known.size;
                    return addEventListener.call(this, kind, listener, ...rest);
                };
                proto.removeEventListener = function (kind, listener, ...rest) {
                    if (listener) known.delete(key(this, kind, listener));
                    window.listenersLeft = known.size;
                    return removeEventListener.call(this, kind, listener, ...rest);
                };
                return () => Object.assign(proto, { addEventListener, removeEventListener });
            })()",
        );
        Self { restore: restore.expect("valid JavaScript").unchecked_into() }
    }

    pub(crate) fn left() -> u32 {
        let left = Reflect::get(&window().expect("a page"), &"listenersLeft".into());
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small count")]
        left.ok().and_then(|left| left.as_f64()).map_or(u32::MAX, |left| left as u32)
    }
}

impl Drop for ListenerCount {
    fn drop(&mut self) {
        let _ = self.restore.call0(&JsValue::UNDEFINED);
    }
}
