use proptest::prelude::*;

use super::*;

/// Texts with the address in them that a reader sees, between `⟦` and `⟧`.
const READ: [&str; 62] = [
    // Sentences.
    "⟦https://a.example⟧",
    "See ⟦https://a.example/x?y=1⟧. Then come.",
    "See ⟦https://a.example/x?y=1⟧, please",
    "Is it ⟦https://a.example/x⟧?",
    "Now: ⟦https://a.example/x⟧!",
    "⟦https://a.example/x⟧; ⟦http://b.example/y⟧",
    "So ⟦https://a.example/x⟧...",
    "So ⟦https://a.example/x⟧…",
    "\n⟦https://a.example⟧\n⟦https://b.example⟧",
    // Brackets and quotes.
    "(⟦https://a.example/x⟧)",
    "(see ⟦https://a.example/x⟧.)",
    "[⟦https://a.example/x⟧]",
    "<⟦https://a.example/x⟧>",
    "“⟦https://a.example/x⟧”",
    "„⟦https://a.example/x⟧“",
    "«⟦https://a.example/x⟧»",
    "'⟦https://a.example/x⟧'",
    "\"⟦https://a.example/x⟧\"",
    "⟦https://en.example/wiki/Tea_(drink)⟧",
    "(⟦https://en.example/wiki/Tea_(drink)⟧)",
    "*⟦https://a.example/x⟧*",
    // Capitals, as phones write the first letter.
    "⟦Https://a.example/x⟧",
    "⟦HTTPS://A.EXAMPLE/X⟧",
    "⟦Http://a.example⟧",
    // What addresses have.
    "⟦https://a.example:8443/x⟧",
    "⟦https://a.example/x#y⟧",
    "⟦https://a.example/?a=b&c=d%20e⟧",
    "⟦https://a.example/~ann/x_y-z⟧",
    "⟦https://a.example/x,y;z=1⟧",
    "⟦https://127.0.0.1:3000/room/tea⟧",
    "⟦https://a.example/room/tea%20time⟧.",
    "⟦https://a.example/x/⟧",
    // Chinese.
    "看⟦https://a.example/x⟧吧",
    "请看⟦https://a.example/x⟧，谢谢。",
    "⟦https://a.example/x⟧。",
    "（⟦https://a.example/x⟧）",
    "「⟦https://a.example/x⟧」",
    "《⟦https://a.example⟧》",
    "网址：⟦https://a.example/x⟧；好",
    "⟦https://zh.example/wiki/日本⟧",
    "⟦https://zh.example/wiki/日本⟧。",
    "⟦https://a.example⟧好",
    // Japanese and Korean.
    "これ⟦https://a.example/x⟧です",
    "⟦https://a.example/x⟧を見て",
    "⟦https://ja.example/wiki/東京⟧、どう？",
    "⟦https://a.example/x⟧에서 만나",
    "여기 ⟦https://a.example/x⟧",
    // Arabic and Persian.
    "انظر ⟦https://a.example/x⟧، شكرا",
    "هل رأيت ⟦https://a.example/x⟧؟",
    "⟦https://ar.example/wiki/شاي⟧",
    // Hindi and Thai.
    "देखो ⟦https://a.example/x⟧।",
    "यह ⟦https://a.example/x⟧ है",
    "⟦https://hi.example/wiki/चाय⟧",
    "ดูที่⟦https://a.example/x⟧นะ",
    // Other scripts with letters of their own.
    "Смотри ⟦https://ru.example/чай⟧!",
    "⟦https://münchen.example/straße⟧,",
    "δες ⟦https://a.example/x⟧·",
    // Emoji.
    "⟦https://a.example/x⟧🎉",
    "🎉⟦https://a.example/x⟧",
    "⟦https://a.example⟧❤️",
    "⟦https://a.example/x⟧ 👩‍👩‍👧‍👦",
    "⟦https://a.example/x⟧👍🏽!",
];

#[test]
fn an_address_is_read_as_a_person_reads_it() {
    for marked in READ {
        let text = marked.replace(['⟦', '⟧'], "");
        let read: String = pieces(&text)
            .into_iter()
            .map(|piece| match piece {
                Piece::Words(words) => words.to_owned(),
                Piece::Link(link) => format!("⟦{link}⟧"),
            })
            .collect();
        assert_eq!(read, marked);
    }
}

#[test]
fn nothing_else_is_an_address() {
    for text in [
        "javascript:alert(1)",
        "data:text/html,x",
        "a.example",
        "https://",
        "http://.",
        "ftp://a.example",
        "a@b.example",
        "",
    ] {
        assert!(pieces(text).iter().all(|piece| matches!(piece, Piece::Words(_))), "{text}");
    }
}

proptest! {
    #[test]
    fn the_pieces_are_the_text(text in r#"([a-zA-Z.,() <>。看🎉]|[Hh]ttps?://|é|\n){0,30}"#) {
        let whole: String = pieces(&text).into_iter().map(|(Piece::Words(piece) | Piece::Link(piece))| piece).collect();
        prop_assert_eq!(whole, text);
    }

    #[test]
    fn whatever_is_a_link_is_an_address_of_the_web(text in any::<String>()) {
        for piece in pieces(&format!("{text}https://{text}")) {
            if let Piece::Link(link) = piece {
                let lower = link.to_ascii_lowercase();
                prop_assert!(SCHEMES.iter().any(|scheme| lower.starts_with(scheme)));
            }
        }
    }
}
