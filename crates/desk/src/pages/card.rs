//! A finding as a card: its claim, who holds which value, the words, and what people said of it.

use crosswire_present::html::claim;
use crosswire_record::{
    About, AsMarked, Between, Evidence, Finding, FindingKind, FindingValue, Mark, ReportRecord,
};
use maud::{Markup, html};

use super::difference::parted;
use super::frame::{SOURCES, count, cut, is_doubtful, kind, likely, origins, outlet, titled, word};
use super::when::{When, time};

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

/// Outlets that a list names for a value.
const HOLDERS: usize = 6;

/// Finds a report by its id.
pub(super) type Known<'k> = &'k dyn Fn(&str) -> Option<&'k ReportRecord>;

/// A finding with who holds what and its passages.
pub(super) fn card<'k>(finding: &Finding, known: Known<'k>, told: Told<'_>) -> Markup {
    let whole = matches!(told, Told::Whole { .. });
    let most = if whole { usize::MAX } else { PASSAGES };
    html! {
        article.finding.{ (finding.kind) }.doubtful[is_doubtful(finding)] id={ "f-" (finding.id) } data-finding=(finding.id) {
            @if !whole { h3 { a href={ "#f-" (finding.id) } { (claim(finding)) } } }
            @for assumption in &finding.assumptions { p.assumption { "Assuming " (assumption) } }
            @if !whole { (holds(finding, known)) }
            p.note {
                b.{ (finding.kind) } { (titled(finding)) } ", "
                (origins(finding)) ", " (likely(finding.confidence))
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

/// Who holds which value, where they part; what changed in the order in which it was published, with the time.
pub(super) fn holds<'k>(finding: &Finding, known: Known<'k>) -> Markup {
    let parts = finding.kind.is_dispute() || finding.kind == FindingKind::Refinement;
    let moves = finding.kind == FindingKind::Update;
    let first = |value: &FindingValue| {
        let reports = value.reports.iter().filter_map(|id| known(id));
        let times = reports.filter_map(|report| report.published.as_deref());
        times
            .filter_map(|said| Some((When::read(said)?.begins(), said)))
            .min()
    };
    let mut values: Vec<(&FindingValue, Option<(i64, &str)>)> = finding
        .values
        .iter()
        .map(|value| (value, first(value)))
        .collect();
    if moves {
        values.sort_by_key(|(_, first)| first.map_or(i64::MAX, |(at, _)| at));
    }
    html! {
        @if parts && finding.kind != FindingKind::QuoteVariant && finding.values.len() > 1 {
            ul.holds {
                @for (value, first) in &values {
                    li {
                        b { (cut(&value.value, 60)) } " " (outlets(&value.reports, known))
                        @if let Some((_, said)) = first.filter(|_| moves) { ", first " (time(said)) }
                    }
                }
            }
        }
    }
}

/// The outlets of some reports, each once.
fn outlets(reports: &[String], known: Known<'_>) -> String {
    let mut all: Vec<&str> = Vec::new();
    for report in reports {
        let name = known(report).map_or(report.as_str(), outlet);
        if !all.contains(&name) {
            all.push(name);
        }
    }
    let more = all.len().saturating_sub(HOLDERS);
    all.truncate(HOLDERS);
    let told = all.join(", ");
    if more > 0 {
        format!("{told} and {more} more")
    } else {
        told
    }
}

/// The best passage of each report, at most so many.
pub(super) fn passages<'k>(finding: &Finding, known: Known<'k>, most: usize) -> Markup {
    // In a story the reports beside it have their times.
    let times = most > PASSAGES;
    let shown = every_value_first(finding);
    // A quotation is laid word by word against the first one that reads otherwise.
    let varies = finding.kind == FindingKind::QuoteVariant;
    let first = shown.first().map_or("", |evidence| evidence.text.as_str());
    let mut texts = shown.iter().map(|evidence| evidence.text.as_str());
    let second = texts.find(|text| *text != first).unwrap_or(first);
    html! {
        @for evidence in shown.iter().take(most) {
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
        @if shown.len() > most {
            p.note { a href={ "/findings/" (finding.id) } { "and " (count(shown.len() - most, "more report", "more reports")) } }
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
