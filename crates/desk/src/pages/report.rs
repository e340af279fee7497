//! A report: its text by blocks, with quotations, statements and findings lit in it.

use axum::extract::{Extension, Path, State};
use crosswire_ledger::{Detail, DetailSort, FindingFilter, ReportRecord};
use crosswire_present::html::{claim, reading};
use crosswire_record::{Ground, OriginKind, OriginRecord};
use crosswire_report::{Report, Role};
use crosswire_text::CharIndex;
use maud::{Markup, html};

use super::correcting::{Signed, of_quotation, of_report};
use super::frame::{
    KINDS, Page, Paged, cut, escaped, framed, is_doubtful, is_spoken, link, mend, origins, outlet,
    percent, site, sure, titled,
};
use super::holding::{against, reports_of, whose};
use super::lit::{Light, lights, lit, noted, sort};
use super::versions::list as list_of_versions;
use super::when::time;
use crate::guard::Access;
use crate::person::Person;
use crate::state::Shared;

pub(super) async fn page(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    person: Person,
    Path(id): Path<String>,
) -> Paged {
    let read = state.read(None, move |view| {
        let (report, record) = view.report(&id)?;
        let findings = match &record.story {
            None => Vec::new(),
            Some(story) => {
                let mut filter = FindingFilter {
                    story: Some(story.clone()),
                    ..FindingFilter::default()
                };
                filter.page.limit = 500;
                let mut findings = view.findings(&filter)?.items;
                findings.retain(|finding| finding.evidence.iter().any(|e| e.report == id));
                // What is disputed first, as everywhere.
                findings.sort_by_key(|f| {
                    let kind = KINDS.iter().position(|kind| f.kind == *kind);
                    (f.is_wrong(), kind)
                });
                findings
            }
        };
        let versions = if record.revision > 1 {
            view.versions(&id)?
        } else {
            Vec::new()
        };
        let label = match &record.story {
            Some(story) => view.label(story)?,
            None => None,
        };
        let others = reports_of(view, findings.iter())?;
        Ok((
            label,
            others,
            report,
            record,
            findings,
            view.quotes_of(&id)?,
            view.statements_of(&id)?,
            view.details(&id)?,
            versions,
        ))
    });
    let (label, others, report, record, findings, quotations, statements, details, versions) =
        read.await.map_err(Page::of(access))?.value;
    let known = |id: &str| others.get(id);
    let details: Vec<(usize, &Detail)> = details.iter().enumerate().collect();
    let marks = lights(&record, &findings);
    let index = CharIndex::new(&report.text);
    let blocks: Vec<_> = report
        .blocks
        .iter()
        .map(|block| {
            let chars = index.chars(block.span);
            let over: Vec<&Light<'_>> = marks
                .iter()
                .filter(|mark| {
                    !mark.in_title && mark.start < chars.end() && chars.start() < mark.end
                })
                .collect();
            let within: Vec<(usize, &Detail)> = details
                .iter()
                .filter(|(_, d)| !d.in_title && d.start < chars.end() && chars.start() < d.end)
                .copied()
                .collect();
            let words = block.span.slice(&report.text);
            (block.role, noted(words, chars.start(), &over, &within))
        })
        .collect();
    let in_title: Vec<&Light<'_>> = marks.iter().filter(|mark| mark.in_title).collect();
    let name = record
        .title
        .clone()
        .unwrap_or_else(|| outlet(&record).to_owned());
    let form = access.may_write().then(|| state.token.form());
    let own = format!("/reports/{}", escaped(&record.id));
    let signed = form.as_deref().map(|form| Signed {
        form,
        name: &person.0,
        back: &own,
    });
    let language = report.details.language.as_deref();
    let body = html! {
        h1 { @match &record.title { Some(title) => (lit(title, 0, &in_title)), None => (outlet(&record)) } }
        dl.facts {
            dt { "Outlet" }
            dd { @match &record.outlet { Some(name) => a href={ "/outlets?name=" (escaped(name)) } { (site(name)) }, None => (outlet(&record)) } }
            dt { "Published" } dd { @match &record.published { Some(published) => (time(published)), None => "not known" } }
            @if !report.authors.is_empty() { dt { "By" } dd { (report.authors.join(", ")) } }
            @if let Some(origin) = &record.origin { dt { "Whose words" } dd { (origin_of(origin, &report, &record)) } }
            @if let Some(story) = &record.story { dt { "Story" } dd { a href={ "/stories/" (story) "#r-" (escaped(&record.id)) } { (label.as_deref().unwrap_or("its story")) } } }
            @if let Some(url) = &record.url { dt { "Address" } dd { (link(url)) } }
        }
        details.found {
            summary { "How it came here" }
            dl.facts {
                dt { "Captured" } dd { (time(&record.captured)) }
                @if let Some(fetched) = &record.fetched {
                    dt { "Fetched" } dd {
                        (link(&fetched.url)) " for the source " (fetched.source) ", " (time(&fetched.at)) ", status " (fetched.status) ", "
                        (fetched.bytes) " bytes, SHA-256 " code { (fetched.sha256) }
                    }
                }
                @if let Some(language) = language { dt { "Language" } dd { (language) } }
                dt { "Read from" } dd { (record.place.as_ref().unwrap_or(&record.source)) }
                dt { "Version" } dd { (record.revision) }
                dt { "SHA-256 of the text" } dd { code { (record.sha256) } }
            }
        }
        @if versions.len() > 1 {
            h2 #versions { "Versions (" (versions.len()) ")" }
            (list_of_versions(&versions, &escaped(&record.id), None))
        }
        @for problem in &record.problems { p.problem { (problem.message) " (" (mend(&problem.kind, &problem.mend)) ")" } }
        @if let Some(signed) = signed { (of_report(&record, language, signed)) }
        div.desk {
            section.findings aria-label="What was found in it" {
                @if !findings.is_empty() { h2 { "Findings" } (reading(findings.iter())) }
                @for finding in &findings {
                    article.finding.{ (finding.kind) }.doubtful[is_doubtful(finding)] id={ "f-" (finding.id) } data-finding=(finding.id) {
                        h3 { a href={ "#f-" (finding.id) } { (claim(finding)) } (whose(finding, &known)) }
                        (against(finding, "This report", &|id| id == record.id, &known))
                        p.note { b.{ (finding.kind) } { (titled(finding)) } ", " (origins(finding)) (sure(finding)) ". " a href={ "/findings/" (finding.id) } { "Open" } }
                    }
                }
                h2 { "Quotations (" (quotations.len()) ")" }
                ul.said {
                    @for quotation in &quotations {
                        li {
                            @if let Some(speaker) = &quotation.speaker {
                                @if quotation.possible { span.note { "Possibly " } }
                                a href={ "/speakers?by=" (escaped(speaker)) } { (speaker) } ": "
                            }
                            @if is_spoken(&quotation.kind) { q { (quotation.text) } } @else { (quotation.text) }
                            span.note { " (" (in_words(&quotation.kind)) ")" }
                            @if let Some(signed) = signed { (of_quotation(quotation, signed)) }
                        }
                    }
                }
                @for of in [DetailSort::Mention, DetailSort::Time, DetailSort::Quantity] {
                    (list(of, &details))
                }
                details {
                    summary { "Statements (" (statements.len()) ")" }
                    ul {
                        @for statement in &statements {
                            li {
                                (statement.text)
                                span.note {
                                    " " (statement.lemma) ", " (statement.factuality)
                                    @if statement.negated { ", denied" }
                                    @if let Some(source) = &statement.attributed_to { ", according to " (source) }
                                }
                            }
                        }
                    }
                }
            }
            article.report.whole tabindex="0" aria-label="Its text" {
                p.note { "A coloured line: findings rest on these words. Dotted: a name, dashed: a time, wavy: a quantity; point at it, or tap it, to see how it was understood." }
                @for (role, words) in &blocks {
                    @match role {
                        Role::Title | Role::Heading => h2 { (words) },
                        _ => p.{ (role.name()) } { (words) },
                    }
                }
            }
        }
    };
    Ok(framed(&name, access, &body))
}

