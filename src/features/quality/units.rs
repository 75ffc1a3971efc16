//! Numbers with their units, as the person's language writes them. The browser knows how: Rust's own way to write a
//! fraction is five kilobytes of program, and knows one language.

use js_sys::{Object, global};
use leptos::prelude::document;
use wasm_bindgen::JsValue;

use crate::browser::object::{call, get, set};

/// How numbers are written.
pub struct Units {
    plain: JsValue,
    milliseconds: JsValue,
    fine_milliseconds: JsValue,
    percent: JsValue,
    kilobits: JsValue,
}

impl Units {
    /// In the page's language.
    pub fn of_page() -> Self {
        let language = document().document_element().and_then(|page| page.get_attribute("lang")).unwrap_or_default();
        // Of ECMA-402, section 15.
        let format = |style: &str, unit: &str, digits: u32| {
            let options = JsValue::from(Object::new());
            set(&options, "style", style);
            if !unit.is_empty() {
                set(&options, "unit", unit);
            }
            set(&options, "minimumFractionDigits", digits);
            set(&options, "maximumFractionDigits", digits);
            // A browser that does not know the unit shows no figure.
            call(&get(&global(), "Intl"), "NumberFormat", &[language.as_str().into(), options]).unwrap_or_default()
        };
        Self {
            plain: format("decimal", "", 0),
            milliseconds: format("unit", "millisecond", 0),
            fine_milliseconds: format("unit", "millisecond", 1),
            percent: format("percent", "", 1),
            kilobits: format("unit", "kilobit-per-second", 0),
        }
    }

    /// A number alone.
    pub fn plain(&self, number: u64) -> String {
        write(&self.plain, number, 1.0)
    }

    /// Milliseconds.
    pub fn milliseconds(&self, ms: u64) -> String {
        write(&self.milliseconds, ms, 1.0)
    }

    /// Microseconds, in milliseconds with a fraction.
    pub fn microseconds(&self, us: u64) -> String {
        write(&self.fine_milliseconds, us, 1e3)
    }

    /// Tenths of a percent.
    pub fn permille(&self, permille: u64) -> String {
        write(&self.percent, permille, 1e3)
    }

    /// Kilobits per second.
    pub fn kilobits(&self, kbps: u64) -> String {
        write(&self.kilobits, kbps, 1.0)
    }
}

fn write(format: &JsValue, number: u64, divisor: f64) -> String {
    let number = number as f64 / divisor;
    call(format, "format", &[number.into()]).ok().and_then(|text| text.as_string()).unwrap_or_default()
}
