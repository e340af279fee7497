//! Words of a report as a finding shows them.

/// The most bytes of one piece of evidence (and so the most characters).
pub(crate) const MOST_EVIDENCE: usize = 200;

/// Words on one line, cut at a word when long.
pub(crate) fn short(words: &str) -> String {
    const MOST: usize = 90;
    let mut line = String::new();
    for word in words.split_whitespace() {
        if !line.is_empty() {
            if line.len() + word.len() >= MOST {
                line.push('…');
                break;
            }
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
