//! A rule held against what came in.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crosswire_gazetteer::{Lie, lie};
use crosswire_ledger::Changed;
use crosswire_record::{Finding, Normal, NormalInterval, ReportRecord};
use crosswire_report::Report;

use crate::rules::{Move, Of, Ready};
use crate::words::folded;

/// Something that came in.
pub(crate) enum Came<'a> {
    /// A finding that is new or changed.
    Finding(&'a Changed),
    /// A finding of which somebody said something.
    Marked(&'a Finding),
    /// A report, or a new version of one.
    Report(&'a Report, &'a ReportRecord),
}

/// What came in, with its words.
pub(crate) struct Seen<'a> {
    pub(crate) came: Came<'a>,
    /// The outlets of the reports that it rests on.
    outlets: Vec<String>,
    text: OnceCell<Vec<String>>,
    text_before: OnceCell<Vec<String>>,
    names: OnceCell<BTreeSet<String>>,
}

impl<'a> Seen<'a> {
    pub(crate) fn new(came: Came<'a>, outlets: Vec<String>) -> Seen<'a> {
        Seen {
            came,
            outlets,
            text: OnceCell::new(),
            text_before: OnceCell::new(),
            names: OnceCell::new(),
        }
    }

    /// All words that a person would read of it.
    fn text(&self) -> &[String] {
        self.text.get_or_init(|| match &self.came {
            Came::Finding(changed) => of_finding(&changed.now),
            Came::Marked(finding) => of_finding(finding),
            Came::Report(report, _) => {
                let mut words = folded(report.title.as_deref().unwrap_or(""));
                words.push(String::new());
                words.extend(folded(&report.text));
                words
            }
        })
    }

    /// The same of what a finding was before.
    fn text_before(&self, before: &Finding) -> &[String] {
        self.text_before.get_or_init(|| of_finding(before))
    }

    /// Names, of one to three words, that could be those of places.
    fn names(&self) -> &BTreeSet<String> {
        self.names.get_or_init(|| {
            let mut names = BTreeSet::new();
            match &self.came {
                Came::Finding(changed) => names_of_finding(&changed.now, &mut names),
                Came::Marked(finding) => names_of_finding(finding, &mut names),
                Came::Report(report, _) => {
                    names_in(report.title.as_deref().unwrap_or(""), &mut names);
                    names_in(&report.text, &mut names);
                }
            }
            names
        })
    }
}

fn of_finding(finding: &Finding) -> Vec<String> {
    let mut words = Vec::new();
    let mut put = |text: &str| {
        words.extend(folded(text));
        // Nothing that is looked for runs from one text into the next.
        words.push(String::new());
    };
    put(&finding.question);
    put(&finding.explanation);
    for value in &finding.values {
        put(&value.value);
    }
    for evidence in &finding.evidence {
        put(&evidence.text);
        put(evidence.attributed_to.as_deref().unwrap_or(""));
    }
    for change in &finding.changed {
        put(&change.from);
        put(&change.to);
    }
    words
}

fn names_of_finding(finding: &Finding, names: &mut BTreeSet<String>) {
    names_in(&finding.question, names);
    for value in &finding.values {
        names_in(&value.value, names);
    }
    for evidence in &finding.evidence {
        names_in(&evidence.text, names);
    }
}

/// Capitalised words, by themselves and in a row.
fn names_in(text: &str, names: &mut BTreeSet<String>) {
    const MOST: usize = 20_000;
    let words: Vec<&str> = text
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .map(|word| {
            word.strip_suffix("'s")
                .or(word.strip_suffix("’s"))
                .unwrap_or(word)
        })
        .collect();
    for (at, word) in words.iter().enumerate() {
        if !word.starts_with(char::is_uppercase) || names.len() > MOST {
            continue;
        }
        for length in 1..=3 {
            let Some(row) = words.get(at..at + length) else {
                break;
            };
            if row
                .last()
                .is_some_and(|last| last.starts_with(char::is_uppercase))
            {
                names.insert(row.join(" "));
            }
        }
    }
}

/// Whether a rule tells of something. A finding that was there before is told of only if it says
/// something else now, or if only now it is what the rule asks for.
pub(crate) fn holds(rule: &Ready, seen: &Seen<'_>) -> bool {
    let said = &rule.rule;
    match &seen.came {
        Came::Report(_, record) => {
            said.of == Of::Reports
                && said.marked.is_empty()
                && (said.story.is_empty()
                    || record
                        .story
                        .as_ref()
                        .is_some_and(|story| said.story.contains(story)))
                && in_words(rule, seen, seen.text())
        }
        Came::Marked(finding) => {
            said.of == Of::Findings
                && finding
                    .marks
                    .first()
                    .is_some_and(|mark| said.marked.contains(&mark.word))
                && of_kind(rule, finding)
                && in_words(rule, seen, seen.text())
                && rule.moves.is_none_or(|by| moves(by, finding, None))
        }
        Came::Finding(changed) => {
            if said.of != Of::Findings || !said.marked.is_empty() {
                return false;
            }
            let (now, before) = (&changed.now, changed.before.as_ref());
            let is_so = of_kind(rule, now) && in_words(rule, seen, seen.text());
            if !is_so {
                return false;
            }
            if let Some(by) = rule.moves {
                return moves(by, now, before);
            }
            match before {
                None => true,
                Some(before) => {
                    says_else(now, before)
                        || !(of_kind(rule, before)
                            && in_words(rule, seen, seen.text_before(before)))
                }
            }
        }
    }
}

fn of_kind(rule: &Ready, finding: &Finding) -> bool {
    let said = &rule.rule;
    (said.kind.is_empty() || said.kind.contains(&finding.kind))
        && (said.about.is_empty() || said.about.contains(&finding.about))
        && (said.story.is_empty()
            || finding
                .story
                .as_ref()
                .is_some_and(|story| said.story.contains(story)))
        && finding.confidence >= said.least_confidence
        && finding.origins >= said.least_origins
}

fn in_words(rule: &Ready, seen: &Seen<'_>, text: &[String]) -> bool {
    let any = |wanted: &[crate::words::Phrase]| {
        wanted.is_empty() || wanted.iter().any(|phrase| phrase.is_in(text))
    };
    any(&rule.words) && any(&rule.who) && in_place(rule, seen, text) && of_outlet(rule, seen)
}

/// Whether a place is named, or one that lies in it.
fn in_place(rule: &Ready, seen: &Seen<'_>, text: &[String]) -> bool {
    if rule.places.is_empty() || rule.places.iter().any(|place| place.is_in(text)) {
        return true;
    }
    rule.rule.place.iter().any(|place| {
        seen.names()
            .iter()
            .any(|name| matches!(lie(name, place), Some(Lie::Same | Lie::Within)))
    })
}

fn of_outlet(rule: &Ready, seen: &Seen<'_>) -> bool {
    rule.outlets.is_empty()
        || seen.outlets.iter().any(|outlet| {
            let words = folded(outlet);
            rule.outlets.iter().any(|wanted| wanted.is_in(&words))
        })
}

/// Whether a finding says something else than before.
pub(crate) fn says_else(now: &Finding, before: &Finding) -> bool {
    let values = |finding: &Finding| -> BTreeSet<String> {
        finding
            .values
            .iter()
            .map(|value| key(&value.normal, &value.value))
            .collect()
    };
    let changed = |finding: &Finding| -> BTreeSet<(String, String)> {
        let changed = finding.changed.iter().filter(|change| change.meaning);
        changed
            .map(|change| (change.from.clone(), change.to.clone()))
            .collect()
    };
    now.kind != before.kind || values(now) != values(before) || changed(now) != changed(before)
}

/// A value as it is told apart from others: as normalised, else by its words.
pub(crate) fn key(normal: &Normal, value: &str) -> String {
    match normal {
        Normal::None => folded(value).join(" "),
        other => serde_json::to_string(other).unwrap_or_default(),
    }
}

/// Whether a number that is new differs by more than that from one that was there before, or, for a
/// finding that is new, two of its numbers from each other.
fn moves(by: Move, now: &Finding, before: Option<&Finding>) -> bool {
    let numbers = |finding: &Finding| -> Vec<NormalInterval> {
        let numbers = finding
            .values
            .iter()
            .filter_map(|value| match &value.normal {
                Normal::Interval(number) => Some(number.clone()),
                _ => None,
            });
        numbers.collect()
    };
    let all = numbers(now);
    let old = before.map(numbers).unwrap_or_default();
    let new: Vec<&NormalInterval> = all.iter().filter(|number| !old.contains(number)).collect();
    new.iter().any(|number| {
        let others = all.iter().chain(&old);
        others
            .into_iter()
            .any(|other| other.unit == number.unit && exceeds(by, number, other))
    })
}

/// Whether two numbers lie further apart than that, whatever they are within their bounds.
fn exceeds(by: Move, a: &NormalInterval, b: &NormalInterval) -> bool {
    let (low, high) = if a.low <= b.low { (a, b) } else { (b, a) };
    // "More than 80" against 87 moves nothing for certain; "at least 3" against "at least 9" is a move
    // of what is said.
    let open = low.high.is_infinite() && high.high.is_infinite();
    let gap = if open {
        high.low - low.low
    } else {
        high.low - low.high
    };
    if !gap.is_finite() || gap <= 0.0 {
        return false;
    }
    match by {
        Move::By(by) => gap > by,
        Move::Share(share) => {
            let base = if open { low.low } else { low.high }.abs();
            base > 0.0 && gap / base > share
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rule;
    use crosswire_record::{About, FindingKind, Mark, Word};
    use serde_json::json;

    fn finding(values: &[f64]) -> Finding {
        let values: Vec<_> = values
            .iter()
            .map(|n| {
                json!({"value": n.to_string(), "reports": ["a"],
                "normal": {"low": n, "high": n, "low_open": false, "high_open": false, "unit": "people"}})
            })
            .collect();
        serde_json::from_value(json!({
            "id": "f1", "kind": "update", "about": "quantity", "between": "reports", "question": "How many people were killed?",
            "explanation": "The number moved.", "origins": 2, "confidence": 0.8, "assumptions": [], "changed": [], "story": "7",
            "values": values,
            "evidence": [{"report": "a", "start": 0, "end": 5, "in_title": false, "value": "3", "attributed_to": "Tove Lindqvist",
                "text": "Three people were killed off Lyon, police said"}],
        }))
        .unwrap()
    }

    fn told(rule: Rule, now: &Finding, before: Option<&Finding>) -> bool {
        let changed = Changed {
            now: now.clone(),
            before: before.cloned(),
        };
        let seen = Seen::new(Came::Finding(&changed), vec!["The Harbour Post".to_owned()]);
        holds(&Ready::new(rule).unwrap(), &seen)
    }

    fn rule(set: impl FnOnce(&mut Rule)) -> Rule {
        let mut rule = Rule {
            name: "r".to_owned(),
            ..Rule::default()
        };
        set(&mut rule);
        rule
    }

    #[test]
    fn every_condition_holds_or_keeps_silent() {
        let now = finding(&[3.0, 5.0]);
        let list = |one: &str| vec![one.to_owned()];
        type Set = Box<dyn Fn(&mut Rule)>;
        let pairs: Vec<(Set, Set)> = vec![
            (
                Box::new(|r| r.kind = vec![FindingKind::Update]),
                Box::new(|r| r.kind = vec![FindingKind::Conflict]),
            ),
            (
                Box::new(|r| r.about = vec![About::Quantity]),
                Box::new(|r| r.about = vec![About::Time]),
            ),
            (
                Box::new(move |r| r.story = list("7")),
                Box::new(move |r| r.story = list("8")),
            ),
            (
                Box::new(move |r| r.words = list("people were killed")),
                Box::new(move |r| r.words = list("injured")),
            ),
            (
                Box::new(move |r| r.who = list("lindqvist")),
                Box::new(move |r| r.who = list("Brell")),
            ),
            (
                Box::new(move |r| r.place = list("France")),
                Box::new(move |r| r.place = list("Norway")),
            ),
            (
                Box::new(move |r| r.outlet = list("harbour post")),
                Box::new(move |r| r.outlet = list("Coast Today")),
            ),
            (
                Box::new(|r| r.least_confidence = 0.8),
                Box::new(|r| r.least_confidence = 0.81),
            ),
            (
                Box::new(|r| r.least_origins = 2),
                Box::new(|r| r.least_origins = 3),
            ),
            (
                Box::new(|r| r.moves_by = Some("1.5".to_owned())),
                Box::new(|r| r.moves_by = Some("2".to_owned())),
            ),
            (
                Box::new(|r| r.moves_by = Some("60%".to_owned())),
                Box::new(|r| r.moves_by = Some("70%".to_owned())),
            ),
            (
                Box::new(|_| {}),
                Box::new(|r| r.marked = vec![Word::Confirmed]),
            ),
            (Box::new(|_| {}), Box::new(|r| r.of = Of::Reports)),
        ];
        for (at, (yes, no)) in pairs.iter().enumerate() {
            assert!(told(rule(yes), &now, None), "{at}");
            assert!(!told(rule(no), &now, None), "{at}");
        }
    }

    #[test]
    fn what_was_told_is_not_told_again_and_what_changed_is() {
        let (one, more) = (finding(&[3.0, 5.0]), finding(&[3.0, 5.0, 12.0]));
        let mut again = one.clone();
        again.origins = 3;
        again.confidence = 0.9;
        assert!(
            !told(rule(|_| {}), &again, Some(&one)),
            "more evidence for the same"
        );
        assert!(told(rule(|_| {}), &more, Some(&one)), "another value");
        assert!(
            told(rule(|r| r.least_origins = 3), &again, Some(&one)),
            "only now what the rule asks for"
        );
        assert!(told(
            rule(|r| r.moves_by = Some("6".to_owned())),
            &more,
            Some(&one)
        ));
        assert!(!told(
            rule(|r| r.moves_by = Some("9".to_owned())),
            &more,
            Some(&one)
        ));
        assert!(
            !told(
                rule(|r| r.moves_by = Some("1".to_owned())),
                &again,
                Some(&one)
            ),
            "nothing moved"
        );
    }

    #[test]
    fn a_mark_is_told_by_its_word() {
        let mut marked = finding(&[3.0]);
        marked.marks.push(Mark {
            word: Word::Confirmed,
            note: String::new(),
            name: "Ida".to_owned(),
            at: String::new(),
            finding: "f1".to_owned(),
            taken_back: false,
            as_marked: None,
        });
        let seen = Seen::new(Came::Marked(&marked), Vec::new());
        let holds =
            |word| super::holds(&Ready::new(rule(|r| r.marked = vec![word])).unwrap(), &seen);
        assert!(holds(Word::Confirmed) && !holds(Word::Wrong));
    }

    #[test]
    fn a_bound_is_not_taken_for_a_move() {
        let number = |low: f64, high: f64| NormalInterval {
            low,
            high,
            low_open: false,
            high_open: false,
            unit: "people".to_owned(),
        };
        let open = f64::INFINITY;
        assert!(!exceeds(
            Move::By(1.0),
            &number(80.0, open),
            &number(87.0, 87.0)
        ));
        assert!(exceeds(
            Move::By(1.0),
            &number(80.0, open),
            &number(70.0, 70.0)
        ));
        assert!(exceeds(
            Move::By(5.0),
            &number(3.0, open),
            &number(9.0, open)
        ));
        assert!(!exceeds(
            Move::By(6.0),
            &number(3.0, open),
            &number(9.0, open)
        ));
    }
}
