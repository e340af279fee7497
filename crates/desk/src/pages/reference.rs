//! A transcript, statement or filing that the quotations of a story are laid against: each is verbatim, cut, altered or
//! not found. It is the `--reference` of `crosswire check`; what is given is read, and not kept.

use axum::extract::{Extension, Multipart, Query, State};
use crosswire_compare::{Checked, Verdict, against};
use crosswire_extract::Extracted;
use crosswire_read::{Options, read_bytes};
use crosswire_report::Report;
use maud::{Markup, html};
use serde::Deserialize;

use super::difference::{parted, put_in};
use super::frame::{Page, Paged, count, escaped, framed, site};
use crate::guard::Access;
use crate::problem::Problem;
use crate::state::Shared;

/// Reports whose quotations are looked at, bytes of what is given, and quotations shown of one sort.
const REPORTS: usize = 60;
const LARGEST: usize = 4 << 20;
const SHOWN: usize = 200;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    story: String,
}

pub(super) async fn page(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    Query(which): Query<Which>,
) -> Paged {
    if !access.may_write() {
        return Err(Page::of(access)(Problem::new(
            axum::http::StatusCode::UNAUTHORIZED,
            "checking quotations is for those who have the desk's token",
        )));
    }
    let body = html! {
        h1 { "Check quotations against a transcript" }
        p.lead { "Paste the transcript, statement or filing, and name the story whose reports quote it. Every quotation of theirs is then \
            verbatim, cut, altered, or not found in it. What you give is read and not kept." }
        (form(&state.token.form(), &which.story, ""))
    };
    Ok(framed("Transcripts", access, &body))
}

fn form(secret: &str, story: &str, text: &str) -> Markup {
    html! {
        form.add method="post" action={ "/reference?form=" (secret) } enctype="multipart/form-data" {
            label { "Story, by number or address " input name="story" value=(story) required maxlength="300"; }
            label { "Transcript " textarea name="text" rows="10" { (text) } }
            label { "or a file of it " input type="file" name="file"; }
            button { "Check the quotations" }
        }
    }
}

/// The number of a story in what somebody gave: the number, or the address of its page.
fn number(said: &str) -> &str {
    let path = said.trim().split(['?', '#']).next().unwrap_or("");
    path.rsplit('/').next().unwrap_or(path)
}

pub(super) async fn take(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    mut sent: Multipart,
) -> Paged {
    let (mut story, mut text, mut file, mut called) = (String::new(), Vec::new(), Vec::new(), None);
    let broken = |error: axum::extract::multipart::MultipartError| {
        Page::of(access)(Problem::new(error.status(), error.body_text()))
    };
    while let Some(field) = sent.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or("").to_owned();
        let given = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.map_err(broken)?;
        match name.as_str() {
            "story" => number(&String::from_utf8_lossy(&bytes)).clone_into(&mut story),
            "text" => text = bytes.to_vec(),
            "file" if !bytes.is_empty() => {
                called = given;
                file = bytes.to_vec();
            }
            _ => {}
        }
    }
    let pasted = String::from_utf8_lossy(&text).into_owned();
    let (name, bytes) = if file.is_empty() {
        ("transcript.txt".to_owned(), text)
    } else {
        (called.unwrap_or_else(|| "transcript".to_owned()), file)
    };
    if bytes.len() > LARGEST {
        let problem = Problem::bad("this is more than 4 MiB; give the part that is quoted");
        return Err(Page::of(access)(problem));
    }
    let asked = story.clone();
    let read = state.read(None, move |view| {
        let found = view.story(&asked)?;
        let read = read_bytes(&name, &bytes, &Options::default());
        let references: Vec<Report> = read
            .into_iter()
            .filter_map(Result::ok)
            .filter(|reference| !reference.text.trim().is_empty())
            .collect();
        if references.is_empty() {
            return Ok(None);
        }
        let mut extracted = Vec::new();
        for report in found.reports.iter().take(REPORTS) {
            extracted.push(view.extracted(report)?);
        }
        let told: Vec<&Report> = references.iter().collect();
        let quoting: Vec<&Extracted> = extracted.iter().collect();
        let checked = against(&told, &quoting);
        Ok(Some(shown(
            &found.label,
            &found.id,
            found.reports.len(),
            &checked,
            &extracted,
            &references,
        )))
    });
    let shown = read.await.map_err(Page::of(access))?.value;
    let body = html! {
        @match &shown {
            Some(shown) => (shown),
            None => {
                h1 { "Check quotations against a transcript" }
                p.problem role="alert" { "No text was found in it. Give a transcript or statement as plain text, a web page or a report." }
            },
        }
        details open[shown.is_none()] {
            summary { "Check against another" }
            (form(&state.token.form(), &story, &pasted))
        }
    };
    Ok(framed("Transcripts", access, &body))
}

