//! The words inside quotation marks, folded so that house style does not count as a difference.

/// A word of a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    /// Lower case, straight apostrophes, one spelling.
    pub(crate) key: String,
    /// Byte offsets in the text it was read from.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Words may have been left out before it: an ellipsis, a bracket, the speaker's cue.
    pub(crate) cut: bool,
    /// Number of its sentence in the text.
    pub(crate) sentence: usize,
}

/// The words of `text`, those in square brackets left out; a contraction is two words.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut reader = WordReader::default();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, next)| next);
        let before = text[..at].chars().next_back();
        if reader.depth == 0 && belongs(c, before, next, reader.open.is_some()) {
            reader.open.get_or_insert(at);
            continue;
        }
        reader.close(text, at);
        match c {
            '[' => {
                reader.depth += 1;
                reader.cut = true;
            }
            ']' => {
                reader.depth = reader.depth.saturating_sub(1);
                reader.cut = true;
            }
            '…' => reader.cut = true,
            '.' if next == Some('.') || before == Some('.') => reader.cut = true,
            '.' if next == Some(' ') && text[at + 1..].trim_start().starts_with(". ") => {
                reader.cut = true;
            }
            '&' if reader.depth == 0 => reader.push("and".to_owned(), at, at + 1),
            '%' if reader.depth == 0 => reader.push("percent".to_owned(), at, at + 1),
            '.' | '!' | '?' if next.is_none_or(|c| !c.is_alphanumeric()) => reader.sentence += 1,
            '\n' => reader.sentence += 1,
            _ => {}
        }
    }
    reader.close(text, text.len());
    reader.words
}

/// Whether a character is part of a word.
fn belongs(c: char, before: Option<char>, next: Option<char>, inside: bool) -> bool {
    if c.is_alphanumeric() {
        return true;
    }
    let follows = next.is_some_and(char::is_alphanumeric);
    match c {
        '\'' | '’' => inside && follows,
        '@' | '#' => !inside && follows,
        // Letters that a newspaper will not print: "s***".
        '*' => inside || next == Some('*'),
        '.' | ',' => {
            inside
                && before.is_some_and(|c| c.is_ascii_digit())
                && next.is_some_and(|c| c.is_ascii_digit())
        }
        _ => false,
    }
}

#[derive(Default)]
struct WordReader {
    words: Vec<Word>,
    open: Option<usize>,
    cut: bool,
    sentence: usize,
    depth: usize,
}

impl WordReader {
    fn close(&mut self, text: &str, end: usize) {
        let Some(start) = self.open.take() else {
            return;
        };
        let low: String = text[start..end]
            .chars()
            .flat_map(char::to_lowercase)
            .map(|c| if c == '’' { '\'' } else { c })
            .collect();
        // Lower case may be longer than the word; then it is left whole.
        if let Some((stem, rest)) =
            contraction(&low).filter(|_| low.len() == text[start..end].replace('’', "'").len())
        {
            let tail = text[start..end]
                .char_indices()
                .rev()
                .nth(rest.chars().count() - 1)
                .map_or(end, |(at, _)| start + at);
            self.push(spelling(full(stem, rest).to_owned()), start, tail);
            self.push(ending(rest).to_owned(), tail, end);
        } else {
            self.push(spelling(low), start, end);
        }
    }

    fn push(&mut self, key: String, start: usize, end: usize) {
        self.words.push(Word {
            key,
            start,
            end,
            cut: std::mem::take(&mut self.cut),
            sentence: self.sentence,
        });
    }
}

/// A contraction's two parts: "wasn't" is "was" and "n't".
fn contraction(low: &str) -> Option<(&str, &str)> {
    const ENDINGS: [&str; 7] = ["n't", "'re", "'ve", "'ll", "'m", "'s", "'d"];
    if low == "cannot" {
        return Some(("can", "not"));
    }
    ENDINGS.iter().find_map(|&ending| {
        let stem = low.strip_suffix(ending)?;
        (!stem.is_empty()).then_some((stem, ending))
    })
}

fn full<'a>(stem: &'a str, ending: &str) -> &'a str {
    match (stem, ending) {
        ("wo", "n't") => "will",
        ("ca", "n't") => "can",
        ("sha", "n't") => "shall",
        _ => stem,
    }
}

/// "is", "has" and the genitive share "'s"; "would" and "had" share "'d".
fn ending(ending: &str) -> &str {
    match ending {
        "n't" => "not",
        "'re" => "are",
        "'ve" => "have",
        "'ll" => "will",
        "'m" => "am",
        _ => ending,
    }
}

/// One spelling: "colour" and "color", "analyse" and "analyze", "two" and "2" are one word.
fn spelling(low: String) -> String {
    const ENDS: [(&str, &str); 13] = [
        ("ise", "ize"),
        ("ised", "ized"),
        ("ises", "izes"),
        ("ising", "izing"),
        ("isation", "ization"),
        ("isations", "izations"),
        ("yse", "yze"),
        ("ysed", "yzed"),
        ("ysing", "yzing"),
        ("elled", "eled"),
        ("elling", "eling"),
        ("tre", "ter"),
        ("efence", "efense"),
    ];
    if low.len() > 5 {
        for (from, to) in ENDS {
            if let Some(stem) = low.strip_suffix(from) {
                return format!("{stem}{to}");
            }
        }
        for our in ["our", "ours", "oured", "ouring", "ourable", "ourite"] {
            if let Some(stem) = low.strip_suffix(our) {
                return format!("{stem}or{}", &our[3..]);
            }
        }
    }
    if low.starts_with(|c: char| c.is_ascii_digit()) {
        return low.replace(',', "");
    }
    crate::lexicon::small_number(&low).map_or(low, str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::words;

    fn keys(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.key).collect()
    }

    #[test]
    fn house_style_is_folded() {
        assert_eq!(
            keys("We don’t analyse colours"),
            keys("we do not analyze colors")
        );
        assert_eq!(keys("It won't, I can't"), keys("it will not I cannot"));
        assert_eq!(keys("5,000 men & two boys"), keys("5000 men and 2 boys"));
        assert_eq!(keys("90% of it"), keys("90 percent of it"));
        assert_ne!(keys("Nobody is askin me"), keys("Nobody is asking me"));
        assert_eq!(keys("Favourite"), ["favorite"]);
    }

    #[test]
    fn brackets_and_ellipses_are_cuts() {
        let cut = |text: &str| words(text).iter().map(|w| w.cut).collect::<Vec<_>>();
        let bridge = "The [old] bridge … fell. It did";
        assert_eq!(cut(bridge), [false, true, true, false, false]);
        assert_eq!(cut("a ... b"), [false, true]);
        assert_eq!(cut("a . . . b"), [false, true]);
        assert_eq!(words(bridge).last().map(|w| w.sentence), Some(1));
    }

    #[test]
    fn every_span_is_the_word() {
        let text = "“Ça n’est… won’t,” we’d s**t @ẞen’ll İx'll ’ '' [ ] .";
        for word in words(text) {
            assert!(
                text.get(word.start..word.end)
                    .is_some_and(|w| !w.is_empty()),
                "{word:?}"
            );
        }
    }
}
