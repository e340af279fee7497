//! Who holds which value of a finding, each in the words of its own report: no list gives a report words of another's.

use std::collections::BTreeSet;

use crosswire_record::{About, Finding, FindingKind, PartKind};

/// The reports that say one thing in the same words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held<'f> {
    /// Which value of the finding it is.
    pub number: usize,
    /// What these reports say for it.
    pub words: String,
    /// Whether that says less than the value: "Tuesday night" for "10 p.m.".
    pub vague: bool,
    /// Whether words before it say the same value: "Fourteen people" after "14".
    pub again: bool,
    /// The reports, in the order of their publication.
    pub reports: Vec<&'f str>,
}

impl Held<'_> {
    /// What a list says before the words: that they are less exact, or the same value as words before.
    #[must_use]
    pub fn lead(&self) -> &'static str {
        match (self.vague, self.again) {
            (true, _) => "less exact: ",
            (_, true) => "the same: ",
            _ => "",
        }
    }
}

/// Who holds what, each report in its own words and those of equal words together: by value, what changed in the order in
/// which it was published; what says less comes after all of it. `first` is when a report was published.
#[must_use]
pub fn held<'f>(finding: &'f Finding, first: &dyn Fn(&str) -> Option<i64>) -> Vec<Held<'f>> {
    let at = |report: &str| first(report).unwrap_or(i64::MAX);
    let mut all: Vec<Held<'f>> = Vec::new();
    for (number, value) in finding.values.iter().enumerate() {
        for report in &value.reports {
            let words = said(finding, report, number);
            let vague = is_vague(finding, report, number);
            let folded = words.to_lowercase();
            let same = all.iter_mut().find(|held| {
                (held.number == number || vague)
                    && held.vague == vague
                    && held.words.to_lowercase() == folded
            });
            match same {
                Some(held) if held.reports.contains(&report.as_str()) => {}
                Some(held) => held.reports.push(report),
                None => all.push(Held {
                    number,
                    words,
                    vague,
                    again: false,
                    reports: vec![report],
                }),
            }
        }
    }
    for held in &mut all {
        held.reports.sort_by_key(|report| at(report));
    }
    let begins = |held: &Held<'_>| held.reports.first().map_or(i64::MAX, |report| at(report));
    if finding.kind == FindingKind::Update {
        all.sort_by_key(|held| (held.vague, begins(held), held.number));
    } else {
        all.sort_by_key(|held| (held.vague, held.number, begins(held)));
    }
    for at in 1..all.len() {
        let (before, held) = all.split_at_mut(at);
        let same = |other: &Held<'_>| !other.vague && other.number == held[0].number;
        held[0].again = !held[0].vague && before.iter().any(same);
    }
    all
}

/// What a report says for the value that it holds; of an altered quotation the words in which it differs.
#[must_use]
pub fn said(finding: &Finding, report: &str, number: usize) -> String {
    if finding.kind == FindingKind::QuoteVariant {
        let words = finding.changed.iter().map(|change| match number {
            0 => change.from.as_str(),
            _ => change.to.as_str(),
        });
        let words: Vec<&str> = words.filter(|words| !words.is_empty()).collect();
        return if words.is_empty() {
            "without these words".to_owned()
        } else {
            format!("“{}”", words.join(" … "))
        };
    }
    let value = finding.values.get(number).map_or("", |v| v.value.as_str());
    own_words(finding, report, number)
        .unwrap_or(value)
        .to_owned()
}

/// Whether what a report says is less than the value: of a time, words without a number for a clock or a date; of what some
/// say more exactly, whatever is not the exact value.
#[must_use]
pub fn is_vague(finding: &Finding, report: &str, number: usize) -> bool {
    if finding.kind == FindingKind::Refinement {
        return sharpest(finding).is_some_and(|sharp| sharp != number);
    }
    let value = finding.values.get(number).map_or("", |v| v.value.as_str());
    let numeral = |words: &str| words.contains(|char: char| char.is_ascii_digit());
    finding.about == About::Time
        && numeral(value)
        && own_words(finding, report, number).is_some_and(|own| !numeral(own))
}

/// Which value of a refinement is the exact one: the one that stands in its sentence.
#[must_use]
pub fn sharpest(finding: &Finding) -> Option<usize> {
    let mut parts = finding.claim.iter().flat_map(|claim| &claim.parts);
    let sharp = parts.find(|part| part.kind == PartKind::Value)?;
    let mut values = finding.values.iter();
    values.position(|value| value.value == sharp.text && value.reports.contains(&sharp.report))
}

/// The words of a report for a value. Where it holds several, only words that are the value's are told apart.
#[must_use]
pub fn own_words<'f>(finding: &'f Finding, report: &str, number: usize) -> Option<&'f str> {
    let value = finding.values.get(number)?.value.trim();
    let rows = finding.evidence.iter();
    let mut own = rows
        .filter(|row| row.report == report && row.revision.is_none())
        .map(|row| row.value.trim())
        .filter(|own| !own.is_empty());
    let holds = finding.values.iter();
    let holds = holds.filter(|value| value.reports.iter().any(|id| id == report));
    if holds.count() > 1 {
        own.find(|own| own.eq_ignore_ascii_case(value))
    } else {
        own.next()
    }
}

