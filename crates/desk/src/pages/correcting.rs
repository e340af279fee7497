//! Corrections in the browser: the forms on the pages of stories, reports and speakers, and what takes
//! them. Each is by name, stands in the log, and can be undone there.

use axum::body::Bytes;
use axum::extract::{Extension, State};
use axum::response::{IntoResponse, Redirect};
use crosswire_ledger::{Corrected, Correction, QuoteRecord, ReportRecord};
use maud::{Markup, html};

use super::frame::{Page, Paged, escaped, outlet};
use super::marking::{Sent, back, remembering};
use super::when::time;
use crate::api::{check_name, correct};
use crate::guard::Access;
use crate::problem::Problem;
use crate::state::Shared;

/// Reports that are moved or split off at once.
const MOST: usize = 500;

/// What a page's forms are signed with: the secret of the desk's forms, the name, and where they lead back.
#[derive(Clone, Copy)]
pub(super) struct Signed<'s> {
    pub(super) form: &'s str,
    pub(super) name: &'s str,
    pub(super) back: &'s str,
}

impl Signed<'_> {
    /// Where a form is sent.
    fn to(&self) -> String {
        format!("/corrections?form={}", self.form)
    }

    /// The members that every form has.
    fn members(&self) -> Markup {
        html! {
            input type="hidden" name="back" value=(self.back);
            label { "Your name " input name="by" value=(self.name) maxlength="200" required autocomplete="name"; }
            label { "Why " input name="note" maxlength="2000" autocomplete="off"; }
        }
    }
}

/// The forms by which a story is corrected.
pub(super) fn of_story(
    id: &str,
    label: &str,
    reports: &[&ReportRecord],
    signed: Signed<'_>,
) -> Markup {
    html! {
        details.correcting #correct {
            summary { "Correct this story" }
            form method="post" action=(signed.to()) {
                input type="hidden" name="story" value=(id);
                label { "It is called " input name="label" value=(label) maxlength="500" required; }
                (signed.members())
                button name="kind" value="rename" { "Rename it" }
            }
            form method="post" action=(signed.to()) {
                input type="hidden" name="story" value=(id);
                label { "It tells the same as the story " input name="into" required maxlength="300" placeholder="number or address"; }
                (signed.members())
                button name="kind" value="merge" { "Merge it into that one" }
            }
            form method="post" action=(signed.to()) {
                input type="hidden" name="story" value=(id);
                fieldset {
                    legend { "Reports that do not belong to it" }
                    @for report in reports {
                        label.one {
                            input type="checkbox" name="report" value=(report.id);
                            " " (outlet(report))
                            @if let Some(published) = &report.published { ", " (time(published)) }
                            @if let Some(title) = &report.title { ": " (title) }
                        }
                    }
                }
                (signed.members())
                button name="kind" value="split" { "Make them a story of their own" }
                label { "or give the story that they belong to " input name="into" maxlength="300" placeholder="number or address"; }
                button name="kind" value="move" { "Move them there" }
            }
            p.note { a href="/corrections" { "What was corrected, and undoing it" } }
        }
    }
}

/// The forms by which a report is corrected.
pub(super) fn of_report(
    record: &ReportRecord,
    language: Option<&str>,
    signed: Signed<'_>,
) -> Markup {
    let day = record.published.as_deref().unwrap_or("");
    html! {
        details.correcting #correct {
            summary { "Correct this report" }
            form method="post" action=(signed.to()) {
                input type="hidden" name="report" value=(record.id);
                label { "Published " input name="published" value=(day) maxlength="40" placeholder="2031-03-06 or 2031-03-06T08:10Z"; }
                label { "Outlet " input name="outlet" value=(record.outlet.as_deref().unwrap_or("")) maxlength="200"; }
                label { "Language, as a code " input name="language" value=(language.unwrap_or("")) maxlength="3" size="4"; }
                // What is left as it is, is not corrected.
                input type="hidden" name="was-published" value=(day);
                input type="hidden" name="was-outlet" value=(record.outlet.as_deref().unwrap_or(""));
                input type="hidden" name="was-language" value=(language.unwrap_or(""));
                (signed.members())
                button name="kind" value="redate" { "Give it these" }
            }
            @if record.story.is_some() {
                form method="post" action=(signed.to()) {
                    input type="hidden" name="report" value=(record.id);
                    label { "It belongs to the story " input name="into" required maxlength="300" placeholder="number or address"; }
                    (signed.members())
                    button name="kind" value="move" { "Move it there" }
                }
                form method="post" action=(signed.to()) {
                    input type="hidden" name="report" value=(record.id);
                    (signed.members())
                    button name="kind" value="withdraw" { "Withdraw it: no story, no finding" }
                }
            } @else { p { "It is of no story: it was withdrawn. " a href="/corrections" { "The log" } " undoes that." } }
            p.note { a href="/corrections" { "What was corrected, and undoing it" } }
        }
    }
}

/// The form by which a quotation is given to another speaker.
pub(super) fn of_quotation(quote: &QuoteRecord, signed: Signed<'_>) -> Markup {
    html! {
        details.correcting.small {
            summary { "Wrong speaker?" }
            form method="post" action=(signed.to()) {
                input type="hidden" name="report" value=(quote.report);
                input type="hidden" name="start" value=(quote.start);
                input type="hidden" name="end" value=(quote.end);
                input type="hidden" name="in_title" value=(quote.in_title);
                label { "Said by " input name="speaker" required maxlength="200" value=(quote.speaker.as_deref().unwrap_or("")); }
                (signed.members())
                button name="kind" value="speaker" { "Keep" }
            }
        }
    }
}

