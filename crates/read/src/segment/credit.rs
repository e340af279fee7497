//! Who made a picture: `... - NAME/AGENCY via Getty Images`, `Photograph: NAME/AP`, `(AP Photo)`.
//!
//! A line that carries such a credit is the caption of the picture. The agencies are in
//! `data/agencies.txt`.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// A line taken apart; a part may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    /// Buttons before everything: "Enlarge this image".
    pub(crate) button: Range<usize>,
    /// A credit before the caption.
    pub(crate) before: Range<usize>,
    /// What the picture shows.
    pub(crate) caption: Range<usize>,
    /// A credit after the caption.
    pub(crate) after: Range<usize>,
    /// Whether the credit is a bare agency in brackets, which also signs reports.
    pub(crate) signs: bool,
}

static AGENCIES: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    include_str!("../../data/agencies.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect()
});

/// Names the maker with a word for pictures: "Photograph: NAME", "Photo by NAME".
static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:^|[.!?”’)\s])(?P<credit>(?:(?:File\s+)?(?:Photograph|Photo|Picture|Image|Video|Illustration|Graphic|Composite)s?(?:\s+[Cc]redit|\s+[Cc]ourtesy(?:\s+of)?|\s+[Cc]opyright)?\s*:|(?:Photo|Picture|Image|Credit|Photograph)s?\s+by:?|(?:Photographer|Credit|Image credit|Picture credit)\s*:|(?:©|\(c\)))\s*\S.{0,90})$",
    )
});
static BRACKETED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?P<credit>[(\[](?P<inside>[^()\[\]]{2,140})[)\]])[.]?$"));
static DASHED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\s(?:[-–—|]|\bvia\b)\s*(?P<inside>[^-–—|]{2,90})$"));
/// "REUTERS/Jane Doe" or "Jane Doe/AP" after the last sentence.
static SLASHED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:^|[.!?”’)\w]\s+)(?P<credit>(?:N\s+){0,4}N\s?/\s?N(?:[\s/]+(?:via\s+)?N){0,5})$"
            .replace('N', r"\p{Lu}(?:\.(?:\p{Lu}\.)*|[\p{L}'’-]+)")
            .as_str(),
    )
});
/// Labels that pages hide from the eye: "Image copyright NAME Image caption WORDS".
static COPYRIGHT_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?P<before>(?:Image|Media|Video|Photo|Picture)\s+(?:copyright|credit|source)\s+.{1,60}?)\s+(?:Image|Media|Video|Photo|Picture)\s+caption\s+(?P<caption>\S.*)$",
    )
});
/// What one presses, left at the start of a caption: names of networks in a row, "Enlarge image".
static BUTTONS: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?i:(?:(?:Facebook|Twitter|X|Google\s?Plus|Pinterest|WhatsApp|LinkedIn|Reddit|Telegram|Messenger|E-?mail)(?:\s+(?:Facebook|Twitter|X|Google\s?Plus|Pinterest|WhatsApp|LinkedIn|Reddit|Telegram|Messenger|E-?mail))+|(?:Enlarge|Expand|Zoom|View)\s+(?:this\s+)?(?:image|photo|picture|gallery)\s*(?:(?:toggle|show|hide)\s+caption)?|(?:toggle|show|hide)\s+caption|(?:Image|Media|Photo|Picture|Video)\s+caption|Play video|\d{1,3} of \d{1,3}|\d{1,3}/\d{1,3}))\s+",
    )
});
static HIDE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\s(?P<button>(?i:hide|show|toggle) (?i:caption)\s+\d+ of \d+)$"));

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns of this file are well-formed")
}

/// Takes a line apart at its credits; `None` if it has none.
pub(crate) fn parts(line: &str) -> Option<Parts> {
    let button = BUTTONS.find(line).map_or(0..0, |found| found.range());
    let from = button.end;
    let rest = &line[from..];
    let shift = |range: Range<usize>| range.start + from..range.end + from;
    let mut parts = Parts {
        button,
        ..Parts::default()
    };
    if rest.ends_with(char::is_numeric)
        && let Some(found) = HIDE.captures(rest)
    {
        let button = found.name("button")?.range();
        parts.caption = shift(0..button.start);
        parts.after = shift(button);
        return Some(parts);
    }
    if let Some(found) = COPYRIGHT_FIRST.captures(line) {
        let caption = found.name("caption")?.range();
        return Some(Parts {
            before: 0..caption.start,
            caption,
            ..Parts::default()
        });
    }
    if is_maker(rest) {
        parts.after = shift(0..rest.len());
        return Some(parts);
    }
    if let Some((range, signs)) = after(rest) {
        parts.after = shift(range.clone());
        let before = before(&rest[..range.start]);
        parts.before = shift(0..before);
        parts.caption = shift(before..range.start);
        parts.signs = signs && before == 0;
        return Some(parts);
    }
    let before = before(rest);
    if before > 0 || !parts.button.is_empty() {
        parts.before = shift(0..before);
        parts.caption = shift(before..rest.len());
        return Some(parts);
    }
    None
}