/// How a quotation is printed, for people.
pub(super) fn in_words(kind: &str) -> &str {
    match kind {
        "direct" => "in quotation marks",
        "mixed" => "partly in quotation marks",
        "indirect" => "in the report’s words",
        "reported" => "told, not quoted",
        "scare" => "a word in quotation marks",
        other => other,
    }
}

/// Whose words a report has, with the words of it that this rests on.
fn origin_of(origin: &OriginRecord, report: &Report, record: &ReportRecord) -> Markup {
    let index = CharIndex::new(&report.text);
    let words = |start: Option<usize>, end: Option<usize>| {
        let span = index.bytes(start?, end?)?;
        Some(cut(span.slice(&report.text), 160))
    };
    html! {
        @match (origin.origin.as_deref(), origin.origin_kind) {
            (Some(name), Some(OriginKind::Own)) => { (site(name)) ", its own as far as anything tells" },
            (Some(name), Some(OriginKind::Agency)) => { (site(name)) ", an agency" },
            (Some(name), Some(_)) => (site(name)),
            _ => "not known",
        }
        @if let Some(sure) = origin.origin_confidence { " (" (percent(sure)) " likely)" }
        @if !origin.origin_with.is_empty() { ", with parts of " (origin.origin_with.join(", ")) }
        @if !origin.origin_evidence.is_empty() {
            ul.grounds {
                @for ground in &origin.origin_evidence {
                    li {
                        (ground_in_words(ground.ground))
                        @if let Some(name) = &ground.name { ": " (site(name)) }
                        @if let Some(words) = words(ground.start, ground.end) { " “" (words) "”" }
                        @if let Some(first) = &ground.copy_of {
                            ", " @if let Some(share) = ground.share { (percent(share)) " of it stands in " } @else { "it stands in " }
                            a href={ "/compare?a=" (escaped(&record.id)) "&b=" (escaped(first)) } { "that report" }
                        }
                    }
                }
            }
        }
    }
}

