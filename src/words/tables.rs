//! The texts as the server has them: all languages.

use super::language::Language;
use super::{Extra, Word};

mod ar;
mod ar_extras;
mod de;
mod de_extras;
mod en;
mod en_extras;
mod es;
mod es_extras;
mod fr;
mod fr_extras;
mod hi;
mod hi_extras;
mod ja;
mod ja_extras;
mod pt;
mod pt_extras;
mod zh;
mod zh_extras;

/// All texts of a language, in the order of the variants: what the page loads.
pub fn list(language: Language) -> Vec<&'static str> {
    Word::ALL.iter().map(|word| text(language, *word)).collect()
}

/// The same of the extras.
pub fn extras(language: Language) -> Vec<&'static str> {
    Extra::ALL.iter().map(|word| extra(language, *word)).collect()
}

/// A text of an extra in a language.
pub(super) fn extra(language: Language, word: Extra) -> &'static str {
    let table = match language {
        Language::English => en_extras::word,
        Language::Spanish => es_extras::word,
        Language::German => de_extras::word,
        Language::French => fr_extras::word,
        Language::Portuguese => pt_extras::word,
        Language::Chinese => zh_extras::word,
        Language::Japanese => ja_extras::word,
        Language::Hindi => hi_extras::word,
        Language::Arabic => ar_extras::word,
    };
    table(word)
}

/// A text in a language.
pub(super) fn text(language: Language, word: Word) -> &'static str {
    let table = match language {
        Language::English => en::word,
        Language::Spanish => es::word,
        Language::German => de::word,
        Language::French => fr::word,
        Language::Portuguese => pt::word,
        Language::Chinese => zh::word,
        Language::Japanese => ja::word,
        Language::Hindi => hi::word,
        Language::Arabic => ar::word,
    };
    table(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_translation_has_a_gap_where_english_has_one() {
        for language in Language::ALL {
            let pairs = list(Language::English).into_iter().zip(list(language));
            let more = extras(Language::English).into_iter().zip(extras(language));
            for (english, translated) in pairs.chain(more) {
                let gaps = |text: &str| text.matches("{}").count();
                assert_eq!(gaps(english), gaps(translated), "{language:?}: {translated}");
                assert!(!translated.is_empty(), "{language:?} has no words for: {english}");
            }
        }
    }
}
