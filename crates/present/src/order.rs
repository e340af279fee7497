//! What an editor needs first: how much a finding weighs, for people only. JSON and exports keep the
//! order of the analysis.
//!
//! What changes the sense comes before what does not (a hedge that was dropped, a name, a number,
//! before an "Oh"); tolls and numbers come first among conflicts; then what more independent origins
//! tell, what stands in headlines and at the head of reports, and what is surer. An agreement whose claim
//! cannot be read by itself comes after those that can.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crosswire_record::{About, Between, Finding, FindingKind, FindingValue, Normal, PartKind};

use crate::outcome::StoryOutcome;

/// What a kind weighs by itself.
const CONFLICT: f64 = 3.0;
const UPDATE: f64 = 2.7;
const QUOTE: f64 = 1.2;
/// What is said of a toll, of another number.
const TOLL: f64 = 1.6;
const NUMBER: f64 = 0.7;
/// What an altered quotation gains by the weightiest of its changes.
const SENSE: f64 = 1.8;
const WORD: f64 = 0.9;
/// For each origin beyond two, up to so much.
const ORIGIN: f64 = 0.3;
const MOST_ORIGINS: f64 = 1.2;
/// In a headline, and at the head of a report: its first characters.
const HEADLINE: f64 = 0.8;
const HEAD: f64 = 0.5;
const HEAD_CHARACTERS: usize = 700;
/// For those that only sources differ on.
const SOURCES: f64 = -0.6;
/// For an agreement on all of its clause.
const AGREED: f64 = 1.0;
/// Words of a change from which on it is a sentence that is cut otherwise, rather than a word that differs.
const MANY_WORDS: usize = 12;

struct Words {
    by_class: HashMap<&'static str, HashSet<&'static str>>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut by_class: HashMap<&str, HashSet<&str>> = HashMap::new();
    for line in include_str!("../data/weight.tsv").lines() {
        if let Some((class, words)) = line.split_once('\t').filter(|_| !line.starts_with('#')) {
            let known = by_class.entry(class).or_default();
            known.extend(words.split(' '));
        }
    }
    Words { by_class }
});

impl Words {
    fn has(&self, class: &str, word: &str) -> bool {
        self.by_class
            .get(class)
            .is_some_and(|words| words.contains(word))
    }
}

/// The findings of a story in the order in which a person should read them: what is disputed, what is
/// sharper, what is agreed, what only one says, each the weightiest first.
#[must_use]
pub fn for_people(findings: &[Finding]) -> Vec<&Finding> {
    let mut all: Vec<(&Finding, f64)> = findings
        .iter()
        .map(|finding| (finding, weight(finding)))
        .collect();
    // Stable: equals stay in the order of the analysis.
    all.sort_by(|(a, x), (b, y)| group(a).cmp(&group(b)).then(y.total_cmp(x)));
    all.into_iter().map(|(finding, _)| finding).collect()
}

/// Stories, those first whose disputes weigh most; then those that more reports tell.
#[must_use]
pub fn stories(stories: &[StoryOutcome]) -> Vec<&StoryOutcome> {
    let disputed = |story: &StoryOutcome| {
        let disputes = story.findings.iter().filter(|f| f.kind.is_dispute());
        disputes.map(weight).sum::<f64>()
    };
    let mut all: Vec<(&StoryOutcome, f64)> = stories
        .iter()
        .map(|story| (story, disputed(story)))
        .collect();
    all.sort_by(|(a, x), (b, y)| {
        let told = |story: &StoryOutcome| Reverse((story.origins, story.reports.len()));
        y.total_cmp(x).then(told(a).cmp(&told(b)))
    });
    all.into_iter().map(|(story, _)| story).collect()
}

/// Whether the claim of a finding needs the text around it to be understood.
#[must_use]
pub fn leans(finding: &Finding) -> bool {
    finding.claim.as_ref().is_some_and(|claim| claim.leans)
}

/// What is disputed, what is sharper, and so on.
fn group(finding: &Finding) -> (u8, Reverse<bool>) {
    let group = match finding.kind {
        kind if kind.is_dispute() => 0,
        FindingKind::Revision => 1,
        FindingKind::Refinement => 2,
        FindingKind::Agreement => 3,
        _ => 4,
    };
    // Copies of one text agree, but that tells nobody anything; and what is agreed or sharper comes later
    // where it cannot be read by itself.
    let tells = match group {
        2 => !leans(finding),
        3 => finding.origins > 1 && !leans(finding),
        _ => true,
    };
    (group, Reverse(tells))
}

/// The order of [`for_people`] as one number, higher first, for lists that are too long to sort.
#[must_use]
pub fn rank(finding: &Finding) -> i64 {
    let (group, Reverse(tells)) = group(finding);
    let group = i64::from(4 - group) * 2 + i64::from(tells);
    group * 1_000_000 + (weight(finding).clamp(0.0, 900.0) * 1000.0) as i64
}

