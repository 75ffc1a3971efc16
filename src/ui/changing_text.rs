//! Texts that change. Such a text is the whole content of an element: what translators and extensions make of the text in
//! it, the next change puts the new words in their place. A text node that leptos holds would be changed where nobody sees
//! it, once a translator has put another in its place.

use leptos::prelude::*;

/// A text that changes, in an element of its own.
#[cfg(feature = "hydrate")]
pub fn changing<T>(words: T) -> impl IntoView
where
    T: leptos::tachys::html::property::IntoProperty + Send + 'static,
{
    view! { <span prop:textContent=words></span> }
}

/// A text as it is at first.
#[cfg(not(feature = "hydrate"))]
pub fn changing<T: IntoView + 'static>(words: T) -> impl IntoView {
    view! { <span>{words}</span> }
}
