//! Search over reports, statements, quotations and findings: the likeliest first, with how it all spreads.

use std::collections::BTreeMap;
use std::ops::Range;

use axum::body::Bytes;
use axum::extract::{Extension, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect};
use crosswire_ledger::{
    Facets, Hit, InboxFilter, Page as Part, Ranked, RankedHit, ReportRecord, SEARCH, View,
    occurrences,
};
use crosswire_present::html::{claim, reading};
use maud::{Markup, html};
use serde::Deserialize;

use super::frame::{
    Page, Paged, count, escaped, export, framed, is_doubtful, is_spoken, more, outlet, site, sure,
    titled,
};
use super::holding::{holds, reports_of, whose};
use super::marking::Sent;
use super::when::time;
use crate::guard::Access;
use crate::problem::Problem;
use crate::saved::Saved;
use crate::state::Shared;

/// Bytes of a search that is saved.
const LONGEST: usize = 300;
/// Names of a sort that are shown at once; the others unfold.
const FACETS: usize = 12;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    q: Option<String>,
    order: Option<String>,
    after: Option<String>,
}

impl Wanted {
    fn is_newest(&self) -> bool {
        self.order.as_deref() == Some("newest")
    }

    fn order(&self) -> &'static str {
        if self.is_newest() {
            "&order=newest"
        } else {
            ""
        }
    }
}

pub(super) async fn page(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    saved: Saved,
    Query(wanted): Query<Wanted>,
) -> Paged {
    let query = wanted.q.clone().filter(|query| !query.trim().is_empty());
    let found = match query.clone() {
        None => Ok(None),
        Some(asked) => {
            let page = Part {
                limit: 20,
                after: wanted.after.clone(),
            };
            let newest = wanted.is_newest();
            let look = move |view: &View<'_>| Found::read(view, look(view, &asked, &page, newest)?);
            let read = state.read(None, look);
            read.await.map(|read| Some(read.value))
        }
    };
    // A search that cannot be read is told on the page, beside what was typed.
    let (found, told) = match found {
        Ok(found) => (found, None),
        Err(problem) if problem.status().is_client_error() => {
            (None, Some(problem.detail().to_owned()))
        }
        Err(problem) => return Err(Page::of(access)(problem)),
    };
    let form = access.may_write().then(|| state.token.form());
    let body = html! {
        h1 { "Search" }
        form.filters {
            label.wide { "Words and filters " input type="search" name="q" value=[query.as_deref()] required; }
            label { "Sort by "
                select name="order" {
                    option value="" { "relevance" }
                    option value="newest" selected[wanted.is_newest()] { "last added" }
                }
            }
            button { "Search" }
        }
        @if let Some(told) = &told { pre.problem role="alert" { (told) } }
        @if let (Some(found), Some(query)) = (&found, &query) { (results(found, query, &wanted, &saved, form.as_deref())) }
        @if found.is_none() {
            (kept(&saved, form.as_deref()))
            h2 { "What a search can say" }
            (language())
        } @else {
            details { summary { "What a search can say" } (language()) }
        }
    };
    Ok(framed("Search", access, &body))
}

/// What a search can say, as a list of examples; in which order things come, the page says itself.
fn language() -> Markup {
    let said = SEARCH.replace(" What was added last comes first.", "");
    let (examples, rest) = said.split_once("\n\n").unwrap_or((&said, ""));
    let mut all: Vec<(&str, String)> = Vec::new();
    for line in examples.lines() {
        let (example, meaning) = line.split_once("  ").unwrap_or((line, ""));
        match all.last_mut() {
            // A meaning goes on in the next line.
            Some((_, before)) if example.trim().is_empty() => {
                before.push(' ');
                before.push_str(meaning.trim());
            }
            _ => all.push((example, meaning.trim().to_owned())),
        }
    }
    html! {
        dl.facts.language { @for (example, meaning) in &all { dt { code { (example) } } dd { (meaning) } } }
        p.note { (rest.trim().replace('`', "")) }
    }
}

