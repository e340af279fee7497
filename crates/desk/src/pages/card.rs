//! A finding as a card: its claim, who holds which value, the words, and what people said of it.

use crosswire_present::html::claim;
use crosswire_record::{About, AsMarked, Between, Evidence, Finding, FindingKind, Mark};
use maud::{Markup, html};

use super::difference::parted;
use super::frame::{SOURCES, count, is_doubtful, kind, origins, outlet, sure, titled, word};
use super::holding::{Known, holds, published, whose};
use super::when::time;

/// How a finding's card is told.
#[derive(Clone, Copy)]
pub(super) enum Told<'a> {
    /// In a list: a few passages, and a link to mark it for those who may.
    Listed {
        /// Whether the reader may mark it.
        may_mark: bool,
    },
    /// On its own page: every passage, and the form to mark it.
    Whole {
        /// The secret of the desk's forms and the reader's name, where they may mark it.
        form: Option<(&'a str, &'a str)>,
    },
}

/// Passages of a finding that a list shows.
const PASSAGES: usize = 3;

/// A finding with who holds what and its passages.
pub(super) fn card(finding: &Finding, known: Known<'_>, told: Told<'_>) -> Markup {
    let whole = matches!(told, Told::Whole { .. });
    let most = if whole { usize::MAX } else { PASSAGES };
    html! {
        article.finding.{ (finding.kind) }.doubtful[is_doubtful(finding)] id={ "f-" (finding.id) } data-finding=(finding.id) {
            @if !whole { h3 { a href={ "#f-" (finding.id) } { (claim(finding)) } (whose(finding, known)) } }
            @for assumption in &finding.assumptions { p.assumption { "Assuming " (assumption) } }
            // The words of an altered quotation stand open below.
            @if !whole && finding.kind != FindingKind::QuoteVariant { (holds(finding, known)) }
            p.note {
                b.{ (finding.kind) } { (titled(finding)) } ", "
                (origins(finding)) (sure(finding))
                @if finding.between == Between::Sources && finding.kind == FindingKind::Conflict { "; " (SOURCES) }
                @if let Told::Listed { may_mark } = told {
                    span.acts {
                        ". " a href={ "/findings/" (finding.id) } { "Open" }
                        @if may_mark { " · " a href={ "/findings/" (finding.id) "#mark" } { "Mark" } }
                    }
                }
            }
            @if whole { (passages(finding, known, most)) }
            @else {
                details.says open[finding.kind == FindingKind::QuoteVariant] {
                    summary { "What they say" }
                    (passages(finding, known, most))
                }
            }
            (marks(&finding.marks))
            @if let Told::Whole { form: Some(form) } = told { (mark_form(&finding.id, form.0, form.1)) }
        }
    }
}

/// The best passage of each report, at most so many, in the order of publication; of a few, one of each value.
pub(super) fn passages(finding: &Finding, known: Known<'_>, most: usize) -> Markup {
    // In a story the reports beside it have their times.
    let times = most > PASSAGES;
    let all = every_value_first(finding);
    let shown = in_turn(&all, most, &|id| published(id, known));
    // A quotation is laid word by word against the first one that reads otherwise.
    let varies = finding.kind == FindingKind::QuoteVariant;
    let first = shown.first().map_or("", |evidence| evidence.text.as_str());
    let mut texts = shown.iter().map(|evidence| evidence.text.as_str());
    let second = texts.find(|text| *text != first).unwrap_or(first);
    html! {
        @for evidence in &shown {
            figure {
                figcaption {
                    b { (known(&evidence.report).map_or(evidence.report.as_str(), outlet)) }
                    @if times && let Some(published) = known(&evidence.report).and_then(|report| report.published.as_deref()) { ", " (time(published)) }
                    @if let Some(version) = evidence.revision { ", version " (version) }
                    @if let Some(source) = &evidence.attributed_to { ", according to " (source) }
                }
                blockquote {
                    @if !varies { (passage(finding, evidence)) }
                    @else if evidence.text == first { "“" (parted(first, second)) "”" }
                    @else { "“" (parted(&evidence.text, first)) "”" }
                }
            }
        }
        @if all.len() > most {
            p.note { a href={ "/findings/" (finding.id) } { "and " (count(all.len() - most, "more report", "more reports")) } }
        }
    }
}

