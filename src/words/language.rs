//! The languages, and which of them a person wants.

/// A language that Duet speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English, also for whoever wants something else.
    #[default]
    English,
    /// Spanish.
    Spanish,
    /// German.
    German,
    /// French.
    French,
    /// Portuguese.
    Portuguese,
    /// Chinese in simplified characters.
    Chinese,
    /// Japanese.
    Japanese,
    /// Hindi.
    Hindi,
    /// Arabic, from right to left.
    Arabic,
}

/// The cookie in which a browser keeps the language that was chosen by hand. It leaves the browser only for this server.
pub const LANGUAGE_COOKIE: &str = "duet-language";

impl Language {
    /// All of them, in the order of a list to choose from.
    pub const ALL: [Self; 9] = [
        Self::English,
        Self::Spanish,
        Self::German,
        Self::French,
        Self::Portuguese,
        Self::Chinese,
        Self::Japanese,
        Self::Hindi,
        Self::Arabic,
    ];

    /// The tag for `lang` attributes (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
            Self::German => "de",
            Self::French => "fr",
            Self::Portuguese => "pt",
            Self::Chinese => "zh-Hans",
            Self::Japanese => "ja",
            Self::Hindi => "hi",
            Self::Arabic => "ar",
        }
    }

    /// What it calls itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Spanish => "Español",
            Self::German => "Deutsch",
            Self::French => "Français",
            Self::Portuguese => "Português",
            Self::Chinese => "简体中文",
            Self::Japanese => "日本語",
            Self::Hindi => "हिन्दी",
            Self::Arabic => "العربية",
        }
    }

    /// The `dir` attribute of what is written in it.
    pub const fn direction(self) -> &'static str {
        if matches!(self, Self::Arabic) { "rtl" } else { "ltr" }
    }

    /// The language with that tag or with that beginning of one.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| {
            let own = language.tag().split('-').next().unwrap_or_default();
            own.eq_ignore_ascii_case(primary)
        })
    }

    /// The best for a person: what was chosen by hand (a `Cookie` header), else the first of the browser's languages (an
    /// `Accept-Language` header, RFC 9110 section 12.5.4) that Duet speaks.
    pub fn wanted(cookies: &str, accepted: &str) -> Self {
        let chosen = cookies
            .split(';')
            .filter_map(|cookie| cookie.trim().split_once('='))
            .find(|(name, _)| *name == LANGUAGE_COOKIE)
            .and_then(|(_, tag)| Self::of_tag(tag));
        chosen.or_else(|| Self::accepted(accepted)).unwrap_or_default()
    }

    fn accepted(header: &str) -> Option<Self> {
        let weighed = |range: &str| {
            let mut parts = range.split(';').map(str::trim);
            let language = Self::of_tag(parts.next()?)?;
            let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Ok(1.0), str::parse::<f32>).ok()?;
            Some((language, weight)).filter(|(_, weight)| *weight > 0.0)
        };
        let mut best = None;
        for (language, weight) in header.split(',').filter_map(weighed) {
            // Of equals the first counts.
            if best.is_none_or(|(_, known)| weight > known) {
                best = Some((language, weight));
            }
        }
        best.map(|(language, _)| language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_is_taken_at_its_word_unless_the_person_chose() {
        assert_eq!(Language::wanted("", "de-CH,de;q=0.9,en;q=0.8"), Language::German);
        assert_eq!(Language::wanted("a=b; duet-language=ar", "de"), Language::Arabic);
        assert_eq!(Language::wanted("duet-language=tlh", "fr"), Language::French);
    }

    #[test]
    fn weights_count_and_what_is_unknown_or_refused_is_passed_over() {
        assert_eq!(Language::wanted("", "en;q=0.2, ja;q=0.7"), Language::Japanese);
        assert_eq!(Language::wanted("", "nl, pt-BR;q=0.5"), Language::Portuguese);
        assert_eq!(Language::wanted("", "es;q=0, nl"), Language::English);
        assert_eq!(Language::wanted("", "es;q=x,*;;,=;"), Language::English);
    }

    #[test]
    fn both_chineses_are_understood_by_their_first_part() {
        assert_eq!(Language::of_tag("zh-CN"), Some(Language::Chinese));
        assert_eq!(Language::of_tag("ZH"), Some(Language::Chinese));
    }
}
