//! Where received files are written: to the file that the person chose, else to the page's private file system, else into
//! memory. From the last two the person saves them.

use std::cell::RefCell;
use std::time::Duration;

use js_sys::{Array, Object, global};
use leptos::prelude::set_timeout;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use super::bytes;
use crate::browser::object::{ask, call, get, has, make, number, set, text};
use crate::features::files::model::message::Session;
use crate::features::files::model::{MEMORY_MAX_BYTES, SIZE_MAX_BYTES};

/// The directory of received files in the page's private file system.
const DIRECTORY: &str = "duet-files";

/// A page that has files there holds a lock of this name and its own, for as long as it lives (Web Locks).
const LOCK: &str = "duet-files.";

/// The address of a saved file is valid for so long: the browser has begun to save it by then.
const ADDRESS_KEPT: Duration = Duration::from_secs(60);

/// A place for one file.
#[derive(Clone)]
pub(super) enum Place {
    /// The file that the person chose (`FileSystemWritableFileStream`).
    Chosen(JsValue),
    /// A file of the page's private file system.
    Private { directory: JsValue, handle: JsValue, stream: JsValue },
    /// A list of `Blob`s, which browsers move out of memory as they see fit.
    Memory(Array),
}

/// What came of looking for a place.
pub(super) enum Opened {
    /// It can be written to.
    There(Place),
    /// The person was asked where, and wants it nowhere.
    Declined,
    /// There is none, or not enough of it.
    Nowhere,
}

/// How large a file can be here, in bytes. A private window of Firefox has a private file system and refuses it.
pub(super) async fn keep_max_bytes() -> u64 {
    let is_private_there = has_private() && ask(&storage(), "getDirectory", &[]).await.is_ok();
    if can_choose() || is_private_there { SIZE_MAX_BYTES } else { MEMORY_MAX_BYTES }
}

/// Finds a place for a file.
pub(super) async fn open(name: &str, size: u64) -> Opened {
    if can_choose() {
        let options = JsValue::from(Object::new());
        set(&options, "suggestedName", name);
        match ask(&global(), "showSaveFilePicker", &[options]).await {
            Ok(handle) => {
                let stream = ask(&handle, "createWritable", &[]).await;
                return stream.map_or(Opened::Nowhere, |stream| Opened::There(Place::Chosen(stream)));
            }
            Err(error) if text(&error, "name").as_deref() == Some("AbortError") => return Opened::Declined,
            // Forbidden by its owner, or the press counts no longer.
            Err(_) => {}
        }
    }
    if has_private()
        && has_space(size).await
        && let Ok(place) = private().await
    {
        return Opened::There(place);
    }
    if size <= MEMORY_MAX_BYTES { Opened::There(Place::Memory(Array::new())) } else { Opened::Nowhere }
}

/// Removes what pages left in the private file system that are gone: other people may use this browser.
pub(super) async fn sweep() {
    // Nothing there, or no way to look: nothing to remove.
    let _ = swept().await;
}

async fn swept() -> Result<(), JsValue> {
    let root = ask(&storage(), "getDirectory", &[]).await?;
    let directory = ask(&root, "getDirectoryHandle", &[DIRECTORY.into()]).await?;
    let names = call(&directory, "keys", &[])?;
    // Without a way to see which pages live nothing is removed.
    let living = living_pages().await?;
    let mut abandoned = Vec::new();
    loop {
        let next = ask(&names, "next", &[]).await?;
        if get(&next, "done").is_truthy() {
            break;
        }
        let Some(name) = text(&next, "value") else { continue };
        let page = name.split('.').next().unwrap_or_default();
        if !living.iter().any(|living| living == page) {
            abandoned.push(name);
        }
    }
    for name in abandoned {
        // One that the browser still writes to stays, and goes the next time.
        let _ = ask(&directory, "removeEntry", &[name.into()]).await;
    }
    Ok(())
}

/// The pages that hold their lock.
async fn living_pages() -> Result<Vec<String>, JsValue> {
    let state = ask(&locks(), "query", &[]).await?;
    let names = Array::from(&get(&state, "held")).iter().filter_map(|lock| text(&lock, "name")).collect::<Vec<_>>();
    Ok(names.iter().filter_map(|name| name.strip_prefix(LOCK)).map(Into::into).collect())
}

fn locks() -> JsValue {
    get(&get(&global(), "navigator"), "locks")
}