/// The best passage of each report, one of each value before any second one, so that a few of them show both sides.
fn every_value_first(finding: &Finding) -> Vec<&Evidence> {
    let rows: Vec<&Evidence> = finding.best_rows().collect();
    let mut firsts: Vec<usize> = Vec::new();
    for value in &finding.values {
        let mut of = (0..).zip(&rows);
        let first =
            of.find(|(at, row)| value.reports.contains(&row.report) && !firsts.contains(at));
        firsts.extend(first.map(|(at, _)| at));
    }
    let rest = (0..rows.len()).filter(|at| !firsts.contains(at));
    firsts
        .iter()
        .copied()
        .chain(rest)
        .map(|at| rows[at])
        .collect()
}

/// The first so many passages, in the order of publication; undated ones last.
fn in_turn<'f>(
    all: &[&'f Evidence],
    most: usize,
    first: &dyn Fn(&str) -> Option<i64>,
) -> Vec<&'f Evidence> {
    let mut shown: Vec<&Evidence> = all.iter().take(most).copied().collect();
    // Versions of one report stay in their order.
    shown.sort_by_key(|row| first(&row.report).unwrap_or(i64::MAX));
    shown
}

/// The words of a passage, the value in them marked where it stands; in quotation marks where they are
/// somebody's own.
fn passage(finding: &Finding, evidence: &Evidence) -> Markup {
    let words = evidence.text.as_str();
    let value = evidence.value.trim();
    let at = if value.is_empty() {
        None
    } else {
        words.find(value)
    };
    let quoted = finding.about == About::Quote
        && !words.starts_with(['“', '"', '‘', '«', '„'])
        && finding.kind != FindingKind::Revision;
    html! {
        @if quoted { span.sign { "“" } }
        @match at {
            Some(at) if value.len() < words.len() => {
                (words[..at]) b.value { (value) } (words[at + value.len()..])
            },
            _ => (words),
        }
        @if quoted { span.sign { "”" } }
    }
}

/// What people said of a finding.
fn marks(marks: &[Mark]) -> Markup {
    html! {
        @if !marks.is_empty() {
            ul.marks aria-label="What people said of it" {
                @for mark in marks {
                    li.taken[mark.taken_back] {
                        b { (word(mark.word)) } " by " (mark.name) ", " (time(&mark.at))
                        @if mark.taken_back { " (taken back since)" }
                        @if !mark.note.is_empty() { ": " (mark.note) }
                        @if let Some(then) = &mark.as_marked { (changed_since(then)) }
                    }
                }
            }
        }
    }
}

/// What a finding said when it was marked, where it says something else now.
fn changed_since(then: &AsMarked) -> Markup {
    html! {
        details.then {
            summary { "Changed since marked" }
            p { (kind(then.kind).0) ": " (then.question) " " (then.explanation) }
            ul {
                @for value in &then.values { li { (value.value) " (" (value.reports.join(", ")) ")" } }
            }
            @for evidence in &then.evidence { blockquote { (evidence.text) } }
        }
    }
}

/// The form by which a person says what they think of a finding.
fn mark_form(finding: &str, form: &str, name: &str) -> Markup {
    html! {
        details.marking #mark {
            summary { "Mark it" }
            form method="post" action={ "/findings/" (finding) "/marks?form=" (form) } {
                label { "It is "
                    select name="word" {
                        option value="confirmed" { "confirmed: it is so" }
                        option value="wrong" { "wrong: it is not so" }
                        option value="explained" { "explained: it is so, for a reason that I give" }
                        option value="unmarked" { "not for me to say: take back what I said" }
                    }
                }
                label { "Why " input name="note" maxlength="2000"; }
                label { "Your name " input name="name" value=(name) maxlength="200" required autocomplete="name"; }
                button { "Keep" }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Evidence, in_turn};

    #[test]
    fn passages_are_told_in_the_order_of_publication() {
        let row = |report: &str| Evidence {
            report: report.to_owned(),
            ..Evidence::default()
        };
        let rows = [row("late"), row("undated"), row("early"), row("last")];
        let all: Vec<&Evidence> = rows.iter().collect();
        let first = |id: &str| match id {
            "early" => Some(1),
            "late" => Some(2),
            "last" => Some(3),
            _ => None,
        };
        let told = |most| {
            let shown = in_turn(&all, most, &first).into_iter();
            shown.map(|row| row.report.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(told(9), ["early", "late", "last", "undated"]);
        assert_eq!(told(2), ["late", "undated"], "of the first two");
    }
}