/// By relevance; or what was added last first, with the same counts.
fn look(
    view: &View<'_>,
    query: &str,
    page: &Part,
    newest: bool,
) -> Result<Ranked, crosswire_ledger::Error> {
    if !newest {
        return view.ranked(query, page);
    }
    let counted = view.ranked(
        query,
        &Part {
            limit: 1,
            after: None,
        },
    )?;
    let found = view.search(query, page)?;
    let hits = found.hits.into_iter();
    Ok(Ranked {
        hits: hits.map(|hit| RankedHit { hit, all: true }).collect(),
        next: found.next,
        findings: Vec::new(),
        some: 0,
        ..counted
    })
}

/// What a search found, with what its findings are shown with.
struct Found {
    ranked: Ranked,
    /// The reports that the findings rest on.
    reports: BTreeMap<String, ReportRecord>,
    /// The stories of these findings: id, name, and how many findings each has in all.
    stories: Vec<(String, String, u64)>,
}

impl Found {
    fn read(view: &View<'_>, ranked: Ranked) -> Result<Found, crosswire_ledger::Error> {
        let mut stories: Vec<(String, String, u64)> = Vec::new();
        for id in ranked.findings.iter().filter_map(|f| f.story.as_ref()) {
            if stories.iter().any(|(known, _, _)| known == id) {
                continue;
            }
            let all = view.inbox(&InboxFilter {
                story: Some(id.clone()),
                page: Part {
                    limit: 1,
                    after: None,
                },
                ..InboxFilter::default()
            })?;
            let name = view.label(id)?.unwrap_or_else(|| format!("Story {id}"));
            stories.push((id.clone(), name, all.count + all.wrong));
        }
        Ok(Found {
            reports: reports_of(view, ranked.findings.iter())?,
            ranked,
            stories,
        })
    }
}

/// Which findings stand among the results, and where the others are.
fn of_how_many(shown: usize, stories: &[(String, String, u64)]) -> Markup {
    html! {
        p.note {
            "The " (count(shown, "finding that fits", "findings that fit")) " the words best. All of "
            @for (at, (id, name, n)) in stories.iter().enumerate() {
                @if at > 0 { "; " }
                a href={ "/findings?story=" (escaped(id)) } { (name) } " (" (n) ")"
            }
        }
    }
}

fn results(all: &Found, query: &str, wanted: &Wanted, saved: &Saved, form: Option<&str>) -> Markup {
    let found = &all.ranked;
    let known = |id: &str| all.reports.get(id);
    let at_least = if found.more { "more than " } else { "" };
    let first_of_some = found.hits.iter().position(|hit| !hit.all);
    html! {
        p role="status" {
            b { (at_least) (count(found.count, "result", "results")) }
            @if found.count == 0 && found.some > 0 { " with all of it; " (found.some) " with most of the words" }
            @else if found.some > 0 { ", and " (found.some) " with most of the words" }
            "."
        }
        div.actions {
            (export(&format!("/api/v1/export/search?q={}", escaped(query))))
            @if let Some(form) = form {
                form method="post" action={ "/search?form=" (form) } {
                    input type="hidden" name="q" value=(query);
                    @if saved.0.iter().any(|known| known == query) { button name="do" value="drop" { "Forget this search" } }
                    @else { button name="do" value="save" { "Save this search" } }
                }
            }
        }
        div.results {
            div {
                @if !found.findings.is_empty() {
                    section.panel aria-labelledby="found-findings" {
                        h2 #found-findings { "Findings" }
                        (of_how_many(found.findings.len(), &all.stories))
                        (reading(found.findings.iter()))
                        ul.more-findings {
                            @for finding in &found.findings {
                                li.{ (finding.kind) }.doubtful[is_doubtful(finding)] {
                                    a href={ "/findings/" (finding.id) } { (claim(finding)) }
                                    (whose(finding, &known))
                                    " " span.note { b.{ (finding.kind) } { (titled(finding)) } (sure(finding)) }
                                    (holds(finding, &known))
                                }
                            }
                        }
                    }
                }
                @if found.hits.is_empty() { p { "Nothing found." } }
                ol.hits {
                    @for (at, hit) in found.hits.iter().enumerate() {
                        @if first_of_some == Some(at) && found.count > 0 { li { h2 { "With most of the words" } } }
                        li { (row(&hit.hit, &found.words)) }
                    }
                }
                (more(found.next.as_deref(), &format!("/search?q={}{}&", escaped(query), wanted.order())))
            }
            (facets(&found.facets, query, wanted))
        }
    }
}