/// How much a finding weighs beside others of its group.
#[must_use]
pub fn weight(finding: &Finding) -> f64 {
    let mut weight = match finding.kind {
        FindingKind::Conflict => CONFLICT,
        FindingKind::Update => UPDATE,
        FindingKind::QuoteVariant => QUOTE + altered(finding),
        _ => 0.0,
    };
    weight += match finding.about {
        About::Quantity if is_toll(finding) => TOLL,
        About::Quantity | About::Outcome | About::Participant => NUMBER,
        About::Place => NUMBER / 2.0,
        About::Time | About::Attribution | About::Quote => 0.0,
    };
    weight += (ORIGIN * finding.origins.saturating_sub(2) as f64).min(MOST_ORIGINS);
    if finding.evidence.iter().any(|row| row.in_title) {
        weight += HEADLINE;
    }
    // How far down it stands where it stands highest.
    let first = finding
        .evidence
        .iter()
        .map(|row| if row.in_title { 0 } else { row.start })
        .min();
    let down = first.unwrap_or(HEAD_CHARACTERS) as f64 / HEAD_CHARACTERS as f64;
    weight += HEAD / (1.0 + down);
    if finding.between == Between::Sources {
        weight += SOURCES;
    }
    if finding.kind == FindingKind::Agreement {
        weight += AGREED * agreed(finding);
    }
    weight + finding.confidence
}

/// How much of the clause that heads an agreement is agreed.
fn agreed(finding: &Finding) -> f64 {
    let of = |kind: PartKind| -> f64 {
        let parts = finding.claim.iter().flat_map(|claim| &claim.parts);
        let own = parts.filter(|part| part.kind == kind);
        own.map(|part| part.text.len() as f64).sum()
    };
    match (of(PartKind::Value), of(PartKind::Text)) {
        (0.0, _) => 1.0,
        (value, text) => value / (value + text),
    }
}

/// Whether it tells how many came to harm, rather than how old somebody is who did.
fn is_toll(finding: &Finding) -> bool {
    let aged = |value: &FindingValue| {
        let unit = match &value.normal {
            Normal::Interval(interval) => interval.unit.as_str(),
            _ => "",
        };
        words(&value.value)
            .chain(words(unit))
            .any(|word| WORDS.has("age", &word))
    };
    if finding.values.iter().any(aged) {
        return false;
    }
    let told = finding.evidence.iter().map(|row| row.text.as_str());
    let claim = finding.claim.iter().map(|claim| claim.text.as_str());
    let mut words = claim.chain(told).flat_map(words);
    words.any(|word| WORDS.has("toll", &word))
}

/// What the weightiest change of a quotation is worth.
fn altered(finding: &Finding) -> f64 {
    let changes = finding.changed.iter().filter(|change| change.meaning);
    changes
        .map(|change| change_of(&change.from, &change.to))
        .fold(0.0, f64::max)
}

fn change_of(from: &str, to: &str) -> f64 {
    let [from_words, to_words] = [from, to].map(|side| words(side).collect::<Vec<String>>());
    let longest = from_words.len().max(to_words.len());
    let apart = from_words
        .iter()
        .filter(|word| !to_words.contains(word))
        .chain(to_words.iter().filter(|word| !from_words.contains(word)));
    let apart: Vec<&String> = apart.collect();
    let any = |class: &str| apart.iter().any(|word| WORDS.has(class, word));
    let number = apart
        .iter()
        .any(|word| word.chars().any(|char| char.is_ascii_digit()));
    let names = |side: &str| {
        let mut words = side.split_whitespace().skip(1);
        words.any(|word| word.starts_with(char::is_uppercase) && word.len() > 1)
    };
    // Words that are only left out may be the window of another outlet.
    let cut = if from_words.is_empty() || to_words.is_empty() {
        0.6
    } else {
        1.0
    };
    let worth = if apart.is_empty() || apart.iter().all(|word| WORDS.has("idle", word)) {
        0.0
    } else if any("not") || any("hedge") || number || names(from) != names(to) {
        SENSE
    } else {
        WORD
    };
    if longest > MANY_WORDS {
        cut * worth / 2.0
    } else {
        cut * worth
    }
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|char: char| !char.is_alphanumeric() && char != '\'' && char != '’')
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase().replace('’', "'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_read() {
        for class in ["age", "toll", "hedge", "not", "idle"] {
            assert!(WORDS.by_class[class].len() > 4, "{class}");
        }
        assert!(WORDS.has("toll", "killed") && !WORDS.has("idle", "killed"));
    }

    #[test]
    fn an_agreement_that_leans_on_its_text_comes_after_those_that_stand_alone() {
        let agreed = |id: &str, leans: bool, confidence: f64| -> Finding {
            let told = serde_json::json!({
                "id": id, "kind": "agreement", "about": "outcome", "between": "reports",
                "question": id, "explanation": "", "origins": 2, "confidence": confidence,
                "assumptions": [], "changed": [], "values": [], "evidence": [],
                "claim": {"text": id, "parts": [], "leans": leans},
            });
            serde_json::from_value(told).expect("a finding")
        };
        let all = [
            agreed("she left", true, 0.9),
            agreed("Brell left", false, 0.5),
        ];
        let ids: Vec<&str> = for_people(&all).iter().map(|one| &*one.id).collect();
        assert_eq!(ids, ["Brell left", "she left"]);
        assert!(rank(&all[1]) > rank(&all[0]));
    }

    #[test]
    fn what_changes_the_sense_weighs_more() {
        let idle = change_of("Oh", "");
        let word = change_of("reach", "recover");
        let hedge = change_of("may go", "will go");
        let denied = change_of("is", "is not");
        assert!(
            idle < word && word < hedge && word < denied,
            "{idle} {word} {hedge} {denied}"
        );
        assert!(change_of("12 boats", "14 boats") > word);
    }
}
