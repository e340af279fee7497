//! Letters without their accents, so that a name is the same however it is typed.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word with its accents folded away: marks on letters dropped, and the letters that Latin writes
/// with a stroke or as one (`ø`, `ł`, `đ`, `ß`, `æ`, `œ`, `þ`) written plainly.
///
/// ```
/// assert_eq!(crosswire_text::unaccented("Łódź, Ærø, Straße"), "Lodz, AEro, Strasse");
/// ```
#[must_use]
pub fn unaccented(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    folded(word.nfd())
}

/// The same of what is looked for in any text, with what is only set otherwise folded too: `ﬁ` is `fi`, `Ａ` is `A`.
///
/// ```
/// assert_eq!(crosswire_text::plain("Åsa’s ﬁrst Ørsted"), "Asa’s first Orsted");
/// ```
#[must_use]
pub fn plain(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    folded(text.nfkd())
}

fn folded(apart: impl Iterator<Item = char>) -> String {
    let mut plain = String::new();
    for char in apart.filter(|char| !is_combining_mark(*char)) {
        match char {
            'ø' => plain.push('o'),
            'Ø' => plain.push('O'),
            'ł' => plain.push('l'),
            'Ł' => plain.push('L'),
            'đ' | 'ð' => plain.push('d'),
            'Đ' | 'Ð' => plain.push('D'),
            'ı' => plain.push('i'),
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'Æ' => plain.push_str("AE"),
            'œ' => plain.push_str("oe"),
            'Œ' => plain.push_str("OE"),
            'þ' => plain.push_str("th"),
            'Þ' => plain.push_str("Th"),
            char => plain.push(char),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::unaccented;

    #[test]
    fn composed_and_decomposed_are_one() {
        for (word, plain) in [
            ("Zoë", "Zoe"),
            ("Zoe\u{308}", "Zoe"),
            ("Çelik", "Celik"),
            ("Nguyễn", "Nguyen"),
            ("plain", "plain"),
            ("東京", "東京"),
        ] {
            assert_eq!(unaccented(word), plain);
        }
    }
}
