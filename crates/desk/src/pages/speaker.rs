//! A speaker: all that one said, and where it was altered.

use std::collections::BTreeMap;

use axum::extract::{Extension, Query, State};
use crosswire_ledger::{Finding, FindingFilter, FindingKind, Page as Part, QuoteRecord};
use maud::{Markup, html};
use serde::Deserialize;

use super::correcting::{Signed, of_name};
use super::frame::{Page, Paged, count, escaped, export, framed, is_spoken, more, site};
use super::report::in_words;
use super::when::{reach, time};
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
            limit: 100,
            after: who.after,
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
        @if let (Some((said, altered)), Some(by)) = (&found, &by) {
            @if said.items.is_empty() { p { "Nobody of this name is reported as saying anything." } }
            @else { (known(by, &said.items, altered)) }
            @if let Some(form) = &form {
                @let back = format!("/speakers?by={}", escaped(by));
                (of_name(by, Signed { form, name: &person.0, back: &back }))
            }
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
            h2 { "Quoted most in the reports added last" }
            div.actions { (export("/api/v1/export/speakers")) }
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

/// How the ledger knows somebody: by which names, in which outlets, when, and how often words of theirs were altered.
fn known(by: &str, said: &[QuoteRecord], altered: &BTreeMap<(String, usize), Finding>) -> Markup {
    let names = |possible: bool| {
        let all = said.iter().filter(move |q| q.possible == possible);
        most(all.filter_map(|q| q.speaker.as_deref()))
    };
    let outlets = most(said.iter().filter_map(|q| q.outlet.as_deref()).map(site));
    let changed = said
        .iter()
        .filter(|q| altering(q, altered).is_some())
        .count();
    let list = |all: &[(&str, usize)]| {
        html! { @for (at, (name, n)) in all.iter().take(12).enumerate() { @if at > 0 { ", " } (name) " (" (n) ")" } @if all.len() > 12 { " and " (all.len() - 12) " more" } }
    };
    html! {
        dl.facts {
            dt { "Named as" } dd { (list(&names(false))) }
            @if !names(true).is_empty() { dt { "Possibly theirs" } dd { (list(&names(true))) } }
            dt { "Quoted by" } dd { (list(&outlets)) }
            @if let Some(days) = reach(said.iter().filter_map(|q| q.published.as_deref())) { dt { "Published" } dd { (days) } }
            dt { "Altered somewhere" } dd { (count(changed, "quotation", "quotations")) }
        }
        div.actions { (export(&format!("/api/v1/export/quotes?by={}", escaped(by)))) }
    }
}

/// Names with how often each stands, the most first.
fn most<'n>(names: impl Iterator<Item = &'n str>) -> Vec<(&'n str, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    let mut all: Vec<(&str, usize)> = counts.into_iter().collect();
    all.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    all
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
                    blockquote { @if is_spoken(&quotation.kind) { "“" (quotation.text) "”" } @else { (quotation.text) } }
                    p.note {
                        @if quotation.possible { b { "Possibly " } }
                        @if let Some(speaker) = &quotation.speaker { (speaker) ", " }
                        a href={ "/reports/" (escaped(&quotation.report)) } { (site(quotation.outlet.as_deref().unwrap_or("a report"))) }
                        @if let Some(published) = &quotation.published { ", " (time(published)) }
                        ", " (in_words(&quotation.kind))
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
