//! The log of what people corrected, the last first, each to be undone.

use axum::extract::{Extension, Query, State};
use crosswire_ledger::{Corrected, Correction, View};
use maud::{Markup, html};
use serde::Deserialize;

use super::frame::{Page, Paged, count, escaped, export, framed};
use super::when::time;
use crate::guard::Access;
use crate::person::Person;
use crate::state::Shared;

/// Corrections on a page.
const SHOWN: usize = 100;

#[derive(Deserialize)]
pub(super) struct Part {
    after: Option<i64>,
}

pub(super) async fn page(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    person: Person,
    Query(part): Query<Part>,
) -> Paged {
    let look = |view: &View<'_>| view.corrections();
    let read = state.read(None, look).await;
    let all = read.map_err(Page::of(access))?.value;
    let rest = all
        .iter()
        .rev()
        .skip_while(|one| part.after.is_some_and(|after| one.id >= after));
    let shown: Vec<&Corrected> = rest.take(SHOWN).collect();
    let more = shown
        .last()
        .filter(|last| all.first().is_some_and(|first| first.id < last.id));
    let form = access.may_write().then(|| state.token.form());
    let body = html! {
        h1 { "Corrections" }
        p.note { "What people corrected, the last first. Nothing said is deleted: what is undone stays here, and so does the undoing." }
        @if all.is_empty() {
            p { "Nothing was corrected yet. The pages of stories, reports and speakers have what is needed for it." }
        }
        @else { div.actions { (export("/api/v1/export/corrections")) } }
        ol.corrections {
            @for one in &shown {
                li.undone[one.undone] id={ "c-" (one.id) } {
                    p { b { "No. " (one.id) ": " } (told(&one.correction, one.story.as_deref())) @if one.undone { " " b { "Undone since." } } }
                    p.note { (time(&one.at)) ", " (one.name) @if !one.note.is_empty() { ": " (one.note) } }
                    @if let (Some(form), false) = (&form, one.undone) {
                        form method="post" action={ "/corrections?form=" (form) } {
                            input type="hidden" name="correction" value=(one.id);
                            input type="hidden" name="back" value="/corrections";
                            @if person.0.is_empty() { label { "Your name " input name="by" maxlength="200" required autocomplete="name"; } }
                            @else { input type="hidden" name="by" value=(person.0); }
                            button name="kind" value="undo" { "Undo number " (one.id) }
                        }
                    }
                }
            }
        }
        @if let Some(last) = more { p.more { a rel="next" href={ "/corrections?after=" (last.id) } { "Earlier ones" } } }
    };
    Ok(framed("Corrections", access, &body))
}

/// What was done, with links to where it is seen.
fn told(correction: &Correction, made: Option<&str>) -> Markup {
    let of = |id: &str| html! { a href={ "/stories/" (escaped(id)) } { "story " (id) } };
    let report = |id: &str| html! { a href={ "/reports/" (escaped(id)) } { (id) } };
    html! {
        @match correction {
            Correction::Split { story, reports } => {
                (count(reports.len(), "report", "reports")) " of " (of(story)) ": "
                @for (at, id) in reports.iter().take(8).enumerate() { @if at > 0 { ", " } (report(id)) }
                @if reports.len() > 8 { " and " (reports.len() - 8) " more" }
                @if let Some(made) = made { " are " (of(made)) }
            },
            Correction::Merge { story, into } => { (of(story)) " went into " (of(into)) },
            Correction::Rename { story, label } => { (of(story)) " is called “" (label) "”" },
            Correction::Move { report: id, into } => { (report(id)) " went to " (of(into)) },
            Correction::Withdraw { report: id } => { (report(id)) " was withdrawn" },
            Correction::Redate { report: id, published, outlet, language } => {
                (report(id))
                @if let Some(published) = published { ", published " (time(published)) }
                @if let Some(outlet) = outlet { ", by " (outlet) }
                @if let Some(language) = language { ", in the language " (language) }
            },
            Correction::Speaker { report: id, speaker, text, .. } => {
                "“" (text) "” in " (report(id)) " was said by " a href={ "/speakers?by=" (escaped(speaker)) } { (speaker) }
            },
            Correction::Same { name, alias } => { (alias) " is " a href={ "/speakers?by=" (escaped(name)) } { (name) } },
            Correction::Apart { name, alias } => { (alias) " is not " (name) },
            Correction::Undo { correction } => { "number " a href={ "#c-" (correction) } { (correction) } " was undone" },
        }
    }
}
