//! The page: what the server sends around the app, and the app itself.

use leptos::prelude::*;

use crate::ui::{context::CallContext, lean::effect, stage::Stage};

/// What the page asks of camera and microphone. The shell asks before the app is there, so it is JavaScript's text; the
/// app asks for the same when it has to ask again. All of it are wishes: a device that cannot fulfil them is no error.
pub const MEDIA_CONSTRAINTS: &str = concat!(
    r#"{"audio":{"echoCancellation":true,"noiseSuppression":true,"autoGainControl":true},"#,
    r#""video":{"width":{"ideal":1280},"height":{"ideal":720},"frameRate":{"ideal":30},"facingMode":"user"}}"#
);

/// The property of `window` under which the shell's script leaves its request for the app.
pub const EARLY_MEDIA: &str = "duetEarlyMedia";

/// The property of `window` under which the shell's script leaves a promise: one's own picture is on the page, or will not
/// be soon. The app starts after it, because a browser that is busy starting an app starts no camera.
pub const FIRST_LOOK: &str = "duetFirstLook";

/// The app starts after this long even if there is no picture yet, in milliseconds from the page's first script: a person
/// may still be reading the browser's question. The page as the server sent it already says what there is to say then.
#[cfg(feature = "ssr")]
const FIRST_LOOK_MAX_MS: u32 = 250;

/// Duet, from the first question to the end of the call.
#[component]
pub fn App() -> impl IntoView {
    let context = CallContext::provide();
    effect(move || context.start());

    view! { <Stage/> }
}

#[cfg(feature = "ssr")]
pub use document::shell;

#[cfg(feature = "ssr")]
mod document {
    use std::sync::OnceLock;

    use leptos::nonce::use_nonce;
    use leptos::prelude::*;

    use super::{App, EARLY_MEDIA, FIRST_LOOK, FIRST_LOOK_MAX_MS, MEDIA_CONSTRAINTS};
    use crate::ui::text;

    /// The mark of two halves, in the document itself: a request of its own would weigh more than the picture.
    const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 48 48'%3E\
        %3Cpath fill='%23ff6a52' d='M23 3a19 19 0 0 0 0 38z'/%3E%3Cpath fill='%234f6bff' d='M25 7a19 19 0 0 1 0 38z'/%3E%3C/svg%3E";

    /// The document that the server sends for every address: the app in its first state, and what it needs to start.
    pub fn shell(options: LeptosOptions) -> impl IntoView {
        // Asked before the app is loaded, so that the person reads the browser's question meanwhile, and shown as soon as it
        // is answered. The promise is handed over to the app; until then a refusal must not count as unhandled, nor an
        // answer that comes before the picture's element does.
        let early = format!(
            "if(navigator.mediaDevices)window.{FIRST_LOOK}=new Promise(done=>{{\
             setTimeout(done,{FIRST_LOOK_MAX_MS});\
             (window.{EARLY_MEDIA}=navigator.mediaDevices.getUserMedia({MEDIA_CONSTRAINTS})).then(stream=>{{\
             let own=document.querySelector('.own video');\
             own.requestVideoFrameCallback?.(()=>setTimeout(done));\
             own.srcObject=stream;own.nextElementSibling.hidden=true\
             }}).catch(done)}})"
        );
        let stylesheet = stylesheet_href(&options);

        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                    <script nonce=use_nonce()>{early}</script>
                    <title>{text::APP}</title>
                    <meta name="description" content=text::DESCRIPTION/>
                    <meta name="color-scheme" content="light dark"/>
                    <meta name="theme-color" media="(prefers-color-scheme: light)" content="#fff4e3"/>
                    <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#150e1f"/>
                    <link rel="icon" href=ICON/>
                    <link rel="stylesheet" href=stylesheet/>
                    <AutoReload options=options.clone()/>
                    <HydrationScripts options/>
                </head>
                <body>
                    <App/>
                    <noscript>{text::NO_SCRIPT}</noscript>
                </body>
            </html>
        }
    }

    /// Where the style sheet is; its name has a hash of its content, which cargo-leptos writes beside the binary.
    fn stylesheet_href(options: &LeptosOptions) -> &'static str {
        static HREF: OnceLock<String> = OnceLock::new();
        HREF.get_or_init(|| {
            let hash = if options.hash_files { hash_of("css", &options.hash_file) } else { None };
            let dot_hash = hash.map(|hash| format!(".{hash}")).unwrap_or_default();
            format!("/{}/{}{dot_hash}.css", options.site_pkg_dir, options.output_name)
        })
    }

    fn hash_of(kind: &str, hash_file: &str) -> Option<String> {
        let binary = std::env::current_exe().ok()?;
        let hashes = std::fs::read_to_string(binary.parent()?.join(hash_file)).ok()?;
        parse_hash(&hashes, kind).map(Into::into)
    }

    fn parse_hash<'a>(hashes: &'a str, kind: &str) -> Option<&'a str> {
        hashes
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(file, _)| file.trim() == kind)
            .map(|(_, hash)| hash.trim())
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn the_hash_of_the_style_sheet_is_found_among_the_others() {
            assert_eq!(parse_hash("js: abc\nwasm: def\ncss: ghi\n", "css"), Some("ghi"));
            assert_eq!(parse_hash("js: abc\n", "css"), None);
        }
    }
}