thread_local! {
    /// The name of this page among those that have files, once it has had one.
    static PAGE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Its name. With it comes the lock, which the browser takes back when the page goes.
fn page() -> String {
    PAGE.with_borrow_mut(|page| {
        page.get_or_insert_with(|| {
            let name = Session::from(bytes::random()).to_string();
            // A promise that stays open, made of the browser's own parts.
            let forever = js_sys::Promise::new(&mut |_, _| {});
            let hold = Closure::once_into_js(move |_: JsValue| forever);
            let _ = call(&locks(), "request", &[[LOCK, &name].concat().into(), hold]);
            name
        })
        .clone()
    })
}

impl Place {
    /// Whether the person must save the file from here.
    pub(super) fn is_kept(&self) -> bool {
        !matches!(self, Self::Chosen(_))
    }

    /// Writes a block behind those before; whether it could.
    pub(super) async fn write(&self, block: &JsValue) -> bool {
        match self {
            Self::Chosen(stream) | Self::Private { stream, .. } => {
                ask(stream, "write", std::slice::from_ref(block)).await.is_ok()
            }
            Self::Memory(blobs) => {
                let blob = make("Blob", &[Array::of1(block).into()]);
                blob.map(|blob| blobs.push(&blob)).is_ok()
            }
        }
    }

    /// Closes the file; whether it is whole on the disk.
    pub(super) async fn finish(&self) -> bool {
        match self {
            Self::Chosen(stream) | Self::Private { stream, .. } => ask(stream, "close", &[]).await.is_ok(),
            Self::Memory(_) => true,
        }
    }

    /// Throws away what was written.
    pub(super) async fn discard(self) {
        // Each fails only where there is nothing to throw away.
        match self {
            Self::Chosen(stream) => drop(ask(&stream, "abort", &[]).await),
            Self::Private { directory, handle, stream } => {
                drop(ask(&stream, "abort", &[]).await);
                drop(ask(&directory, "removeEntry", &[get(&handle, "name")]).await);
            }
            Self::Memory(_) => {}
        }
    }

    /// Has the browser save the file as one that was loaded; whether it could be asked to.
    pub(super) async fn save(&self, name: &str, media: &str) -> bool {
        self.saved(name, media).await.is_ok()
    }

    async fn saved(&self, name: &str, media: &str) -> Result<(), JsValue> {
        let file = match self {
            Self::Private { handle, .. } => ask(handle, "getFile", &[]).await?,
            Self::Memory(blobs) => make("Blob", &[blobs.into()])?,
            Self::Chosen(_) => return Err(JsValue::UNDEFINED),
        };
        // Its type is ours to say: as a page of this site it could do what the site can.
        let typed = call(&file, "slice", &[0.into(), get(&file, "size"), media.into()])?;
        let urls = get(&global(), "URL");
        let address = call(&urls, "createObjectURL", &[typed])?;
        let anchor = call(&get(&global(), "document"), "createElement", &["a".into()])?;
        set(&anchor, "href", address.clone());
        set(&anchor, "download", name);
        call(&anchor, "click", &[])?;
        // Of an address that is gone already nothing is left to revoke.
        set_timeout(move || drop(call(&urls, "revokeObjectURL", &[address])), ADDRESS_KEPT);
        Ok(())
    }
}

fn can_choose() -> bool {
    has(&global(), "showSaveFilePicker")
}

fn storage() -> JsValue {
    get(&get(&global(), "navigator"), "storage")
}

/// Whether there is a private file system that can be written to outside of workers.
fn has_private() -> bool {
    let writable = get(&get(&global(), "FileSystemFileHandle"), "prototype");
    has(&storage(), "getDirectory") && has(&writable, "createWritable")
}

/// Whether the browser would let the page store so much more. One that does not say is believed to.
async fn has_space(size: u64) -> bool {
    let Ok(estimate) = ask(&storage(), "estimate", &[]).await else { return true };
    match (number(&estimate, "quota"), number(&estimate, "usage")) {
        (Some(quota), Some(usage)) => quota - usage >= size as f64,
        _ => true,
    }
}

async fn private() -> Result<Place, JsValue> {
    let create = JsValue::from(Object::new());
    set(&create, "create", true);
    let root = ask(&storage(), "getDirectory", &[]).await?;
    let directory = ask(&root, "getDirectoryHandle", &[DIRECTORY.into(), create.clone()]).await?;
    // Other pages of the site write here too.
    let name = [&page(), ".", &Session::from(bytes::random()).to_string()].concat();
    let handle = ask(&directory, "getFileHandle", &[name.into(), create]).await?;
    let stream = ask(&handle, "createWritable", &[]).await?;
    Ok(Place::Private { directory, handle, stream })
}
