//! What every page stands in, and the pieces that several pages show.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use crosswire_present::html::claim;
use crosswire_record::{
    About, AsMarked, Between, Evidence, Finding, FindingKind, Mark, ReportRecord, Word,
};
use maud::{DOCTYPE, Markup, html};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::copy::web;
use super::difference::{put_in, struck};
use crate::guard::Access;
use crate::problem::Problem;

/// A page, or the problem that there is instead of it, told as a page.
pub(super) type Paged = Result<Response, Page>;

/// A problem as a page.
pub(super) struct Page(Problem, Access);

impl Page {
    /// For `map_err`: the problem as a page for somebody with this access.
    pub(super) fn of(access: Access) -> impl FnOnce(Problem) -> Page {
        move |problem| Page(problem, access)
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let Page(problem, access) = self;
        trouble(&problem, access)
    }
}

/// What went wrong, for a person: what to do about it in the browser, with the way there.
pub(crate) fn trouble(problem: &Problem, access: Access) -> Response {
    let status = problem.status();
    let body = html! {
        h1 { (title(status)) }
        p.problem { (problem.for_people()) }
        @if status == StatusCode::UNAUTHORIZED {
            form.add action="/" {
                label { "The desk's token: what stands after token= in the address that was printed where the desk was started "
                    input type="password" name="token" required autocomplete="off"; }
                button { "Come in" }
            }
        }
        @if status.is_client_error() && status != StatusCode::UNAUTHORIZED {
            p { "Nothing was changed. Your browser's Back leads to where you were, with what you wrote." }
        }
        @if status.is_server_error() { p { "What was kept before is safe. Reload the page to try again." } }
        ul {
            li { a href="/" { "All stories" } }
            li { a href="/findings" { "All findings" } }
            li { a href="/search" { "Search" } }
        }
    };
    (status, framed("Error", access, &body)).into_response()
}

fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "There is nothing here",
        StatusCode::GONE => "This is no more",
        StatusCode::UNAUTHORIZED => "Who are you?",
        _ => "This did not work",
    }
}

/// An address as a link, if it is one of the web.
pub(super) fn link(address: &str) -> Markup {
    html! {
        @match web(Some(address)) {
            Some(url) => a href=(url) rel="noreferrer noopener nofollow external" { (address) },
            None => (address),
        }
    }
}

/// What can be done in the browser about a problem of a report, by its kind.
pub(super) fn mend<'m>(kind: &str, otherwise: &'m str) -> &'m str {
    match kind {
        "no_date" | "bad_date" | "doubtful_date" => "give it its date: “Correct this report”",
        "language" => {
            "if that is not so, give it its language: “Correct this report”; else add an English version"
        }
        "empty" => "see that the file holds the report's text, and add it again",
        "repeated_id" | "bad_record" => "put it right in the file, and add that again",
        _ if otherwise.contains("--") => "put it right in the file, and add that again",
        _ => otherwise,
    }
}

/// The parts of the desk; a page whose title is one of these is that part.
const PARTS: [(&str, &str); 9] = [
    ("/", "Stories"),
    ("/findings", "Findings"),
    ("/search", "Search"),
    ("/speakers", "Speakers"),
    ("/corrections", "Corrections"),
    ("/watch", "Watch"),
    ("/sources", "Sources"),
    ("/add", "Add reports"),
    ("/health", "Ledger"),
];

/// The whole page.
pub(super) fn framed(title: &str, access: Access, body: &Markup) -> Response {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " - Crosswire" }
                link rel="stylesheet" href="/static/desk.css";
                script src="/static/desk.js" defer {}
                script src="/static/inbox.js" defer {}
                script src="/static/live.js" defer {}
                link rel="icon" href="/static/icon.svg" type="image/svg+xml";
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header.top {
                    nav aria-label="Desk" {
                        a.name href="/" { "Crosswire" }
                        @for (address, words) in PARTS {
                            @if address != "/add" || access.may_write() {
                                a href=(address) aria-current=[(words == title).then_some("page")] {
                                    (words) @if address == "/watch" { " " span.badge data-badge hidden {} }
                                }
                            }
                        }
                    }
                    form.find role="search" action="/search" {
                        label.hidden for="find" { "Search reports, statements and quotations" }
                        input #find type="search" name="q" placeholder="Search" required;
                        button { "Search" }
                    }
                }
                main #main { (body) }
            }
        }
    };
    let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (kind, page.into_string()).into_response()
}

/// The words for a kind of finding: one, and a heading over several.
pub(super) fn kind(kind: FindingKind) -> (&'static str, &'static str) {
    match kind {
        FindingKind::Conflict => ("Conflict", "Conflicts"),
        FindingKind::Update => ("Update", "Updates"),
        FindingKind::QuoteVariant => ("Altered quotation", "Altered quotations"),
        FindingKind::Refinement => ("Sharper in one report", "Sharper in one report"),
        FindingKind::Agreement => ("Agreement", "Agreements"),
        FindingKind::SingleSource => ("Only one report", "Only one report says"),
        FindingKind::Revision => ("Revision", "Revisions of one report"),
    }
}

/// The kinds in the order of a page: what is disputed first.
pub(super) const KINDS: [FindingKind; 7] = [
    FindingKind::Conflict,
    FindingKind::Update,
    FindingKind::QuoteVariant,
    FindingKind::Revision,
    FindingKind::Refinement,
    FindingKind::Agreement,
    FindingKind::SingleSource,
];