/// The credit at the end of a line.
fn after(line: &str) -> Option<(Range<usize>, bool)> {
    // What each pattern cannot do without is looked for first: most lines are sentences.
    let may_label = line.contains([':', '©']) || line.contains("by") || line.contains("(c)");
    if may_label && let Some(found) = LABELLED.captures(line) {
        let range = found.name("credit")?.range();
        // "Image: how the city looked." is a sentence, a credit is a few names.
        if names_only(&line[range.clone()]) {
            return Some((range, false));
        }
    }
    let bracket = line.strip_suffix('.').unwrap_or(line).ends_with([')', ']']);
    if bracket && let Some(found) = BRACKETED.captures(line) {
        let inside = found["inside"].trim();
        if is_credit(inside) {
            return Some((found.name("credit")?.start()..line.len(), is_agency(inside)));
        }
    }
    if let Some(found) = DASHED.captures(line) {
        let inside = found.name("inside")?;
        if is_maker(inside.as_str()) && !is_wordy(inside.as_str()) {
            return Some((found.get(0)?.start()..line.len(), false));
        }
    }
    if !line.contains('/') {
        return None;
    }
    let found = SLASHED.captures(line)?;
    let credit = found.name("credit")?;
    // Only what is known as an agency may end a line that says more, and the capitalised words
    // before the agency may be the caption's: "in Port Ellery REUTERS/Jo Arden".
    if pieces(credit.as_str()).any(is_agency) {
        return Some((credit.range(), false));
    }
    let first = credit.as_str().split('/').next()?;
    let agency = first
        .match_indices(' ')
        .map(|(space, _)| space + 1)
        .find(|&at| is_agency(&first[at..]));
    match agency {
        Some(at) => Some((credit.start() + at..credit.end(), false)),
        None => (credit.start() == 0).then(|| (credit.range(), false)),
    }
}

/// How many bytes at the start of a line without a full stop are an agency: "Getty Images Crowds".
fn before(line: &str) -> usize {
    if line
        .trim_end()
        .ends_with(['.', '!', '?', '”', '"', ':', ','])
    {
        return 0;
    }
    let mut end = 0;
    let mut taken = 0;
    for word in line.split_inclusive(' ').take(5) {
        end += word.len();
        if is_agency(line[..end].trim()) {
            taken = end;
        }
    }
    let Some(rest) = line.get(taken..).filter(|_| taken > 0) else {
        return 0;
    };
    // Agencies say in what standing the maker worked: "Getty Images - Stringer Crowds at ..."
    let standing = ["- Contributor ", "- Stringer ", "- Handout ", "- Pool "];
    let label = standing
        .iter()
        .find(|label| rest.starts_with(**label))
        .map_or(0, |label| label.len());
    let rest = &rest[label..];
    let starts =
        rest.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "“\"‘'".contains(c));
    let enough = rest.split_whitespace().nth(3).is_some();
    if starts && enough { taken + label } else { 0 }
}

/// Whether words inside brackets name a maker.
fn is_credit(inside: &str) -> bool {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?i)^(?:(?:AP|AFP|file|handout|courtesy|screen)?\s*(?:photo|image|picture|video|photograph|credit|pic|screenshot|illustration)s?(?:\s+(?:by|courtesy|credit|via|from)\b.*)?(?:\s*[:/©].*)?|courtesy\s+(?:of\s+)?\p{L}.*|©.*)$",
        )
    });
    static FOR: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"^\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]+){1,3} for (?:The )?\p{Lu}[\p{L}.'’ -]+$")
    });
    LABEL.is_match(inside) || FOR.is_match(inside) || is_maker(inside)
}

/// Whether the words are a maker and nothing else: an agency, or names and agencies with slashes.
fn is_maker(words: &str) -> bool {
    let words = words.trim().trim_end_matches('.');
    if is_agency(words) {
        return true;
    }
    if words.len() > 120
        || !words.contains('/') && !words.contains(" via ") && !words.contains(", ")
    {
        return false;
    }
    let slashed = words.contains('/') || words.contains(" via ");
    let known = pieces(words).any(is_agency);
    let named = pieces(words).all(|piece| is_agency(piece) || is_name(piece));
    // "Jane Doe/Harbour Post" is a credit; "Ellery/Velmora" need not be one.
    named
        && (known
            || slashed
                && words.contains(' ')
                && pieces(words)
                    .next()
                    .is_some_and(|piece| piece.contains(' ')))
}