fn shown(
    label: &str,
    story: &str,
    of: usize,
    all: &[Checked],
    extracted: &[Extracted],
    references: &[Report],
) -> Markup {
    let n = |verdict: Verdict| all.iter().filter(|one| one.verdict == verdict).count();
    html! {
        p.above { a href={ "/stories/" (escaped(story)) } { (label) } }
        h1 { "Quotations against the transcript" }
        p role="status" {
            b { (count(all.len(), "quotation", "quotations")) } " of " (count(extracted.len(), "report", "reports"))
            @if of > extracted.len() { " (the first of " (of) ")" }
            ": " (n(Verdict::Altered)) " altered, " (n(Verdict::NotFound)) " not found, " (n(Verdict::Cut)) " cut, " (n(Verdict::Verbatim)) " verbatim."
        }
        @for verdict in Verdict::FOR_READERS {
            @if n(verdict) > 0 {
                section.{ (class(verdict)) } {
                    h2.{ (class(verdict)) } { (heading(verdict)) " (" (n(verdict)) ")" }
                    p.note { (means(verdict)) }
                    @for one in all.iter().filter(|one| one.verdict == verdict).take(SHOWN) { (quotation(one, extracted, references)) }
                }
            }
        }
    }
}

fn quotation(checked: &Checked, extracted: &[Extracted], references: &[Report]) -> Markup {
    let report = extracted[checked.report].annotated.report();
    let said = report.words(checked.passage);
    let found = checked
        .found
        .map(|(number, passage)| references[number].words(passage));
    let differs = matches!(checked.verdict, Verdict::Altered | Verdict::Cut);
    html! {
        div.quoted.{ (class(checked.verdict)) } {
            p.note {
                a href={ "/reports/" (escaped(&report.id)) } { (site(report.outlet.as_deref().unwrap_or(&report.source))) }
                @if let Some(speaker) = &checked.speaker { ", quoting " (speaker) }
            }
            blockquote { "“" @match found { Some(found) if differs => (put_in(found, said)), _ => (said) } "”" }
            @if let Some(found) = found.filter(|_| differs) {
                p.note { "The transcript" }
                blockquote { "“" (parted(found, said)) "”" }
                @for change in checked.changed.iter().filter(|change| !change.meaning).take(4) {
                    p.note { "Spelling or style: " (change.from) " → " (change.to) }
                }
            }
        }
    }
}

fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Cut => "cut-short",
        other => other.name(),
    }
}

fn heading(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Altered => "Altered",
        Verdict::NotFound => "Not found",
        Verdict::Cut => "Cut",
        Verdict::Verbatim => "Verbatim",
    }
}

fn means(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Altered => "Words differ, or are left out inside a sentence without a mark.",
        Verdict::NotFound => {
            "Nothing in the transcript is like it; it may have been said elsewhere."
        }
        Verdict::Cut => "Words are left out, and a mark or the end of a sentence shows where.",
        Verdict::Verbatim => "The words stand there as they are, but for spelling and house style.",
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn a_story_is_named_by_number_or_address() {
        for said in [
            "3",
            " 3 ",
            "/stories/3",
            "http://127.0.0.1:7070/stories/3#f-a",
        ] {
            assert_eq!(number(said), "3");
        }
        assert_eq!(number(""), "");
    }
}