/// How it spreads, each a search that is narrower.
fn facets(facets: &Facets, query: &str, wanted: &Wanted) -> Markup {
    let narrower = |filter: &str| {
        format!(
            "/search?q={}{}",
            escaped(&format!("{query} {filter}")),
            wanted.order()
        )
    };
    let list = |title: &str,
                all: &[(String, usize)],
                filter: &dyn Fn(&str) -> String,
                shown: &dyn Fn(&str) -> String| {
        html! {
            @if !all.is_empty() {
                h2 { (title) }
                @let row = |(name, n): &(String, usize)| html! { li { a href=(narrower(&filter(name))) { (shown(name)) } span { (n) } } };
                ul { @for named in all.iter().take(FACETS) { (row(named)) } }
                @if all.len() > FACETS {
                    details {
                        summary { (all.len() - FACETS) " more" }
                        ul { @for named in all.iter().skip(FACETS) { (row(named)) } }
                    }
                }
            }
        }
    };
    let quoted = |field: &str, name: &str| format!("{field}:\"{}\"", name.replace('"', " "));
    let same = |name: &str| name.to_owned();
    let kinds: Vec<(String, usize)> = match query.contains("kind:") {
        true => Vec::new(),
        false => facets
            .kinds
            .iter()
            .filter(|(_, n)| *n > 0)
            .cloned()
            .collect(),
    };
    html! {
        aside.facets aria-label="Narrow it down" {
            (list("Kind", &kinds, &|kind| format!("kind:{kind}"), &|kind| format!("{kind}s")))
            (list("Outlet", &facets.outlets, &|name| quoted("outlet", name), &|name| site(name).to_owned()))
            (list("Month", &facets.months, &month, &same))
            (list("Speaker", &facets.speakers, &|name| quoted("speaker", name), &same))
        }
    }
}

/// The filter for a month: "after:2031-03 before:2031-04".
fn month(name: &str) -> String {
    let next = name
        .parse::<jiff::civil::Date>()
        .or_else(|_| format!("{name}-01").parse());
    match next.and_then(|day: jiff::civil::Date| day.checked_add(jiff::Span::new().months(1))) {
        Ok(next) => format!("after:{name} before:{}", next.strftime("%Y-%m")),
        Err(_) => format!("after:{name}"),
    }
}

fn row(hit: &Hit, words: &[String]) -> Markup {
    let from = |id: &str, outlet: Option<&str>, published: Option<&str>| {
        html! {
            p.note {
                a href={ "/reports/" (escaped(id)) } { (site(outlet.unwrap_or("a report"))) }
                @if let Some(published) = published { ", " (time(published)) }
            }
        }
    };
    match hit {
        Hit::Report { report, excerpt } => html! {
            h2 { a href={ "/reports/" (escaped(&report.id)) } { (found(report.title.as_deref().unwrap_or(outlet(report)), words)) } }
            p.excerpt { (found(excerpt, words)) }
            p.note {
                @match &report.outlet { Some(name) => a href={ "/outlets?name=" (escaped(name)) } { (site(name)) }, None => (outlet(report)) }
                @if let Some(published) = &report.published { ", " (time(published)) }
                @if let Some(story) = &report.story { " · " a href={ "/stories/" (story) } { "its story" } }
            }
        },
        Hit::Statement(statement) => html! {
            p.excerpt { (found(&statement.text, words)) @if let Some(source) = &statement.attributed_to { span.note { " according to " (source) } } }
            (from(&statement.report, statement.outlet.as_deref(), statement.published.as_deref()))
        },
        Hit::Quotation(quotation) => html! {
            blockquote.excerpt {
                @if is_spoken(&quotation.kind) { "“" (found(&quotation.text, words)) "”" } @else { (found(&quotation.text, words)) }
            }
            @if let Some(speaker) = &quotation.speaker { p { a href={ "/speakers?by=" (escaped(speaker)) } { (speaker) } } }
            (from(&quotation.report, quotation.outlet.as_deref(), quotation.published.as_deref()))
        },
    }
}

