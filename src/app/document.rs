//! The documents that the server sends: of the call, for every address, and of the check.

use leptos::attr::custom::custom_attribute;
use leptos::nonce::use_nonce;
use leptos::prelude::*;

use super::{App, MEDIA_CONSTRAINTS, ROOT};
use crate::api::documents::{CHECK_STYLE, Document, Facts, Files};
use crate::features::diagnostics::family::Family;
use crate::features::diagnostics::load::PLACE;
use crate::features::diagnostics::view::Doctor;
use crate::protocol::first_script::{CONSTRAINTS, EARLY_MEDIA, PREFERENCES};
use crate::ui::{
    base::at,
    emblem::{Emblem, Wordmark},
    icon::SPRITE,
    text::APP,
    video_tile::LOCAL_VIDEO,
};
use crate::words::{Extra, Word, say, tell};

/// The app starts after this long even if there is no picture yet, in milliseconds from the page's first script: a person
/// may still be reading the browser's question. The page as the server sent it already says what there is to say then.
const FIRST_LOOK_MAX_MS: u32 = 250;

/// The element that says that the page could not be loaded whole.
const NOT_LOADED: &str = "not-loaded";

/// The mark of two halves, in the document itself: a request of its own would weigh more than the picture.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 48 48'%3E\
    %3Cpath fill='%23ff6a52' d='M23 3a19 19 0 0 0 0 38z'/%3E%3Cpath fill='%234f6bff' d='M25 7a19 19 0 0 1 0 38z'/%3E%3C/svg%3E";

/// Makes a document of what is known.
pub fn render(document: Document, facts: Facts) -> AnyView {
    provide_context(facts.language);
    provide_context(facts.base.clone());
    match document {
        Document::Call => call(&facts).into_any(),
        Document::Check => check(&facts).into_any(),
        Document::Nowhere => nowhere(&facts).into_any(),
    }
}

/// The app in its first state, and what it needs to start.
fn call(facts: &Facts) -> impl IntoView + use<> {
    let body = view! {
        <div id=ROOT>
            <App />
        </div>
    };
    document(facts, APP.into(), first_script(&facts.files), preview(&facts.site).into_any(), body.into_any())
}

/// The check. It asks for nothing by itself.
fn check(facts: &Facts) -> impl IntoView + use<> {
    let body = view! {
        <link rel="stylesheet" href=at(CHECK_STYLE) />
        <main class="check" id=PLACE>
            <Doctor family=Family::Other ready=false />
        </main>
    };
    let title = [tell(Extra::CheckTitle), " · ", APP].concat();
    document(facts, title, check_script(&facts.files), ().into_any(), body.into_any())
}

/// The document of an address at which there is nothing.
fn nowhere(facts: &Facts) -> impl IntoView + use<> {
    let body = view! {
        <main>
            <header>
                <Wordmark />
            </header>
            <figure class="tile own" aria-hidden="true">
                <div class="cover">
                    <Emblem />
                </div>
            </figure>
            <div class="place">
                <section class="panel">
                    <h1>{say(Word::NowhereTitle)}</h1>
                    <p class="lead">{say(Word::NowhereLead)}</p>
                    <p class="actions">
                        <a class="button primary" href=at("/")>
                            {say(Word::NowhereAway)}
                        </a>
                    </p>
                </section>
            </div>
        </main>
    };
    let title = [say(Word::NowhereTitle), " · ", APP].concat();
    document(facts, title, theme_script(), ().into_any(), body.into_any())
}

/// What messengers show of a link: their own words are the room's, ours say what it leads to.
fn preview(site: &str) -> impl IntoView + use<> {
    let picture = (!site.is_empty()).then(|| {
        view! {
            {property("og:image", site.to_owned() + &at("/preview.png"))}
            {property("og:image:width", "1200".into())}
            {property("og:image:height", "630".into())}
            <meta name="twitter:card" content="summary_large_image" />
        }
    });
    view! {
        {property("og:type", "website".into())}
        {property("og:title", APP.into())}
        {property("og:description", say(Word::Description).into())}
        {picture}
    }
}

/// One property of the Open Graph protocol.
fn property(name: &'static str, content: String) -> impl IntoView {
    view! { <meta {..custom_attribute("property", name)} content=content /> }
}

