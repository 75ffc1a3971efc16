//! Content in the browser's hands: it never passes through the program's own memory.

use js_sys::{Array, global};
use wasm_bindgen::JsValue;

use crate::browser::object::{ask, call, get, make, number};
use crate::features::files::model::message::Digest;

/// The bytes of a `File` from `offset` on; none if they cannot be had, or not so many.
pub(super) async fn read(file: &JsValue, offset: u64, length: u32) -> Option<JsValue> {
    // Exact: sizes are far below 2^53.
    let (start, length) = (offset as f64, f64::from(length));
    let slice = call(file, "slice", &[start.into(), (start + length).into()]).ok()?;
    let buffer = ask(&slice, "arrayBuffer", &[]).await.ok()?;
    let block = make("Uint8Array", &[buffer]).ok()?;
    (number(&block, "length") == Some(length)).then_some(block)
}

/// The SHA-256 of bytes.
pub(super) async fn digest(block: &JsValue) -> Option<Digest> {
    let subtle = get(&get(&global(), "crypto"), "subtle");
    let digest = ask(&subtle, "digest", &["SHA-256".into(), block.clone()]).await.ok()?;
    let digest = make("Uint8Array", &[digest]).ok()?;
    <[u8; 32]>::try_from(numbers(&digest)).ok().map(Digest::from)
}

/// Random bytes.
pub(super) fn random() -> [u8; 8] {
    let bytes = room(8);
    // Fails only for more than 65 536 bytes.
    let _ = call(&get(&global(), "crypto"), "getRandomValues", std::slice::from_ref(&bytes));
    <[u8; 8]>::try_from(numbers(&bytes)).unwrap_or_default()
}

/// Room for so many bytes.
pub(super) fn room(length: u32) -> JsValue {
    make("Uint8Array", &[length.into()]).unwrap_or_default()
}

/// A part of a block, in the same memory.
pub(super) fn part(block: &JsValue, start: u32, end: u32) -> Option<JsValue> {
    call(block, "subarray", &[start.into(), end.into()]).ok()
}

/// Puts a frame into a block; how many bytes it had.
pub(super) fn put(block: &JsValue, frame: &JsValue, at: u32) -> u32 {
    let Ok(frame) = make("Uint8Array", std::slice::from_ref(frame)) else { return 0 };
    let length = number(&frame, "length").map_or(0, |length| length as u32);
    // Does not fit only where the block could not be made; then its digest does not match.
    let _ = call(block, "set", &[frame, at.into()]);
    length
}

fn numbers(bytes: &JsValue) -> Vec<u8> {
    Array::from(bytes).iter().map(|byte| byte.as_f64().map_or(0, |byte| byte as u8)).collect()
}
