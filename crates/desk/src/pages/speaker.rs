//! A speaker: all that one said, and where it was altered.

use std::collections::BTreeMap;

use axum::extract::{Extension, Query, State};
use crosswire_ledger::{Finding, FindingFilter, FindingKind, Page as Part, QuoteRecord};
use maud::{Markup, html};
use serde::Deserialize;

use super::correcting::{Signed, of_name};
use super::frame::{Page, Paged, count, escaped, framed, more, time};
use crate::guard::Access;
use crate::person::Person;
use crate::state::Shared;

/// Speakers listed where none is asked for.
const MOST: usize = 60;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Who {
    by: Option<String>,
    after: Option<String>,
}

pub(super) async fn page(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    person: Person,
    Query(who): Query<Who>,
) -> Paged {
    let by = who.by.filter(|by| !by.trim().is_empty());
    let name = by.clone();
    let read = state.read(None, move |view| {
        let Some(by) = name else {
            return Ok((None, view.speakers(MOST)?));
        };
        let page = Part {
            after: who.after,
            ..Part::default()
        };
        let said = view.quotes(&by, &page)?;
        let mut altered: BTreeMap<(String, usize), Finding> = BTreeMap::new();
        let mut stories = std::collections::BTreeSet::new();
        for quotation in &said.items {
            if let Some(story) = view.report(&quotation.report)?.1.story
                && stories.insert(story.clone())
            {
                let filter = FindingFilter {
                    kinds: vec![FindingKind::QuoteVariant],
                    story: Some(story),
                    ..FindingFilter::default()
                };
                let found = view.findings(&filter)?.items.into_iter();
                for finding in found.filter(|finding| !finding.is_wrong()) {
                    for evidence in &finding.evidence {
                        altered.insert((evidence.report.clone(), evidence.start), finding.clone());
                    }
                }
            }
        }
        Ok((Some((said, altered)), Vec::new()))
    });
    let (found, lately) = read.await.map_err(Page::of(access))?.value;
    let form = access.may_write().then(|| state.token.form());
    let title = by.clone().unwrap_or_else(|| "Speakers".to_owned());
    let body = html! {
        h1 { (title) }
        form.filters {
            label { "All that was said by " input name="by" value=[by.as_deref()] required; }
            button { "Show" }
        }
        @if let (Some(form), Some(by)) = (&form, &by) {
            @let back = format!("/speakers?by={}", escaped(by));
            (of_name(by, Signed { form, name: &person.0, back: &back }))
        }
        @if let (Some((said, altered)), Some(by)) = (&found, &by) {
            @if said.items.is_empty() { p { "Nobody of this name is reported as saying anything." } }
            (listed(said.items.iter().filter(|quotation| !quotation.possible), altered))
            @let n = said.items.iter().filter(|quotation| quotation.possible).count();
            @if n > 0 {
                details {
                    summary { "Possibly " (by) " (" (n) ")" }
                    (listed(said.items.iter().filter(|quotation| quotation.possible), altered))
                }
            }
            (more(said.next.as_deref(), &format!("/speakers?by={}&", escaped(by))))
        }
        @if !lately.is_empty() {
            h2 { "Quoted most of late" }
            ul.speakers {
                @for (speaker, n) in &lately {
                    li {
                        a href={ "/speakers?by=" (escaped(speaker)) } { (speaker) }
                        span.note { " " (count(*n, "quotation", "quotations")) }
                    }
                }
            }
        }
    };
    Ok(framed(&title, access, &body))
}

/// Quotations, each with its report; those that are only possibly somebody's with the words that say whose.
fn listed<'a>(
    quotations: impl Iterator<Item = &'a QuoteRecord>,
    altered: &BTreeMap<(String, usize), Finding>,
) -> Markup {
    html! {
        ol.quotations {
            @for quotation in quotations {
                li {
                    blockquote { (quotation.text) }
                    p.note {
                        @if let Some(speaker) = &quotation.speaker { (speaker) ", " }
                        a href={ "/reports/" (escaped(&quotation.report)) } { (quotation.outlet.as_deref().unwrap_or("a report")) }
                        @if let Some(published) = &quotation.published { ", " (time(published)) }
                        ", " (quotation.kind)
                    }
                    @if quotation.possible {
                        p.note {
                            "By “" (quotation.mention.as_deref().unwrap_or("nobody named here")) "”"
                            @if let Some(cue) = &quotation.cue { ", " (cue) }
                            @for other in &quotation.candidates { "; or " (other.speaker) }
                        }
                        @if let Some(around) = &quotation.around { p.note { (around) } }
                    }
                    @if let Some(finding) = altering(quotation, altered) {
                        p.problem { a href={ "/findings/" (finding.id) } { (finding.explanation) } }
                    }
                }
            }
        }
    }
}

/// The finding that says that this quotation was altered somewhere.
fn altering<'a>(
    quotation: &QuoteRecord,
    altered: &'a BTreeMap<(String, usize), Finding>,
) -> Option<&'a Finding> {
    let from = (quotation.report.clone(), quotation.start);
    let to = (quotation.report.clone(), quotation.end);
    altered.range(from..to).next().map(|(_, finding)| finding)
}