/// The forms by which names are told to be one's or two's.
pub(super) fn of_name(name: &str, signed: Signed<'_>) -> Markup {
    html! {
        details.correcting #correct {
            summary { "Correct this name" }
            form method="post" action=(signed.to()) {
                label { "The name " input name="name" value=(name) required maxlength="200"; }
                label { "and the name " input name="alias" required maxlength="200"; }
                (signed.members())
                button name="kind" value="same" { "are one's: list their words together" }
                button name="kind" value="apart" { "are not one's" }
            }
            p.note { a href="/corrections" { "What was corrected, and undoing it" } }
        }
    }
}

/// The number of a story, by its number or an address of it.
fn story(said: &str) -> String {
    let tail = said.rsplit_once("/stories/").map_or(said, |(_, tail)| tail);
    let digits: String = tail
        .trim()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    if digits.is_empty() {
        said.trim().to_owned()
    } else {
        digits
    }
}

/// What a form asks for; several where it names several reports to be moved.
fn wanted(sent: &Sent) -> Result<Vec<Correction>, Problem> {
    let one = |name: &str| sent.one(name).to_owned();
    let some = |name: &str| Some(one(name)).filter(|said| !said.is_empty());
    let number = |name: &str| {
        let number = sent.one(name).parse();
        number.map_err(|_| Problem::bad(format!("{name}: this is no number")))
    };
    let reports = sent.all("report");
    if reports.len() > MOST {
        return Err(Problem::bad(format!(
            "choose at most {MOST} reports at once"
        )));
    }
    let chosen = || {
        if reports.is_empty() {
            return Err(Problem::bad(
                "choose the reports first, then say what is to become of them",
            ));
        }
        Ok(reports.clone())
    };
    let into = || match story(sent.one("into")) {
        into if into.is_empty() => Err(Problem::bad("say which story: its number, or its address")),
        into => Ok(into),
    };
    let correction = match sent.one("kind") {
        "rename" => Correction::Rename {
            story: one("story"),
            label: some("label").ok_or_else(|| Problem::bad("say what the story is called"))?,
        },
        "merge" => Correction::Merge {
            story: one("story"),
            into: into()?,
        },
        "split" => Correction::Split {
            story: one("story"),
            reports: chosen()?,
        },
        "move" => {
            let into = into()?;
            let moved = chosen()?.into_iter();
            return Ok(moved
                .map(|report| Correction::Move {
                    report,
                    into: into.clone(),
                })
                .collect());
        }
        "withdraw" => Correction::Withdraw {
            report: one("report"),
        },
        "redate" => {
            let changed =
                |name: &str| some(name).filter(|said| said != sent.one(&format!("was-{name}")));
            let (published, outlet, language) =
                (changed("published"), changed("outlet"), changed("language"));
            if published.is_none() && outlet.is_none() && language.is_none() {
                return Err(Problem::bad(
                    "nothing is otherwise than before: change the date, the outlet or the language",
                ));
            }
            Correction::Redate {
                report: one("report"),
                published,
                outlet,
                language,
            }
        }
        "speaker" => Correction::Speaker {
            report: one("report"),
            start: number("start")?,
            end: number("end")?,
            in_title: sent.one("in_title") == "true",
            speaker: one("speaker"),
            text: String::new(),
        },
        "same" => Correction::Same {
            name: one("name"),
            alias: one("alias"),
        },
        "apart" => Correction::Apart {
            name: one("name"),
            alias: one("alias"),
        },
        "undo" => Correction::Undo {
            correction: sent
                .one("correction")
                .parse()
                .map_err(|_| Problem::bad("correction: this is no number"))?,
        },
        _ => return Err(Problem::bad("there is no correction of this sort")),
    };
    Ok(vec![correction])
}

/// Takes a form, and leads to where what it did is seen.
pub(super) async fn take(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    body: Bytes,
) -> Paged {
    let sent = Sent::read(&body);
    let name = sent.one("by").to_owned();
    check_name(&name).map_err(Page::of(access))?;
    let wanted = wanted(&sent).map_err(Page::of(access))?;
    let done = correct(&state, wanted, sent.one("note"), &name).await;
    let done = done.map_err(Page::of(access))?;
    let to = match done.last() {
        Some(last) => leads(last, back(sent.one("back"))),
        None => back(sent.one("back")).to_owned(),
    };
    Ok(remembering(Redirect::to(&to).into_response(), &name))
}

/// Where what was done is seen: the story that a split made or a merge left, else where one was.
fn leads(done: &Corrected, back: &str) -> String {
    match (&done.correction, &done.story) {
        (Correction::Split { .. } | Correction::Merge { .. }, Some(story)) => {
            format!("/stories/{}", escaped(story))
        }
        _ => back.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::story;

    #[test]
    fn a_story_is_named_by_number_or_address() {
        for said in [
            "7",
            " 7 ",
            "/stories/7",
            "http://localhost:1/stories/7#f-ab",
            "/stories/7?x=1",
        ] {
            assert_eq!(story(said), "7");
        }
        assert_eq!(story("the ferry"), "the ferry");
    }
}