/// What all documents have.
fn document(facts: &Facts, title: String, first: String, head: AnyView, body: AnyView) -> impl IntoView + use<> {
    let (language, options) = (facts.language, facts.options.clone());
    let style = at(&facts.files.style);
    let base = Some(at("")).filter(|base| !base.is_empty());
    let hide = facts.hides_addresses.then_some("1");
    let build = facts.build.as_deref().map(str::to_owned);

    view! {
        <!DOCTYPE html>
        <html
            lang=language.tag()
            dir=language.direction()
            data-texts=at(&facts.files.feature_texts)
            data-base=base
            data-build=build
            data-hide=hide
        >
            <head>
                <meta charset="utf-8" />
                <meta
                    name="viewport"
                    content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
                />
                <script nonce=use_nonce()>{first}</script>
                <title>{title}</title>
                <meta name="description" content=say(Word::Description) />
                <meta name="color-scheme" content="light dark" />
                <meta name="theme-color" media="(prefers-color-scheme: light)" content="#fff4e3" />
                <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#150e1f" />
                <link rel="icon" href=ICON />
                <link rel="apple-touch-icon" href=at("/apple-touch-icon.png") />
                <link rel="manifest" href=at("/manifest.webmanifest") />
                <link rel="stylesheet" href=style />
                {head}
                <AutoReload options />
            </head>
            <body>
                {body} <div hidden inner_html=SPRITE></div> <p class="unloaded" id=NOT_LOADED role="alert" hidden>
                    {say(Word::NotLoaded)}
                    " "
                    <a href="">{say(Word::Reload)}</a>
                </p> <p class="unloaded" id="crashed" role="alert" hidden>
                    {say(Word::Crashed)}
                    " "
                    <a href="">{say(Word::Reload)}</a>
                </p> <noscript>{say(Word::NoScript)}</noscript>
            </body>
        </html>
    }
}

/// Asks for camera and microphone before anything else, so that the person reads the browser's question while the app is
/// loaded, and shows the picture as soon as it is there. Only then the app starts: a browser that is busy starting an app
/// starts no camera.
fn first_script(files: &Files) -> String {
    let (glue, program, texts) = (at(&files.glue), at(&files.program), at(&files.texts));
    let (guard, wishes) = (guard_script(), wishes_script());
    // The media promise is handed over to the app; until then a refusal must not count as unhandled, nor an answer that
    // comes before the picture's element does. A page that cannot be loaded whole says so, and keeps no camera on.
    format!(
        "{guard}{{{wishes}let media,look=new Promise(done=>{{\
         setTimeout(done,{FIRST_LOOK_MAX_MS});\
         (media=window.{EARLY_MEDIA}=navigator.mediaDevices.getUserMedia(wishes)).then(stream=>{{\
         let own=document.querySelector('[data-testid={LOCAL_VIDEO}]');\
         own.requestVideoFrameCallback?.(()=>setTimeout(done));\
         own.srcObject=stream;document.querySelector('.own .cover').hidden=true\
         }}).catch(done);duetGuard.hold(media)}}).catch(()=>0),\
         parsed=new Promise(done=>addEventListener('DOMContentLoaded',done));\
         Promise.all([import('{glue}'),fetch('{program}'),fetch('{texts}').then(file=>file.json()),parsed,look])\
         .then(async([app,program,texts])=>{{\
         await app.default({{module_or_path:program}});setTimeout(app.start,0,texts)\
         }}).catch(error=>{{\
         let giveUp=()=>document.querySelectorAll('#{NOT_LOADED},.own .cover').forEach(sign=>sign.hidden=false);\
         console.error(error);parsed.then(giveUp);\
         media?.then(stream=>{{stream.getTracks().forEach(track=>track.stop());giveUp()}},()=>0)}})}}"
    )
}

/// Starts the doctor.
fn check_script(files: &Files) -> String {
    let (glue, program, texts) = (at(&files.glue), at(&files.program), at(&files.texts));
    let (guard, wishes) = (guard_script(), wishes_script());
    format!(
        "{guard}{{{wishes}let parsed=new Promise(done=>addEventListener('DOMContentLoaded',done)),\
         giveUp=error=>{{if(error)console.error(error);\
         parsed.then(()=>document.getElementById('{NOT_LOADED}').hidden=false)}};\
         Promise.all([import('{glue}'),fetch('{program}'),fetch('{texts}').then(file=>file.json()),parsed])\
         .then(async([app,program,texts])=>{{\
         await app.default({{module_or_path:program}});app.check(texts,giveUp)}}).catch(giveUp)}}"
    )
}

/// The guard, without what only people read.
fn guard_script() -> String {
    let code = |line: &&str| !line.is_empty() && !line.starts_with("//");
    include_str!("guard.js")
        .lines()
        .map(str::trim)
        .filter(code)
        .fold(String::new(), |script, line| script + line + "\n")
}

/// The colours that the person prefers, for a page that needs nothing else of what they prefer.
fn theme_script() -> String {
    format!("try{{{}}}catch{{}}", own_theme())
}

/// Reads what the person prefers into `own`, and shows the page in their colours.
fn own_theme() -> String {
    format!(
        "let own=JSON.parse(localStorage.{PREFERENCES});if(own.theme)document.documentElement.dataset.theme=own.theme;\
         if(own.hide)document.documentElement.dataset.hide=own.hide"
    )
}

/// What is wished for of the devices, and the colours that the person prefers. A device that they prefer is wished for
/// like all else: one that is gone must not keep them out. The browser may keep no preferences, or somebody else's.
fn wishes_script() -> String {
    format!(
        "let wishes=window.{CONSTRAINTS}={MEDIA_CONSTRAINTS};\
         try{{{};\
         if(own.audio)wishes.audio.deviceId={{ideal:own.audio}};\
         if(own.video)delete wishes.video.facingMode,wishes.video.deviceId={{ideal:own.video}}}}catch{{}}\
         if(navigator.audioSession)navigator.audioSession.type='play-and-record';",
        own_theme()
    )
}
