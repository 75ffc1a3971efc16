//! JSON as the browser parses it: its parser is there already, and no text makes it recurse without limit.

use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::protocol::reading::Json;

impl Json for JsValue {
    fn parse(text: &str) -> Option<Self> {
        JSON::parse(text).ok()
    }

    fn is_null(&self) -> bool {
        self.is_null() || self.is_undefined()
    }

    fn truth(&self) -> Option<bool> {
        self.as_bool()
    }

    fn number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn text(&self) -> Option<String> {
        self.as_string()
    }

    fn items(&self) -> Option<Vec<Self>> {
        self.dyn_ref::<Array>().map(Array::to_vec)
    }

    fn field(&self, name: &str) -> Self {
        // Fails on what is no object: that has no fields.
        Reflect::get(self, &name.into()).unwrap_or_default()
    }

    fn only_field(&self) -> Option<String> {
        let names = Object::keys(self.dyn_ref::<Object>()?);
        if names.length() == 1 { names.get(0).as_string() } else { None }
    }
}
