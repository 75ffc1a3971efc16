//! Addresses in what somebody typed, as a person reads them. Only `https` and `http` addresses count, so nothing else can come
//! of a tap; all the rest stays text.
//!
//! `linkify` finds where an address begins and ends among the signs of ASCII. Scripts that write without blanks, their
//! punctuation, and emoji are not of an address that ends before them.

use linkify::{LinkFinder, LinkKind};

const SCHEMES: [&str; 2] = ["https://", "http://"];

/// What ends a sentence or a bracket in some script, and no address.
const MARKS: &[char] = &[
    '。', '、', '，', '．', '；', '：', '！', '？', '（', '）', '「', '」', '『', '』', '《', '》', '〈', '〉', '【',
    '】', '〔', '〕', '“', '”', '„', '‘', '’', '‚', '«', '»', '‹', '›', '…', '؟', '،', '؛', '٪', '।', '॥', '·', '–',
    '—', '\u{200f}', '\u{200e}',
];

/// What ends a sentence and not an address, where it stands last.
const TRAILING: [char; 9] = ['.', ',', ';', ':', '!', '?', '\'', '"', '*'];

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
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    let mut pieces = Vec::new();
    let mut done = 0;
    for found in finder.links(text) {
        // Where words stand before it without a blank, the scheme is what follows them.
        let Some(scheme) = scheme_in(found.as_str()) else { continue };
        let start = found.start() + scheme;
        let link = whole(&text[start..found.end()]);
        if start < done || is_bare(link) {
            continue;
        }
        pieces.extend([Piece::Words(&text[done..start]), Piece::Link(link)]);
        done = start + link.len();
    }
    pieces.push(Piece::Words(&text[done..]));
    pieces.retain(|piece| !matches!(piece, Piece::Words("")));
    pieces
}

fn scheme_in(found: &str) -> Option<usize> {
    let lower = found.to_ascii_lowercase();
    SCHEMES.iter().filter_map(|scheme| lower.find(scheme)).min()
}

fn is_bare(link: &str) -> bool {
    SCHEMES.iter().any(|scheme| link.len() <= scheme.len() && scheme.starts_with(&link.to_ascii_lowercase()))
}

/// The address without what a reader does not take for a part of it.
fn whole(link: &str) -> &str {
    let mut before = ' ';
    let end = link.char_indices().find(|(_, c)| {
        let begins = is_unspaced(*c) && (before.is_ascii_alphanumeric() || before == ')');
        let ends = MARKS.contains(c) || is_picture(*c) || begins;
        before = *c;
        ends
    });
    let link = &link[..end.map_or(link.len(), |(at, _)| at)];
    unbracketed(link.trim_end_matches(TRAILING))
}

/// Letters of scripts that have no blanks between words. In an address they follow a slash or the like, as in `/wiki/日本`.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{20000}'..='\u{3ffff}')
}

/// Emoji and other pictures.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1ffff}')
}

/// Without a bracket that was opened before the address began.
fn unbracketed(link: &str) -> &str {
    let Some(inner) = link.strip_suffix([')', ']', '}']) else { return link };
    let (opened, closed) = match link.as_bytes().last() {
        Some(b')') => ('(', ')'),
        Some(b']') => ('[', ']'),
        _ => ('{', '}'),
    };
    if link.matches(closed).count() > link.matches(opened).count() {
        unbracketed(inner.trim_end_matches(TRAILING))
    } else {
        link
    }
}

#[cfg(test)]
#[path = "links_tests.rs"]
mod tests;
