//! What every page stands in, and the pieces that several pages show.

use std::collections::BTreeSet;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use crosswire_ledger::{Evidence, Finding, Mark, ReportRecord};
use maud::{DOCTYPE, Markup, html};

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
        let body = html! {
            h1 { "This did not work" }
            p { (problem.detail()) }
            p { a href="/" { "All stories" } }
        };
        (problem.status(), framed("Error", access, &body)).into_response()
    }
}

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
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header.top {
                    nav aria-label="Desk" {
                        a.name href="/" { "Crosswire" }
                        a href="/" { "Stories" }
                        a href="/search" { "Search" }
                        a href="/speakers" { "Speakers" }
                        @if access.may_write() { a href="/add" { "Add reports" } }
                        a href="/health" { "Ledger" }
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
pub(super) fn kind(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "conflict" => ("Conflict", "Conflicts"),
        "update" => ("Update", "Updates"),
        "quote_variant" => ("Altered quotation", "Altered quotations"),
        "refinement" => ("Sharper in one report", "Sharper in one report"),
        "agreement" => ("Agreement", "Agreements"),
        "single_source" => ("Only one report", "Only one report says"),
        "revision" => ("Revision", "Revisions of one report"),
        _ => ("Finding", "Other findings"),
    }
}

/// The kinds in the order of a page: what is disputed first.
pub(super) const KINDS: [&str; 7] = [
    "conflict",
    "update",
    "quote_variant",
    "revision",
    "refinement",
    "agreement",
    "single_source",
];

/// Who published a report.
pub(super) fn outlet(report: &ReportRecord) -> &str {
    report.outlet.as_deref().unwrap_or(&report.source)
}

/// A time as the ledger has it.
pub(super) fn time(said: &str) -> Markup {
    let words = said.replace('T', " ");
    html! { time datetime=(said) { (words) } }
}

/// "1 origin", "3 origins".
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A finding with its passages, for lists. `form` is the secret of the desk's forms, where the
/// reader may mark it.
pub(super) fn card(
    finding: &Finding,
    named: &dyn Fn(&str) -> String,
    form: Option<&str>,
) -> Markup {
    let mut seen = BTreeSet::new();
    let shown: Vec<&Evidence> = finding
        .evidence
        .iter()
        .filter(|evidence| seen.insert(evidence.report.as_str()))
        .collect();
    html! {
        article.finding.{ (finding.kind) } id={ "f-" (finding.id) } data-finding=(finding.id) {
            h3 { a href={ "#f-" (finding.id) } { (finding.question) } }
            p { (finding.explanation) }
            @for assumption in &finding.assumptions { p.assumption { "Assuming " (assumption) } }
            p.note {
                (kind(&finding.kind).0) " about " (finding.about) ", "
                (count(finding.origins, "origin", "origins")) ", confidence "
                (format!("{:.2}", finding.confidence))
                @if finding.between == "sources" { "; the sources differ, not the reports" }
                ". " a href={ "/findings/" (finding.id) } { "By itself" }
            }
            @for evidence in shown {
                figure {
                    figcaption {
                        b { (named(&evidence.report)) }
                        @if let Some(source) = &evidence.attributed_to { ", according to " (source) }
                    }
                    blockquote { (evidence.text) }
                }
            }
            @if finding.kind == "quote_variant" { (difference(finding)) }
            (marks(&finding.marks))
            @if let Some(form) = form { (mark_form(&finding.id, form)) }
        }
    }
}

/// The words that two reports quote differently, struck out and put in.
fn difference(finding: &Finding) -> Markup {
    let told: Vec<_> = finding
        .changed
        .iter()
        .filter(|change| change.meaning)
        .collect();
    html! {
        @if !told.is_empty() {
            p.changed {
                "Changed: "
                @for change in told {
                    @if !change.from.is_empty() { del { (change.from) } " " }
                    @if !change.to.is_empty() { ins { (change.to) } " " }
                }
            }
        }
    }
}

/// What people said of a finding.
fn marks(marks: &[Mark]) -> Markup {
    html! {
        @if !marks.is_empty() {
            ul.marks aria-label="What people said of it" {
                @for mark in marks {
                    li {
                        b { (mark.word) } " by " (mark.name) ", " (time(&mark.at))
                        @if !mark.note.is_empty() { ": " (mark.note) }
                    }
                }
            }
        }
    }
}

/// The form by which a person says what they think of a finding.
fn mark_form(finding: &str, form: &str) -> Markup {
    html! {
        details.marking {
            summary { "Mark it" }
            form method="post" action={ "/findings/" (finding) "/marks?form=" (form) } {
                label { "It is "
                    select name="word" {
                        option value="confirmed" { "confirmed" }
                        option value="wrong" { "wrong" }
                        option value="explained" { "explained" }
                    }
                }
                label { "Why " input name="note" maxlength="2000"; }
                label { "Your name " input name="name" maxlength="200" required autocomplete="name"; }
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
    use std::fmt::Write;
    word.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            text.push(byte as char);
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}