/// A text with the words that were looked for lit.
fn found(text: &str, words: &[String]) -> Markup {
    let mut pieces: Vec<(&str, bool)> = Vec::new();
    let mut from = 0;
    for Range { start, end } in occurrences(text, words) {
        pieces.push((&text[from..start], false));
        pieces.push((&text[start..end], true));
        from = end;
    }
    pieces.push((&text[from..], false));
    html! { @for (piece, lit) in pieces { @if lit { mark.found { (piece) } } @else { (piece) } } }
}

/// The searches that were saved in this browser.
fn kept(saved: &Saved, form: Option<&str>) -> Markup {
    html! {
        @if !saved.0.is_empty() {
            h2 #saved { "Saved searches" }
            p.note { "They are kept in this browser, for you alone." }
            ul.saved {
                @for query in &saved.0 {
                    li {
                        a href={ "/search?q=" (escaped(query)) } { (query) }
                        @if let Some(form) = form {
                            " "
                            form.inline method="post" action={ "/search?form=" (form) } {
                                input type="hidden" name="q" value=(query);
                                button name="do" value="drop" aria-label={ "Forget " (query) } { "Forget" }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Saves a search, or forgets one.
pub(super) async fn save(Extension(access): Extension<Access>, saved: Saved, body: Bytes) -> Paged {
    let sent = Sent::read(&body);
    let query = sent.one("q");
    if query.is_empty() || query.len() > LONGEST {
        let problem = Problem::bad(format!("give a search of at most {LONGEST} bytes to save"));
        return Err(Page::of(access)(problem));
    }
    let (saved, back) = match sent.one("do") {
        "drop" => (saved.without(query), "/search".to_owned()),
        _ => (saved.with(query), format!("/search?q={}", escaped(query))),
    };
    let mut answer = Redirect::to(&back).into_response();
    if let Ok(cookie) = HeaderValue::from_str(&saved.cookie()) {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::{found, language, month, of_how_many};

    #[test]
    fn months_end_where_the_next_begins() {
        assert_eq!(month("2031-12"), "after:2031-12 before:2032-01");
        assert_eq!(month("9999-12"), "after:9999-12");
        assert_eq!(month("x"), "after:x");
    }

    #[test]
    fn the_language_is_a_list() {
        let list = language().into_string();
        assert!(
            list.contains("<dt><code>ferr*</code></dt><dd>words that begin so</dd>"),
            "{list}"
        );
        assert!(list.contains("direct, mixed, indirect"), "{list}");
        assert!(!list.contains("added last"), "{list}");
    }

    #[test]
    fn the_findings_shown_say_of_how_many() {
        let stories = [("7".to_owned(), "The <ferry>".to_owned(), 22)];
        let told = of_how_many(5, &stories).into_string();
        assert!(
            told.contains("The 5 findings that fit the words best. All of <a href=\"/findings?story=7\">The &lt;ferry&gt;</a> (22)"),
            "{told}"
        );
    }

    #[test]
    fn found_words_are_lit() {
        let lit = found("The <crews> rescued", &["crew".to_owned()]).into_string();
        assert_eq!(
            lit,
            "The &lt;<mark class=\"found\">crews</mark>&gt; rescued"
        );
    }
}
