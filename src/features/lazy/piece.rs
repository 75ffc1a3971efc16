//! How the part of the program with the features is fetched. `cargo leptos --split` cuts it out and leaves a function that
//! loads it (`leptos::wasm_split`); leptos' own way to wait for that function is made for several threads, which costs the
//! first visit 0.9 KB.

/// The part did not come.
#[derive(Debug, thiserror::Error)]
#[error("a part of the program could not be loaded")]
pub struct SplitLoaderError;

/// What `wasm_split` expects under this name.
#[cfg(feature = "split")]
#[allow(unsafe_code)]
pub mod rt {
    use std::cell::Cell;
    use std::ffi::c_void;
    use std::future::poll_fn;
    use std::pin::Pin;
    use std::rc::Rc;
    use std::task::{Poll, Waker};

    use super::SplitLoaderError;

    /// Is told whether the part has come.
    pub type LoadCallbackFn = unsafe extern "C" fn(*const c_void, bool);

    /// Loads the part, and calls back once with what it was given. The script that it belongs to loads what has come only once.
    pub type LoadFn = unsafe extern "C" fn(LoadCallbackFn, *const c_void);

    /// A part that can be loaded.
    pub struct LazySplitLoader(LoadFn);

    impl LazySplitLoader {
        /// Keeps the function that loads.
        ///
        /// # Safety
        /// It must call back exactly once for each call, with the pointer that it was given.
        pub const unsafe fn new(load: LoadFn) -> Self {
            Self(load)
        }
    }

    #[derive(Default)]
    struct Answer {
        success: Cell<Option<bool>>,
        waker: Cell<Option<Waker>>,
    }

    /// Waits until the part is there.
    ///
    /// # Errors
    /// If it did not come; it can be tried again.
    pub async fn ensure_loaded(loader: Pin<&LazySplitLoader>) -> Result<(), SplitLoaderError> {
        let answer = Rc::new(Answer::default());
        // SAFETY: `loaded` gets this pointer back exactly once (see `LazySplitLoader::new`), and takes the count that `into_raw` left.
        unsafe { (loader.get_ref().0)(loaded, Rc::into_raw(Rc::clone(&answer)).cast()) };
        poll_fn(|context| match answer.success.get() {
            Some(true) => Poll::Ready(Ok(())),
            Some(false) => Poll::Ready(Err(SplitLoaderError)),
            None => {
                answer.waker.set(Some(context.waker().clone()));
                Poll::Pending
            }
        })
        .await
    }

    unsafe extern "C" fn loaded(answer: *const c_void, success: bool) {
        // SAFETY: it came out of `into_raw` in `ensure_loaded`, and comes back once.
        let answer = unsafe { Rc::<Answer>::from_raw(answer.cast()) };
        answer.success.set(Some(success));
        if let Some(waker) = answer.waker.take() {
            waker.wake();
        }
    }
}

/// Room for the data of the two parts, which take a little more when each is aligned by itself: where that does not fit into
/// the space of what the linker made, the tool leaves all data with the page's program. Nothing refers to this, so it is in
/// neither part. 289 bytes were missing once; it is not zero, for then it would be no data.
#[cfg(feature = "split")]
#[used]
static SPARE: [u8; 4096] = [1; 4096];
