//! What extraction says of each line of a page: how much of it came out at the other end.
//!
//! The extraction crate is good at finding the article and careless with its words. So only where
//! the article is gets believed, by runs of three words; the words are the page's own.

use std::collections::HashSet;

/// Words of this many letters and more count as one.
const RUN: usize = 3;

/// The words that extraction gave, as runs and as whole lines.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    runs: HashSet<u64>,
    lines: HashSet<u64>,
    /// Letters and digits in all.
    pub(super) letters: usize,
}

impl Evidence {
    /// Takes the words of markup that extraction wrote.
    pub(super) fn of_markup(html: &str) -> Evidence {
        let mut evidence = Evidence::default();
        let mut line = String::new();
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            text_of(&rest[..at], &mut line);
            let tag = &rest[at + 1..];
            let Some(end) = tag.find('>') else {
                rest = "";
                break;
            };
            let name = tag[..end].trim_start_matches('/');
            let name = name
                .split(|c: char| !c.is_ascii_alphanumeric())
                .next()
                .unwrap_or_default();
            let inline = matches!(
                name,
                "a" | "b"
                    | "strong"
                    | "em"
                    | "i"
                    | "u"
                    | "span"
                    | "code"
                    | "sub"
                    | "sup"
                    | "font"
                    | "q"
                    | "cite"
                    | "hi"
            );
            if !inline {
                evidence.add(&line);
                line.clear();
            }
            rest = &tag[end + 1..];
        }
        text_of(rest, &mut line);
        evidence.add(&line);
        evidence
    }

    /// Takes the words of one more line.
    pub(super) fn add(&mut self, line: &str) {
        let words = hashes(line);
        if words.is_empty() {
            return;
        }
        self.letters += line.chars().filter(|c| c.is_alphanumeric()).count();
        self.lines.insert(joined(&words));
        self.runs.extend(words.windows(RUN).map(joined));
    }

    /// How much of a line is in it, from 0 to 1: all or nothing of what is shorter than a run.
    pub(super) fn share(&self, line: &str) -> f32 {
        let words = hashes(line);
        if words.is_empty() || self.lines.is_empty() {
            return 0.0;
        }
        if self.lines.contains(&joined(&words)) {
            return 1.0;
        }
        let runs = words.windows(RUN);
        let all = runs.len().max(1);
        runs.filter(|run| self.runs.contains(&joined(run))).count() as f32 / all as f32
    }
}

/// Text between tags; what is escaped in it parts words, as the sign that is meant does.
fn text_of(escaped: &str, line: &mut String) {
    let mut rest = escaped;
    while let Some(at) = rest.find('&') {
        line.push_str(&rest[..at]);
        line.push(' ');
        rest = &rest[at + 1..];
        let end = rest.bytes().take(10).position(|b| b == b';');
        rest = end.map_or(rest, |end| &rest[end + 1..]);
    }
    line.push_str(rest);
}

/// The words of a line as numbers; of writing without spaces, every sign is a word.
fn hashes(line: &str) -> Vec<u64> {
    let mut words = Vec::new();
    let mut hash = 0_u64;
    for c in line.chars() {
        let whole = matches!(c as u32, 0x0E00..=0x0E7F | 0x3040..=0x30FF | 0x3400..=0x9FFF);
        if whole || !c.is_alphanumeric() {
            if hash != 0 {
                words.push(hash);
            }
            hash = 0;
        }
        if c.is_alphanumeric() {
            for c in c.to_lowercase() {
                let seed = if hash == 0 {
                    0xcbf2_9ce4_8422_2325
                } else {
                    hash
                };
                hash = (seed ^ u64::from(c as u32)).wrapping_mul(0x100_0000_01b3);
            }
        }
        if whole && hash != 0 {
            words.push(hash);
            hash = 0;
        }
    }
    if hash != 0 {
        words.push(hash);
    }
    words
}

fn joined(words: &[u64]) -> u64 {
    words.iter().fold(words.len() as u64, |hash, word| {
        (hash.rotate_left(17) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    })
}

#[cfg(test)]
mod tests {
    use super::Evidence;

    #[test]
    fn lines_are_known_again() {
        let evidence = Evidence::of_markup(
            "<p>The dam at <b>Karrow</b> will be drained &amp; sealed.</p><h2>Who pays</h2>",
        );
        assert_eq!(evidence.share("Who pays"), 1.0);
        assert_eq!(
            evidence.share("The dam at Karrow will be drained & sealed."),
            1.0
        );
        assert!(evidence.share("The dam at Karrow will be sold.") > 0.5);
        assert_eq!(evidence.share("pays"), 0.0);
        assert_eq!(evidence.share(""), 0.0);
        assert_eq!(Evidence::of_markup("一个约定").share("个约定信"), 0.5);
    }
}
