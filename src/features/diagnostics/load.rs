//! How the doctor is loaded: it is a part of the program of its own, which only its page fetches.

/// The element that the doctor fills.
pub const PLACE: &str = "doctor";

#[cfg(feature = "hydrate")]
pub(crate) use in_browser::begin;

#[cfg(feature = "hydrate")]
mod in_browser {
    use js_sys::Function;
    use wasm_bindgen::JsValue;

    use super::super::run;
    use crate::browser::task::spawn;
    use crate::features::lazy::piece::SplitLoaderError;

    /// Shows the doctor, and calls `failed` if it cannot be loaded.
    pub(crate) fn begin(failed: Function) {
        spawn(async move {
            if mount_doctor().await.is_err() {
                let _ = failed.call1(&JsValue::UNDEFINED, &JsValue::UNDEFINED);
            }
        });
    }

    #[cfg(feature = "split")]
    #[leptos::wasm_split::wasm_split(doctor, wasm_split_path = crate::features::lazy::piece, fallible)]
    fn mount_doctor() -> Result<(), SplitLoaderError> {
        run::mount();
        Ok(())
    }

    #[cfg(not(feature = "split"))]
    async fn mount_doctor() -> Result<(), SplitLoaderError> {
        run::mount();
        Ok(())
    }
}