/// Who published a report.
pub(super) fn outlet(report: &ReportRecord) -> &str {
    report.outlet.as_deref().unwrap_or(&report.source)
}

/// A time as the ledger has it, to the minute.
pub(super) fn time(said: &str) -> Markup {
    html! { time datetime=(said) { (minutes(said)) } }
}

/// "2031-03-06 07:30 UTC" for "2031-03-06T07:30:00Z"; what is no such time stays as it is.
pub(super) fn minutes(said: &str) -> String {
    let Some((day, clock)) = said.split_once('T') else {
        return said.to_owned();
    };
    let at = clock.find(['Z', '+', '-']).unwrap_or(clock.len());
    let (clock, zone) = clock.split_at(at);
    let short = clock.get(..5).unwrap_or(clock);
    let zone = if zone == "Z" { " UTC" } else { zone };
    format!("{day} {short}{zone}")
}

/// What a person said, as a heading says it.
pub(super) fn word(word: Word) -> &'static str {
    match word {
        Word::Confirmed => "Confirmed",
        Word::Wrong => "Wrong",
        Word::Explained => "Explained",
        Word::Unmarked => "Taken back",
    }
}

/// A share in words that need no scale: "95%".
pub(super) fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

/// "1 origin", "3 origins".
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// How a finding's card is told.
#[derive(Clone, Copy)]
pub(super) enum Told<'a> {
    /// In a list: a few passages, and a link to mark it for those who may.
    Listed {
        /// Whether the reader may mark it.
        may_mark: bool,
    },
    /// By itself: every passage, and the form to mark it.
    Whole {
        /// The secret of the desk's forms and the reader's name, where they may mark it.
        form: Option<(&'a str, &'a str)>,
    },
}

/// Passages of a finding that a list shows.
const PASSAGES: usize = 6;

/// A finding with its passages.
pub(super) fn card(finding: &Finding, named: &dyn Fn(&str) -> String, told: Told<'_>) -> Markup {
    let shown: Vec<&Evidence> = finding.best_rows().collect();
    let most = match told {
        Told::Listed { .. } => PASSAGES,
        Told::Whole { .. } => usize::MAX,
    };
    // A quotation is laid word by word against the first one that reads otherwise.
    let varies = finding.kind == FindingKind::QuoteVariant;
    let first = shown.first().map_or("", |evidence| evidence.text.as_str());
    let second = shown.iter().map(|evidence| evidence.text.as_str());
    let second = second
        .into_iter()
        .find(|text| *text != first)
        .unwrap_or(first);
    html! {
        article.finding.{ (finding.kind) } id={ "f-" (finding.id) } data-finding=(finding.id) {
            h3 { a href={ "#f-" (finding.id) } { (claim(finding)) } }
            @for assumption in &finding.assumptions { p.assumption { "Assuming " (assumption) } }
            p.note {
                (kind(finding.kind).0) ", "
                (count(finding.origins, "independent origin", "independent origins")) ", confidence "
                (format!("{:.2}", finding.confidence))
                @if finding.between == Between::Sources { "; the sources differ, not the reports" }
                ". " a href={ "/findings/" (finding.id) } { "By itself" }
            }
            @for evidence in shown.iter().take(most) {
                figure {
                    figcaption {
                        b { (named(&evidence.report)) }
                        @if let Some(version) = evidence.revision { ", version " (version) }
                        @if let Some(source) = &evidence.attributed_to { ", according to " (source) }
                    }
                    blockquote {
                        @if !varies { (passage(finding, evidence)) }
                        @else if evidence.text == first { "“" (struck(first, second)) "”" }
                        @else { "“" (put_in(first, &evidence.text)) "”" }
                    }
                }
            }
            @if shown.len() > most {
                p.note { a href={ "/findings/" (finding.id) } { "and " (shown.len() - most) " more reports" } }
            }
            (marks(&finding.marks))
            @match told {
                Told::Listed { may_mark: true } => p.note { a href={ "/findings/" (finding.id) "#mark" } { "Mark it" } },
                Told::Whole { form: Some(form) } => (mark_form(&finding.id, form.0, form.1)),
                _ => {},
            }
        }
    }
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
                        option value="confirmed" { "confirmed" }
                        option value="wrong" { "wrong" }
                        option value="explained" { "explained" }
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

/// The link to the next part of a list.
pub(super) fn more(next: Option<&str>, address: &str) -> Markup {
    html! {
        @if let Some(next) = next {
            p.more { a rel="next" href={ (address) "after=" (next) } { "More" } }
        }
    }
}

/// A word as it stands in an address.
pub(super) fn escaped(word: &str) -> String {
    utf8_percent_encode(word, &PLAIN).to_string()
}

/// What stands in an address as it is: the unreserved characters of RFC 3986.
const PLAIN: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

#[cfg(test)]
mod tests {
    use super::minutes;

    #[test]
    fn times_are_told_to_the_minute() {
        for (said, told) in [
            ("2031-03-06T07:30:00Z", "2031-03-06 07:30 UTC"),
            ("2031-03-06T07:30:12.118415Z", "2031-03-06 07:30 UTC"),
            ("2031-03-06T17:45:00+01:00", "2031-03-06 17:45+01:00"),
            ("2031-03-06T17:45:00", "2031-03-06 17:45"),
            ("2031-03-06", "2031-03-06"),
            ("", ""),
        ] {
            assert_eq!(minutes(said), told);
        }
    }
}
