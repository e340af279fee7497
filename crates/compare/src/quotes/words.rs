//! The words inside quotation marks, folded so that house style does not count as a difference.

/// A word of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word {
    /// Lower case, straight apostrophes, one spelling.
    pub(super) key: String,
    /// Byte offsets in the text it was read from.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Words may have been left out before it: an ellipsis, a bracket, the speaker's cue.
    pub(super) cut: bool,
    /// Number of its sentence in the text.
    pub(super) sentence: usize,
}

/// The words of `text`, those in square brackets left out.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut all: Vec<Word> = Vec::new();
    let (mut cut, mut sentence, mut depth) = (false, 0, 0usize);
    let mut open: Option<usize> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, next)| next);
        let inner =
            open.is_some() && matches!(c, '\'' | '’') && next.is_some_and(char::is_alphanumeric);
        let decimal = open.is_some()
            && matches!(c, '.' | ',')
            && next.is_some_and(|next| next.is_ascii_digit())
            && text[..at].ends_with(|c: char| c.is_ascii_digit());
        if depth == 0 && (c.is_alphanumeric() || inner || decimal) {
            open.get_or_insert(at);
            continue;
        }
        if let Some(start) = open.take() {
            all.push(Word {
                key: fold(&text[start..at]),
                start,
                end: at,
                cut: std::mem::take(&mut cut),
                sentence,
            });
        }
        match c {
            '[' => {
                depth += 1;
                cut = true;
            }
            ']' => {
                depth = depth.saturating_sub(1);
                cut = true;
            }
            '…' => cut = true,
            '.' if next == Some('.') => cut = true,
            '.' | '!' | '?' if next.is_none_or(char::is_whitespace) => sentence += 1,
            _ => {}
        }
    }
    if let Some(start) = open {
        all.push(Word {
            key: fold(&text[start..]),
            start,
            end: text.len(),
            cut,
            sentence,
        });
    }
    all
}

/// Lower case and one spelling: "colour" and "color", "analyse" and "analyze" are one word.
pub(super) fn fold(word: &str) -> String {
    let low: String = word
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| if c == '’' { '\'' } else { c })
        .collect();
    const ENDS: [(&str, &str); 12] = [
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
    let number = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ]
    .iter()
    .position(|name| *name == low);
    number.map_or(low, |number| number.to_string())
}