/// What an origin rests on, as it is told.
fn ground_in_words(ground: Ground) -> &'static str {
    match ground {
        Ground::Publisher => "who published it",
        Ground::Byline => "the byline",
        Ground::Dateline => "the dateline",
        Ground::Signature => "the signature at the end",
        Ground::Notice => "a notice of copyright",
        Ground::Contribution => "a note on who contributed",
        Ground::Syndication => "a note that it is taken over",
        Ground::Copy => "a copy",
        Ground::Citation => "it names as its source",
    }
}

/// The details of one sort, gathered by what they mean, each a link to its place in the text.
fn list(of: DetailSort, details: &[(usize, &Detail)]) -> Markup {
    let mut by_meaning: Vec<(&str, Vec<(usize, &Detail)>)> = Vec::new();
    for &(number, detail) in details.iter().filter(|(_, detail)| detail.sort == of) {
        match by_meaning
            .iter_mut()
            .find(|(means, _)| *means == detail.means)
        {
            Some((_, all)) => all.push((number, detail)),
            None => by_meaning.push((&detail.means, vec![(number, detail)])),
        }
    }
    let n: usize = by_meaning.iter().map(|(_, all)| all.len()).sum();
    html! {
        @if n > 0 {
            details.found {
                summary { (sort(of).1) " (" (n) ")" }
                ul {
                    @for (means, all) in &by_meaning {
                        li {
                            b { (means) } ": "
                            @for (i, (number, detail)) in all.iter().enumerate() {
                                @if i > 0 { ", " }
                                @if detail.in_title { span id={ "d-" (number) } { (detail.text) " (title)" } }
                                @else { a id={ "d-" (number) } href={ "#at-" (number) } { (detail.text) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
