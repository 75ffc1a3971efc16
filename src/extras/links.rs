//! Addresses in what somebody typed. Only what begins with `https://` or `http://` is one, so nothing else can come of a
//! tap; all the rest stays text.

const BEGINNINGS: [&str; 2] = ["https://", "http://"];

/// What ends a sentence and not an address.
const TRAILING: [char; 12] = ['.', ',', ';', ':', '!', '?', '\'', '"', '”', '’', '»', '…'];

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Only words.
    Words(&'a str),
    /// An address.
    Link(&'a str),
}

/// Takes a text apart. The pieces together are the text.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = BEGINNINGS.iter().filter_map(|beginning| rest.find(beginning)).min() {
        let (words, from) = rest.split_at(start);
        let end = from.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>')).unwrap_or(from.len());
        let link = unbracketed(from[..end].trim_end_matches(TRAILING));
        let bare = BEGINNINGS.iter().any(|beginning| link.len() <= beginning.len() && beginning.starts_with(link));
        let (link, after) = from.split_at(link.len());
        if bare {
            pieces.push(Piece::Words(&rest[..start + link.len()]));
        } else {
            pieces.extend([Piece::Words(words), Piece::Link(link)]);
        }
        rest = after;
        if link.is_empty() {
            break;
        }
    }
    pieces.push(Piece::Words(rest));
    pieces.retain(|piece| !matches!(piece, Piece::Words("")));
    pieces
}

/// Without a bracket that was opened before the address began.
fn unbracketed(link: &str) -> &str {
    match link.strip_suffix(')') {
        Some(inner) if link.matches(')').count() > link.matches('(').count() => inner.trim_end_matches(TRAILING),
        _ => link,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use Piece::{Link, Words};

    #[test]
    fn an_address_is_found_and_its_sentence_left_alone() {
        assert_eq!(
            pieces("See https://a.example/x?y=1. And (http://b.example/c_(d)), ok?"),
            [
                Words("See "),
                Link("https://a.example/x?y=1"),
                Words(". And ("),
                Link("http://b.example/c_(d)"),
                Words("), ok?"),
            ]
        );
    }

    #[test]
    fn nothing_else_is_an_address() {
        for text in ["javascript:alert(1)", "data:text/html,x", "a.example", "https://", "http://.", ""] {
            assert!(pieces(text).iter().all(|piece| matches!(piece, Words(_))), "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_text(text in r#"([a-z.,() <>]|https?://|é|\n){0,30}"#) {
            let whole: String = pieces(&text).into_iter().map(|(Words(piece) | Link(piece))| piece).collect();
            prop_assert_eq!(whole, text);
        }
    }
}
