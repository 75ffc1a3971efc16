//! The features' style sheet. It comes with their program: a file of its own would be one more that can fail to come.

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::window;

use crate::browser::object::{call, get, make, set};

const SHEET: &str = concat!(
    include_str!("../../style/features/panels.css"),
    include_str!("../../style/features/chat.css"),
    include_str!("../../style/features/screen.css"),
    include_str!("../../style/features/call.css"),
    include_str!("../../style/features/lobby.css"),
    include_str!("../../style/features/files.css"),
    include_str!("../../style/features/quality.css"),
);

/// Adds it to the page's own (CSSOM section 6.3, adoptedStyleSheets). The page's policy does not apply to sheets that the
/// program makes so.
pub fn adopt() {
    // A browser without them shows the features plain.
    let _ = adopted();
}

fn adopted() -> Result<(), JsValue> {
    let sheet = make("CSSStyleSheet", &[])?;
    call(&sheet, "replaceSync", &[SHEET.into()])?;
    let document = window().and_then(|window| window.document()).ok_or(JsValue::UNDEFINED)?;
    let sheets = Array::from(&get(&document, "adoptedStyleSheets"));
    sheets.push(&sheet);
    set(&document, "adoptedStyleSheets", sheets);
    Ok(())
}
