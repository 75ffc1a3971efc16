//! What a file of the other page may be called and taken for: both are their words, and nothing is trusted.

/// The longest name, in characters: file systems have 255.
pub const NAME_MAX_CHARS: usize = 255;

/// An extension up to this long, in characters with its dot, survives when a name is cut.
const EXTENSION_MAX_CHARS: usize = 16;

/// What a file is called whose name leaves nothing.
const NAMELESS: &str = "file";

/// So many names are told of several files.
const LIST_MAX: usize = 3;

/// A name that is safe to show and to store: one line, one component of a path, and in one direction, so that it reads as
/// what it is.
pub fn safe(name: &str) -> String {
    let visible: String = name.chars().filter(|&char| !is_unseen(char)).map(flat).collect();
    // Leading dots hide a file, trailing ones are dropped by Windows.
    let name = visible.trim_matches(['.', ' ']);
    if name.is_empty() { NAMELESS.into() } else { cut(name) }
}

/// Some files in one line: the first few by name.
pub(super) fn list(mut names: Vec<String>) -> String {
    if names.len() > LIST_MAX {
        names.truncate(LIST_MAX);
        names.push("…".into());
    }
    names.join(", ")
}

/// What a browser may take a received file for once it is saved: sound and pictures, which can do nothing, as themselves;
/// everything else as bytes.
pub fn safe_media(media: &str) -> &str {
    let harmless = ["image/", "audio/", "video/"].iter().any(|kind| media.starts_with(kind));
    let plain = media.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-.".contains(&byte));
    if harmless && plain { media } else { "application/octet-stream" }
}

fn flat(char: char) -> char {
    if matches!(char, '/' | '\\') { '_' } else { char }
}

/// Controls, line ends, and what turns or hides the characters around it (UAX #9, UTR #36).
fn is_unseen(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(char, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn cut(name: &str) -> String {
    if name.chars().count() <= NAME_MAX_CHARS {
        return name.into();
    }
    let extension = name.rfind('.').map_or("", |at| &name[at..]);
    let extension = if extension.chars().count() <= EXTENSION_MAX_CHARS { extension } else { "" };
    name.chars().take(NAME_MAX_CHARS - extension.chars().count()).chain(extension.chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_name_stays() {
        for name in ["holiday.jpg", "a.tar.gz", "été.txt", "نص.txt", "<img src=x>.png", "a b"] {
            assert_eq!(safe(name), name);
        }
    }

    #[test]
    fn a_name_cannot_leave_its_folder_hide_or_turn_around() {
        for (name, expected) in [
            ("../../etc/passwd", "_.._etc_passwd"),
            ("C:\\boot.ini", "C:_boot.ini"),
            ("a\u{202e}gpj.exe", "agpj.exe"),
            ("a\nb\u{0}c", "abc"),
            (".profile", "profile"),
            ("..", "file"),
            ("", "file"),
            ("\u{200b}\u{feff}", "file"),
            ("name. ", "name"),
        ] {
            assert_eq!(safe(name), expected, "{name:?}");
        }
    }

    #[test]
    fn of_many_files_the_first_three_are_named() {
        let names = |count| vec!["a".to_owned(); count];
        assert_eq!(list(names(1)), "a");
        assert_eq!(list(names(3)), "a, a, a");
        assert_eq!(list(names(40)), "a, a, a, …");
    }

    #[test]
    fn a_long_name_is_cut_before_its_extension() {
        let name = safe(&format!("{}.jpeg", "ä".repeat(400)));
        assert_eq!(name.chars().count(), NAME_MAX_CHARS);
        assert!(name.ends_with("ä.jpeg"));
        assert_eq!(safe(&format!("a.{}", "x".repeat(400))).chars().count(), NAME_MAX_CHARS);
    }

    #[test]
    fn only_what_cannot_run_keeps_its_type() {
        assert_eq!(safe_media("image/png"), "image/png");
        for media in ["image/svg+xml", "text/html", "application/pdf", "", "image/png;x", "video/\n"] {
            assert_eq!(safe_media(media), "application/octet-stream", "{media:?}");
        }
    }
}