/// How many reports a finding rests on.
#[must_use]
pub fn told_by(finding: &Finding) -> usize {
    let rows = finding.evidence.iter();
    rows.map(|row| row.report.as_str())
        .collect::<BTreeSet<&str>>()
        .len()
}

/// The report whose sentence stands around the values of a claim, where it is one's and not of all that the finding rests on.
#[must_use]
pub fn framed_by(finding: &Finding) -> Option<&str> {
    let parts = &finding.claim.as_ref()?.parts;
    let has_value = parts.iter().any(|part| part.kind == PartKind::Value);
    let framed = matches!(
        finding.kind,
        FindingKind::Conflict
            | FindingKind::Update
            | FindingKind::Refinement
            | FindingKind::Agreement
    );
    let words = parts
        .iter()
        .find(|part| part.kind == PartKind::Text && part.text.chars().any(char::is_alphabetic))?;
    (framed && has_value).then_some(words.report.as_str())
}

#[cfg(test)]
mod tests {
    use crosswire_record::{
        About, Change, Claim, ClaimPart, Evidence, Finding, FindingKind, FindingValue, More,
        Normal, PartKind,
    };

    use super::{framed_by, held, is_vague};

    fn value(value: &str, reports: &[&str]) -> FindingValue {
        FindingValue {
            value: value.to_owned(),
            normal: Normal::None,
            reports: reports.iter().map(|&id| id.to_owned()).collect(),
            more: More::default(),
        }
    }

    fn row(report: &str, value: &str) -> Evidence {
        Evidence {
            report: report.to_owned(),
            text: format!("It happened {value}."),
            value: value.to_owned(),
            ..Evidence::default()
        }
    }

    fn finding(kind: FindingKind, about: About) -> Finding {
        Finding {
            values: vec![value("10 p.m.", &["a", "b"]), value("11 p.m.", &["c"])],
            evidence: vec![
                row("a", "10 p.m."),
                row("b", "Tuesday night"),
                row("c", "11 p.m."),
            ],
            ..Finding::new("f", kind, about)
        }
    }

    fn told(finding: &Finding, order: &[&str]) -> Vec<String> {
        let first = |id: &str| {
            order
                .iter()
                .position(|known| *known == id)
                .map(|at| at as i64)
        };
        let all = held(finding, &first).into_iter();
        all.map(|held| format!("{}{} {}", held.lead(), held.words, held.reports.join(",")))
            .collect()
    }

    #[test]
    fn each_report_has_its_own_words_and_those_that_say_less_come_last() {
        let conflict = finding(FindingKind::Conflict, About::Time);
        assert_eq!(
            told(&conflict, &["a", "b", "c"]),
            ["10 p.m. a", "11 p.m. c", "less exact: Tuesday night b"]
        );
        let mut injured = finding(FindingKind::Conflict, About::Quantity);
        injured.values = vec![value("14", &["a", "b", "d"]), value("16", &["c"])];
        injured.evidence = vec![
            row("a", "14"),
            row("b", "Fourteen people"),
            row("c", "16"),
            row("d", "fourteen people"),
        ];
        assert_eq!(
            told(&injured, &["d", "c", "b", "a"]),
            ["Fourteen people d,b", "the same: 14 a", "16 c"]
        );
    }

    #[test]
    fn what_changed_is_in_the_order_of_time() {
        let update = finding(FindingKind::Update, About::Quantity);
        assert_eq!(
            told(&update, &["c", "a", "b"]),
            ["11 p.m. c", "10 p.m. a", "the same: Tuesday night b"]
        );
    }

    #[test]
    fn a_report_of_two_values_has_each_in_its_place() {
        let mut both = finding(FindingKind::Conflict, About::Quantity);
        both.values = vec![value("14", &["a"]), value("16", &["a"])];
        both.evidence = vec![row("a", "16"), row("a", "14")];
        assert_eq!(told(&both, &[]), ["14 a", "16 a"]);
    }

    #[test]
    fn of_a_quotation_the_words_that_differ_are_told() {
        let mut altered = finding(FindingKind::QuoteVariant, About::Quote);
        altered.changed = vec![Change {
            from: "reach".to_owned(),
            to: "recover".to_owned(),
            meaning: true,
            more: More::default(),
        }];
        assert_eq!(
            told(&altered, &["a", "b", "c"]),
            ["“reach” a,b", "“recover” c"]
        );
    }

    #[test]
    fn the_sentence_around_the_values_is_one_reports() {
        let part = |kind, text: &str, report: &str| ClaimPart {
            kind,
            text: text.to_owned(),
            report: report.to_owned(),
            start: 0,
            end: 0,
            in_title: false,
            revision: None,
        };
        let mut conflict = finding(FindingKind::Refinement, About::Time);
        assert_eq!(framed_by(&conflict), None);
        conflict.claim = Some(Claim {
            text: String::new(),
            parts: vec![
                part(PartKind::Value, "10 p.m.", "a"),
                part(PartKind::Value, "11 p.m.", "c"),
                part(PartKind::Text, " was when it sank", "a"),
            ],
            leans: false,
        });
        assert_eq!(framed_by(&conflict), Some("a"));
        assert!(!is_vague(&conflict, "a", 0) && is_vague(&conflict, "c", 1));
        conflict.kind = FindingKind::QuoteVariant;
        assert_eq!(framed_by(&conflict), None, "the words of who is quoted");
    }
}
