//! What the shape of a line tells: heading, caption, or running text.

use crosswire_report::Role;

use super::lines::{Line, starts_item};

/// Words that a caption has and a heading has not.
const SHOWN: [&str; 14] = [
    "(left)",
    "(right)",
    "(centre)",
    "(center)",
    "(pictured)",
    "pictured",
    "file photo",
    "file picture",
    "seen here",
    "is seen",
    "are seen",
    "handout",
    "from left",
    "this photo",
];

/// First words of a question that stands as a heading.
const ASKS: [&str; 19] = [
    "who", "what", "when", "where", "why", "how", "which", "whose", "is", "are", "was", "were",
    "will", "can", "could", "should", "did", "does", "do",
];

/// What the lines of a text are like as a whole.
pub(crate) struct Shapes {
    /// Whether most lines end without a full stop, so that this tells nothing of any of them.
    unpunctuated: bool,
}

impl Shapes {
    /// Looks at all lines.
    pub(crate) fn of(lines: &[Line<'_>]) -> Shapes {
        let open = lines
            .iter()
            .filter(|line| !ends_sentence(line.words))
            .count();
        Shapes {
            unpunctuated: lines.len() >= 6 && open * 10 > lines.len() * 9,
        }
    }

    /// The role of the line at `at`, of which `words` are left to be judged.
    pub(crate) fn role(&self, lines: &[Line<'_>], at: usize, words: &str) -> Role {
        let n_words = words.split_whitespace().count();
        let next = lines[at + 1..].first().map_or("", |line| line.words);
        let marked = words.len() > 4 && words.starts_with("- ") && words.ends_with(" -");
        if marked && n_words <= 14 {
            return Role::Heading;
        }
        if starts_item(words) || self.unpunctuated {
            return Role::Paragraph;
        }
        if words.ends_with('?') {
            let first = words
                .trim_start_matches(|c: char| !c.is_alphabetic())
                .split([' ', '\'', '’'])
                .next()
                .unwrap_or("");
            let asks = ASKS.contains(&first.to_lowercase().as_str());
            let quoted = words.contains(['“', '"', '”']);
            let led_in = at > 0 && lines[at - 1].words.ends_with(':');
            let leads = next.split_whitespace().count() > n_words;
            return if asks && !quoted && !led_in && leads && n_words <= 14 {
                Role::Heading
            } else {
                Role::Paragraph
            };
        }
        if ends_sentence(words) || words.ends_with([':', ',', ';', '-', '—', '–', '…']) {
            return Role::Paragraph;
        }
        if !words.chars().any(char::is_alphabetic) {
            return Role::Paragraph;
        }
        let starts = words
            .chars()
            .find(|c| c.is_alphanumeric())
            .is_some_and(|c| c.is_uppercase() || c.is_numeric());
        // A line that starts small goes on from the one before it.
        if !starts {
            return Role::Paragraph;
        }
        // Two sentences on the line: running text whose full stop is lost, or a caption.
        let lower = words.to_lowercase();
        if SHOWN.iter().any(|cue| lower.contains(cue)) {
            return Role::Caption;
        }
        match n_words {
            0..=12 if words.chars().count() <= 100 && !next.is_empty() => Role::Heading,
            0..=12 if at + 1 == lines.len() && at > 0 => Role::Paragraph,
            0..=90 if words.chars().count() <= 700 => Role::Caption,
            _ => Role::Paragraph,
        }
    }

    /// Whether the first line of a text without a title is its title.
    pub(crate) fn is_title(&self, lines: &[Line<'_>], at: usize, words: &str) -> bool {
        let n_words = words.split_whitespace().count();
        let longer = lines[at + 1..].iter().take(6).any(|line| {
            line.words.split_whitespace().count() > n_words && ends_sentence(line.words)
        });
        (2..=25).contains(&n_words)
            && words.chars().count() <= 180
            && longer
            && !words.ends_with([':', ','])
    }
}

/// Whether a line ends as a sentence does, closing quotes and brackets aside.
pub(crate) fn ends_sentence(words: &str) -> bool {
    let bare = words.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', ' ']);
    bare.ends_with(['.', '!', '?', '…', '。'])
}
