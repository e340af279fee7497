//! From text to weighted terms: the words of a report in a form that other reports share.

use crosswire_text::Span;

/// One word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Where it stands.
    pub span: Span,
    /// Whether a sentence, a quotation or a line may begin with it, so that a capital says nothing.
    pub initial: bool,
    /// Whether only a space or hyphen parts it from the word before.
    pub joined: bool,
}

/// The words of `text`: runs of letters and digits, apostrophes inside included.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    let mut at = 0;
    let mut last_end = None;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let mut end = start;
        let mut chars = text[start..].chars().peekable();
        while let Some(c) = chars.next() {
            let inside = matches!(c, '\'' | '’')
                && end > start
                && chars.peek().is_some_and(|c| c.is_alphabetic());
            let in_number = matches!(c, ',' | '.') && is_digit_group(&text[..end], chars.peek());
            if !(c.is_alphanumeric() || inside || in_number) {
                break;
            }
            end += c.len_utf8();
        }
        at = end;
        let gap = last_end.map(|last| &text[last..start]);
        last_end = Some(end);
        let initial =
            gap.is_none_or(|gap| gap.contains(['.', '!', '?', ':', '\n', '"', '“', '‘', '•', '|']));
        let joined = gap.is_some_and(|gap| matches!(gap, " " | "-"));
        Some(Word {
            span: Span::new(start, end),
            initial,
            joined,
        })
    })
}

/// Whether a point or comma stands between digits: "6,000", "1.5".
fn is_digit_group(before: &str, after: Option<&char>) -> bool {
    before.ends_with(|c: char| c.is_ascii_digit()) && after.is_some_and(char::is_ascii_digit)
}

/// The form under which a word is counted: lower case, without possessive, plural and the endings
/// of regular verbs. It need not be a word, only the same for the forms of one.
pub(crate) fn normal(word: &str) -> String {
    let mut word: String = word
        .chars()
        .filter(|c| *c != ',')
        .flat_map(char::to_lowercase)
        .collect();
    if let Some(at) = word.find(['\'', '’']) {
        word.truncate(at);
    }
    if !word.is_ascii() {
        return word;
    }
    let replace = |word: &mut String, end: &str, by: &str, least: usize| {
        let applies = word.len() > least && word.ends_with(end);
        if applies {
            word.truncate(word.len() - end.len());
            word.push_str(by);
        }
        applies
    };
    if !replace(&mut word, "ies", "y", 4)
        && !["ss", "us", "is"].iter().any(|end| word.ends_with(end))
    {
        replace(&mut word, "s", "", 3);
    }
    if !replace(&mut word, "ing", "", 6) {
        replace(&mut word, "ed", "", 4);
    }
    replace(&mut word, "e", "", 4);
    word
}

/// A calendar year: said in every second report, and of no story.
pub(crate) fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()) && matches!(&word[..2], "19" | "20")
}

#[cfg(test)]
mod tests {
    use super::{normal, words};

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = words(text).map(|word| word.span.slice(text)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn words_of_a_text() {
        check(
            "The mayor's 6,000 voters, they said.",
            &["The", "mayor's", "6,000", "voters", "they", "said"],
        );
        check("’tis O’Dell—again…", &["tis", "O’Dell", "again"]);
        check("½ naïve Σ٣", &["½", "naïve", "Σ٣"]);
        check("", &[]);
        check("'' ,,, '", &[]);
    }

    #[test]
    fn initial_and_joined() {
        let text = "Ann Bell left. \"Yes,\" said Bell-Roe.";
        let found: Vec<(bool, bool)> = words(text)
            .map(|word| (word.initial, word.joined))
            .collect();
        let expected = [
            (true, false),
            (false, true),
            (false, true),
            (true, false),
            (true, false),
            (false, true),
            (false, true),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn forms_of_one_word_meet() {
        for (one, other) in [
            ("rescues", "rescue"),
            ("rescued", "rescuing"),
            ("parties", "party"),
            ("Marlow's", "marlow"),
        ] {
            assert_eq!(normal(one), normal(other), "{one} {other}");
        }
        assert_eq!(normal("6,000"), "6000");
        assert_eq!(normal("virus"), "virus");
    }
}