fn pieces(words: &str) -> impl Iterator<Item = &str> {
    words
        .split(['/', ',', ';', '|'])
        .flat_map(|piece| piece.split(" via "))
        .map(str::trim)
        .filter(|p| !p.is_empty())
}

/// Whether a piece of a credit is one of the known agencies.
pub(crate) fn is_agency(piece: &str) -> bool {
    let lower = piece.trim().trim_start_matches("via ").to_lowercase();
    let lower = lower.strip_prefix("the ").unwrap_or(&lower);
    AGENCIES.contains(lower)
        || lower
            .strip_suffix(" photo")
            .is_some_and(|name| AGENCIES.contains(name))
}

/// Up to five words that all start as names do.
fn is_name(piece: &str) -> bool {
    let mut count = 0;
    let named = piece.split_whitespace().all(|word| {
        count += 1;
        word.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
            || matches!(
                word,
                "de" | "da"
                    | "di"
                    | "van"
                    | "von"
                    | "der"
                    | "al"
                    | "el"
                    | "bin"
                    | "la"
                    | "le"
                    | "of"
                    | "the"
                    | "and"
                    | "for"
            )
    });
    named && (1..=6).contains(&count)
}

fn names_only(credit: &str) -> bool {
    let after = credit
        .split_once([':', '©'])
        .map_or(credit, |(_, after)| after);
    let after = after.trim_start_matches("by ").trim_end_matches('.');
    let small = after
        .split_whitespace()
        .filter(|word| word.starts_with(char::is_lowercase))
        .count();
    small * 3 <= after.split_whitespace().count() && after.split_whitespace().count() <= 12
}

/// A dash before a clause, not before a name: three or more small words.
fn is_wordy(words: &str) -> bool {
    words
        .split_whitespace()
        .filter(|word| word.starts_with(char::is_lowercase))
        .count()
        > 2
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn the_list_is_sorted_and_without_repeats() {
        let lines: Vec<&str> = include_str!("../../data/agencies.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!(lines.is_sorted_by(|a, b| a < b));
        assert!(
            lines
                .iter()
                .all(|line| *line == line.to_lowercase() && line.trim() == *line)
        );
    }

    #[test]
    fn caption_and_credit() {
        for (line, caption, credit) in [
            (
                "Crews lift the wreck - JO ARDEN/AFP via Getty Images",
                "Crews lift the wreck",
                "- JO ARDEN/AFP via Getty Images",
            ),
            (
                "Crews lift the wreck in Velmora - ARDEN/REUTERS",
                "Crews lift the wreck in Velmora",
                "- ARDEN/REUTERS",
            ),
            (
                "Crews lift the wreck. Photograph: Jo Arden/AP",
                "Crews lift the wreck.",
                "Photograph: Jo Arden/AP",
            ),
            (
                "Crews lift the wreck on Monday. (Jo Arden/Associated Press)",
                "Crews lift the wreck on Monday.",
                "(Jo Arden/Associated Press)",
            ),
            (
                "Crews lift the wreck (Getty)",
                "Crews lift the wreck",
                "(Getty)",
            ),
            (
                "Crews lift the wreck. [Photo/Agencies]",
                "Crews lift the wreck.",
                "[Photo/Agencies]",
            ),
            (
                "Crews lift the wreck on Monday. REUTERS/Jo Arden",
                "Crews lift the wreck on Monday.",
                "REUTERS/Jo Arden",
            ),
            (
                "Crews lift the wreck ©Jo Arden (AFP/File)",
                "Crews lift the wreck",
                "©Jo Arden (AFP/File)",
            ),
            ("Jo Arden/Harbour Post", "", "Jo Arden/Harbour Post"),
        ] {
            let parts = parts(line).unwrap_or_else(|| panic!("no credit in {line}"));
            assert_eq!(
                (line[parts.caption].trim(), line[parts.after].trim()),
                (caption, credit)
            );
        }
        let line = "Getty Images Crews lift the wreck on Monday";
        let found = parts(line).expect("a credit");
        assert_eq!(
            (&line[found.before], &line[found.caption]),
            ("Getty Images ", "Crews lift the wreck on Monday")
        );
        let line = "Image copyright Jo Arden Image caption Crews lift the wreck";
        assert_eq!(
            &line[parts(line).expect("a credit").caption],
            "Crews lift the wreck"
        );
    }

    #[test]
    fn what_is_no_credit() {
        for line in [
            "The ferry - built in 1980 - sank on Monday.",
            "He works for the health agency (WHO).",
            "The vote on either/or questions was close.",
            "Reuters reported that the ferry sank on Monday.",
            "The mayor (left) and her deputy",
            "“It went down,” said Jo Arden - the harbour master",
        ] {
            assert_eq!(parts(line), None, "{line}");
        }
    }
}
