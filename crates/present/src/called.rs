//! What pages call kinds of findings and what these are about: one word for each, on every page.

use crosswire_record::{About, Finding, FindingKind, Mark, Word};

/// Findings that are less likely right than this are called possible.
pub const DOUBTFUL: f64 = 0.5;

/// What a kind is called: over one finding, and over several.
#[must_use]
pub fn kind(kind: FindingKind) -> (&'static str, &'static str) {
    match kind {
        FindingKind::Conflict => ("Conflict", "Conflicts"),
        FindingKind::Update => ("Update", "Updates"),
        FindingKind::QuoteVariant => ("Altered quotation", "Altered quotations"),
        FindingKind::Refinement => ("More and less exact", "More and less exact"),
        FindingKind::Agreement => ("Agreement", "Agreements"),
        FindingKind::SingleSource => ("Only in one report", "Only in one report"),
        FindingKind::Revision => ("Revision", "Revisions"),
    }
}

/// What a person holds of a finding as it stands; `None` where it says something else since.
fn settled(finding: &Finding) -> Option<&Mark> {
    finding.verdict().filter(|mark| mark.as_marked.is_none())
}

/// Whether a finding is as likely wrong as right, and nobody has confirmed or explained it.
#[must_use]
pub fn is_possible(finding: &Finding) -> bool {
    let said = settled(finding).is_some_and(|mark| mark.word != Word::Wrong);
    finding.confidence < DOUBTFUL && !said
}

/// Whether a person has said of a finding, as it stands, what it is: then how likely it was thought right says nothing more.
#[must_use]
pub fn is_judged(finding: &Finding) -> bool {
    settled(finding).is_some()
}

/// What a finding is called: by its kind, and by what a person holds of it; as possible where nobody does and it is doubtful.
#[must_use]
pub fn titled(finding: &Finding) -> String {
    let (one, _) = kind(finding.kind);
    let said = finding.verdict().and_then(|mark| {
        let word = match mark.word {
            Word::Confirmed => "confirmed",
            Word::Wrong => "held to be wrong",
            Word::Explained => "explained",
            Word::Unmarked => return None,
        };
        let then = if mark.as_marked.is_some() {
            " before it changed"
        } else {
            ""
        };
        Some(format!("{word} by {}{then}", mark.name))
    });
    let name = if is_possible(finding) {
        format!("Possible: {}", one.to_lowercase())
    } else {
        one.to_owned()
    };
    match said {
        Some(said) => format!("{name}, {said}"),
        None => name,
    }
}

/// How many of a kind, those that are only possible apart: "5 conflicts, 1 possible", "1 possible conflict".
#[must_use]
pub fn counted(of: FindingKind, sure: usize, possible: usize) -> String {
    let (one, many) = kind(of);
    let name = |n: usize| if n == 1 { one } else { many }.to_lowercase();
    let is_noun = !matches!(of, FindingKind::Refinement | FindingKind::SingleSource);
    match (sure, possible) {
        (n, 0) => format!("{n} {}", name(n)),
        (0, n) if is_noun => format!("{n} possible {}", name(n)),
        (0, n) => format!("{n} {}, possible", name(n)),
        (n, m) => format!("{n} {}, {m} possible", name(n)),
    }
}

/// What a kind means, for whoever meets it first.
#[must_use]
pub fn means(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Conflict => "cannot all be true as written",
        FindingKind::Update => "a later report says otherwise; it may have changed in between",
        FindingKind::QuoteVariant => {
            "one utterance, printed in different words; which are the true ones is not known"
        }
        FindingKind::Refinement => "all can be true; some say it more exactly than others",
        FindingKind::Agreement => "told by several reports",
        FindingKind::SingleSource => "told by no other report of the story",
        FindingKind::Revision => "a later version of the same report says otherwise",
    }
}

/// What a finding is about, as it follows the word "about".
#[must_use]
pub fn about(about: About) -> &'static str {
    match about {
        About::Time => "a time",
        About::Place => "a place",
        About::Quantity => "a number or amount",
        About::Participant => "who is involved",
        About::Outcome => "what happened",
        About::Attribution => "who said it",
        About::Quote => "the wording",
    }
}

#[cfg(test)]
mod tests {
    use crosswire_record::{About, AsMarked, Finding, FindingKind, Mark, Word};

    use super::{counted, is_judged, is_possible, titled};

    fn marked(confidence: f64, word: Option<Word>) -> Finding {
        let mut finding = Finding::new("f", FindingKind::Conflict, About::Time);
        finding.confidence = confidence;
        finding.marks.extend(word.map(|word| Mark {
            word,
            note: String::new(),
            name: "Ida".to_owned(),
            at: String::new(),
            finding: "f".to_owned(),
            taken_back: false,
            as_marked: None,
        }));
        finding
    }

    #[test]
    fn what_a_person_holds_comes_before_what_is_likely() {
        for (confidence, word, told, possible) in [
            (0.35, None, "Possible: conflict", true),
            (0.8, None, "Conflict", false),
            (
                0.35,
                Some(Word::Confirmed),
                "Conflict, confirmed by Ida",
                false,
            ),
            (
                0.35,
                Some(Word::Explained),
                "Conflict, explained by Ida",
                false,
            ),
            (
                0.8,
                Some(Word::Wrong),
                "Conflict, held to be wrong by Ida",
                false,
            ),
            (0.8, Some(Word::Unmarked), "Conflict", false),
        ] {
            let finding = marked(confidence, word);
            assert_eq!(
                (titled(&finding).as_str(), is_possible(&finding)),
                (told, possible)
            );
        }
        let mut changed = marked(0.35, Some(Word::Confirmed));
        changed.marks[0].as_marked = Some(Box::new(AsMarked {
            kind: FindingKind::Conflict,
            question: String::new(),
            explanation: String::new(),
            values: Vec::new(),
            evidence: Vec::new(),
        }));
        assert_eq!(
            titled(&changed),
            "Possible: conflict, confirmed by Ida before it changed"
        );
        assert!(!is_judged(&changed));
    }

    #[test]
    fn what_is_only_possible_is_counted_apart() {
        for (of, sure, possible, told) in [
            (FindingKind::Conflict, 5, 1, "5 conflicts, 1 possible"),
            (FindingKind::Conflict, 1, 0, "1 conflict"),
            (FindingKind::Update, 0, 2, "2 possible updates"),
            (
                FindingKind::Refinement,
                0,
                1,
                "1 more and less exact, possible",
            ),
        ] {
            assert_eq!(counted(of, sure, possible), told);
        }
    }
}
