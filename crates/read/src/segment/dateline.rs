//! "LONDON (AP) —": where a report was filed from, at the start of its first paragraph.

use std::sync::LazyLock;

use regex::Regex;

const MONTH: &str =
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}(?:,?\s+\d{4})?";
const AGENCY: &str = r"\((?:AP|AFP|Reuters|UPI|CNN|PTI|ANI|IANS|dpa|DPA|EFE|Xinhua|TASS|Kyodo|Bloomberg|[A-Z][A-Za-z]{1,11}(?: [A-Z][A-Za-z]+){0,2})\)";
const CITY: &str = r"\p{Lu}[\p{Lu}.'’-]+(?:[ -][\p{Lu}.'’-]{2,}){0,3}";
const REGION: &str = r"(?:[,/]\s+[\p{Lu}][\p{L}.'’ -]{0,24}?){0,2}";
const DASH: &str = r"(?:—|–|--|-|―|:)";

/// A city in capitals, or any city before an agency in brackets, then a dash.
static FULL: LazyLock<Regex> = LazyLock::new(|| {
    let day = format!(r"(?:[,.]?\s+{MONTH})?");
    let mixed = r"\p{Lu}[\p{L}.'’-]+(?: [\p{L}.'’-]+){0,3}";
    regex(&format!(
        r"^(?:{CITY}{REGION}{day}\s*(?:{AGENCY})?\s*{DASH}+\s|{mixed}{REGION}{day}\s*{AGENCY}\s*{DASH}+\s?|{AGENCY}\s*{DASH}+\s?)"
    ))
});

/// A place or nothing, an agency in brackets, and no dash: "Tirana, Albania (CNN) Some".
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    let agency = r"\((?:AP|AFP|Reuters|CNN|UPI|CNN Business|Xinhua)\)";
    regex(&format!(
        r"^(?:\p{{Lu}}[\p{{L}}.'’-]+(?: \p{{Lu}}[\p{{L}}.'’-]+){{0,3}}{REGION}\s*)?{agency}\s*"
    ))
});

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns of this file are well-formed")
}

/// How many bytes of `line` are a dateline; zero if it has none.
pub(crate) fn dateline(line: &str) -> usize {
    let found = FULL.find(line).or_else(|| BARE.find(line));
    let Some(found) = found else { return 0 };
    let rest = line[found.end()..].trim_start();
    // A dateline is followed by a sentence; a heading in capitals or a score is not one.
    let sentence = rest
        .chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || c.is_numeric() || "“\"'‘$€£".contains(c));
    if !sentence || rest.split_whitespace().nth(3).is_none() || found.len() > 90 {
        return 0;
    }
    // "US — The" and "BREAKING: Fire" start with capitals that are no place.
    let place = line[..found.end()].trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')');
    let shouted = matches!(
        place,
        "BREAKING"
            | "UPDATE"
            | "UPDATED"
            | "VIDEO"
            | "WATCH"
            | "EXCLUSIVE"
            | "OPINION"
            | "ANALYSIS"
            | "READ"
            | "READ MORE"
            | "MORE"
            | "RELATED"
            | "CORRECTION"
            | "NOTE"
            | "PHOTOS"
            | "LIVE"
            | "HOST"
            | "BYLINE"
    );
    // A colon only ends a dateline after an agency: "SMITH: Good morning" is a transcript.
    let colon = line[..found.end()].trim_end().ends_with(':') && !place.ends_with(')');
    if shouted || colon { 0 } else { found.end() }
}

#[cfg(test)]
mod tests {
    use super::dateline;

    #[test]
    fn where_it_was_filed_from() {
        for (line, words) in [
            (
                "PORT ELLERY (AP) — Two boats sank on Monday.",
                "PORT ELLERY (AP) —",
            ),
            (
                "VELMORA, Dec 8 (Reuters) - Two boats sank on Monday.",
                "VELMORA, Dec 8 (Reuters) -",
            ),
            (
                "ST. AMBROSE, Kestria -- Two boats sank on Monday.",
                "ST. AMBROSE, Kestria --",
            ),
            (
                "Port Ellery (CNN) Two boats sank on Monday.",
                "Port Ellery (CNN)",
            ),
            ("(Reuters) - Two boats sank on Monday.", "(Reuters) -"),
            ("VELMORA — “Two boats sank,” she said.", "VELMORA —"),
            ("Two boats sank - one of them new - on Monday.", ""),
            ("BREAKING: Two boats sink in the harbour.", ""),
            ("HARDING: Good to be with you again.", ""),
            ("The agency (AP) reported that two boats sank.", ""),
            ("VELMORA 3-1 ELLERY", ""),
        ] {
            assert_eq!(line[..dateline(line)].trim_end(), words, "{line}");
        }
    }
}
