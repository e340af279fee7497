//! The inbox: findings to be worked through, filtered by what stands in the address, by key from top to
//! bottom. What people hold to be wrong comes last.

use std::collections::BTreeMap;

use axum::extract::{Extension, Query, State};
use axum::response::IntoResponse;
use crosswire_ledger::{Inbox, InboxFilter, InboxItem, InboxOrder, Marked, Page as Part, View};
use crosswire_present::html::{claim, reading};
use crosswire_record::{About, FindingKind, ReportRecord, Word};
use maud::{Markup, html};
use serde::Deserialize;

use super::frame::{
    KINDS, Page, Paged, about, count, escaped, export, framed, is_doubtful, kind, origins, percent,
    site, sure, titled, word,
};
use super::holding::{Known, has_sides, holds, reports_of, whose};
use super::when::time;
use crate::guard::Access;
use crate::person::Person;
use crate::problem::Problem;
use crate::state::Shared;

/// Names of outlets and origins that are offered.
const OFFERED: usize = 200;

/// What the address says is wanted; empty for anything.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    order: String,
    kind: String,
    about: String,
    outlet: String,
    origin: String,
    least: String,
    from: String,
    to: String,
    story: String,
    marked: String,
    new: String,
    after: String,
}

/// What people hold of a finding, as the filter has it.
const MARKED: [(&str, &str); 5] = [
    ("unmarked", "not yet"),
    ("changed", "before it changed"),
    ("confirmed", "confirmed"),
    ("explained", "explained"),
    ("wrong", "wrong"),
];

/// Shares that the filter offers, in an address and in words.
const LEAST: [(&str, &str); 5] = [
    ("0.5", "50%"),
    ("0.6", "60%"),
    ("0.7", "70%"),
    ("0.8", "80%"),
    ("0.9", "90%"),
];

impl Which {
    fn members(&self) -> [(&'static str, &str); 12] {
        [
            ("order", &self.order),
            ("kind", &self.kind),
            ("about", &self.about),
            ("outlet", &self.outlet),
            ("origin", &self.origin),
            ("least", &self.least),
            ("from", &self.from),
            ("to", &self.to),
            ("story", &self.story),
            ("marked", &self.marked),
            ("new", &self.new),
            ("after", &self.after),
        ]
    }

    /// The address of the same with one member otherwise; ends so that another member can follow.
    fn address(&self, name: &str, value: &str) -> String {
        let mut address = "/findings?".to_owned();
        for (member, said) in self.members() {
            let said = if member == name { value } else { said };
            if !said.is_empty() && member != "after" {
                address.push_str(&format!("{member}={}&", escaped(said)));
            }
        }
        address
    }

    /// Whether anything but the order is asked for.
    fn is_filtered(&self) -> bool {
        let mut members = self.members().into_iter();
        members.any(|(name, said)| !said.is_empty() && !matches!(name, "order" | "after"))
    }

    /// Whether one of the rarer filters is set.
    fn is_further(&self) -> bool {
        let rarer = [
            &self.outlet,
            &self.origin,
            &self.from,
            &self.to,
            &self.story,
        ];
        rarer.into_iter().any(|said| !said.is_empty())
    }

    fn filter(&self, looked: u64) -> Result<InboxFilter, Problem> {
        let some = |said: &str| Some(said.trim().to_owned()).filter(|said| !said.is_empty());
        let unknown = |name: &str, said: &str| {
            Problem::bad(format!("{name}={said}: choose one of those offered"))
        };
        let kinds = match self.kind.as_str() {
            "" => Vec::new(),
            "disputes" => FindingKind::disputes().collect(),
            said => vec![FindingKind::from_name(said).ok_or_else(|| unknown("kind", said))?],
        };
        let about = match self.about.as_str() {
            "" => None,
            said => Some(About::from_name(said).ok_or_else(|| unknown("about", said))?),
        };
        let least: f64 = match self.least.trim() {
            "" => 0.0,
            said => said.parse().unwrap_or(f64::NAN),
        };
        if !(0.0..=1.0).contains(&least) {
            return Err(Problem::bad(format!(
                "likely right, at least {}: give a number from 0 to 1, such as 0.7",
                self.least
            )));
        }
        for day in [&self.from, &self.to] {
            if !day.is_empty() && day.parse::<jiff::civil::Date>().is_err() {
                return Err(Problem::bad(format!(
                    "{day}: give a day such as 2031-03-06"
                )));
            }
        }
        Ok(InboxFilter {
            order: match self.order.as_str() {
                "" | "weight" => InboxOrder::Weightiest,
                "newest" => InboxOrder::Newest,
                said => return Err(unknown("order", said)),
            },
            kinds,
            about,
            outlet: some(&self.outlet),
            origin: some(&self.origin),
            least_confidence: least,
            from: some(&self.from),
            to: some(&self.to),
            story: some(&self.story),
            marked: match self.marked.as_str() {
                "" => None,
                "unmarked" => Some(Marked::Not),
                "changed" => Some(Marked::Changed),
                said => Some(Marked::As(
                    Word::from_name(said).ok_or_else(|| unknown("marked", said))?,
                )),
            },
            after_commit: (!self.new.is_empty()).then_some(looked),
            page: Part {
                after: some(&self.after),
                ..Part::default()
            },
        })
    }
}

/// All that the page shows.
struct Shown {
    inbox: Inbox,
    /// The reports that the findings rest on.
    reports: BTreeMap<String, ReportRecord>,
    looked: u64,
    new: u64,
    outlets: Vec<String>,
    origins: Vec<String>,
}

pub(super) async fn page(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    person: Person,
    Query(which): Query<Which>,
) -> Paged {
    let (asked, name) = (which.clone(), person.0.clone());
    // Checked before the ledger is asked, so that what is wrong is told as such.
    which.filter(0).map_err(Page::of(access))?;
    let look = move |view: &View<'_>| {
        let looked = if name.is_empty() {
            0
        } else {
            view.looked(&name)?
        };
        let filter = asked.filter(looked).unwrap_or_default();
        let inbox = view.inbox(&filter)?;
        Ok(Shown {
            reports: reports_of(view, inbox.items.iter().map(|item| &item.finding))?,
            inbox,
            looked,
            new: if name.is_empty() {
                0
            } else {
                view.inbox_after(looked)?
            },
            outlets: view.inbox_names("outlet", OFFERED)?,
            origins: view.inbox_names("origin", OFFERED)?,
        })
    };
    let read = state.read(None, look).await.map_err(Page::of(access))?;
    let (commit, shown) = (read.commit, read.value);
    let form = access.may_write().then(|| state.token.form());
    let body = html! {
        h1 { "Findings" }
        (filters(&which, &shown))
        @if let Some(form) = &form {
            form #inbox.marking-all method="post" action={ "/findings/marks?form=" (form) } data-form=(form) {
                (tools(&which, &person))
                (results(&which, &shown, &person, commit, Some(form)))
            }
        } @else {
            div #inbox { (results(&which, &shown, &person, commit, None)) }
        }
    };
    Ok(framed("Findings", access, &body).into_response())
}

fn filters(which: &Which, shown: &Shown) -> Markup {
    let choice = |name: &str, said: &str, none: &str, words: &[(&str, String)]| {
        html! {
            select name=(name) {
                option value="" { (none) }
                @for (value, words) in words { option value=(value) selected[*value == said] { (words) } }
            }
        }
    };
    let mut kinds = vec![("disputes", "all differences".to_owned())];
    kinds.extend(KINDS.map(|of| (of.name(), kind(of).1.to_lowercase())));
    let abouts = About::ALL.map(|of| (of.name(), about(of).to_owned()));
    let marked = MARKED.map(|(value, words)| (value, words.to_owned()));
    let mut least = LEAST
        .map(|(value, words)| (value, words.to_owned()))
        .to_vec();
    // An address can ask for any other share.
    if let Ok(share) = which.least.parse::<f64>()
        && !LEAST.iter().any(|(value, _)| *value == which.least)
    {
        least.push((&which.least, percent(share)));
    }
    html! {
        form.filters #filters action="/findings" role="search" aria-label="Which findings" {
            label { "Sort by "
                select name="order" {
                    option value="" { "weightiest" }
                    option value="newest" selected[which.order == "newest"] { "newest" }
                }
            }
            label { "Kind " (choice("kind", &which.kind, "any", &kinds)) }
            label { "About " (choice("about", &which.about, "anything", &abouts)) }
            label { "Marked " (choice("marked", &which.marked, "or not", &marked)) }
            label { "Likely right, at least " (choice("least", &which.least, "any", &least)) }
            details.further open[which.is_further()] { summary { "More filters" } div {
            label { "Outlet " input name="outlet" value=(which.outlet) list="outlets" maxlength="200"; }
            label { "Whose words " input name="origin" value=(which.origin) list="origins" maxlength="200"; }
            label { "Published from " input type="date" name="from" value=(which.from); }
            label { "to " input type="date" name="to" value=(which.to); }
            label { "Story, by number " input name="story" value=(which.story) size="5" maxlength="20"; }
            } }
            @if shown.looked > 0 || !which.new.is_empty() {
                label { input type="checkbox" name="new" value="1" checked[!which.new.is_empty()]; " only new or changed since you looked" }
            }
            datalist #outlets { @for name in &shown.outlets { option value=(name) {} } }
            datalist #origins { @for name in &shown.origins { option value=(name) {} } }
            noscript { button { "Show" } }
            @if which.is_filtered() { a href="/findings" { "All findings" } }
        }
    }
}

/// The same list as data, with the filters that the API has.
fn exported(which: &Which) -> Markup {
    let mut address = "/api/v1/export/inbox?".to_owned();
    for (name, said) in which.members() {
        let name = match name {
            "least" => "least_confidence",
            "kind" if said == "disputes" => continue,
            "about" | "outlet" | "origin" | "from" | "to" | "story" | "marked" | "kind" => name,
            _ => continue,
        };
        if !said.is_empty() {
            address.push_str(&format!("{name}={}&", escaped(said)));
        }
    }
    export(address.trim_end_matches(['?', '&']))
}

fn tools(which: &Which, person: &Person) -> Markup {
    html! {
        fieldset.tools {
            legend { "What you say of the chosen findings" }
            input type="hidden" name="back" value=(which.address("", ""));
            label { "Your name " input name="name" value=(person.0) maxlength="200" autocomplete="name"; }
            label { "Why " input name="note" maxlength="2000" autocomplete="off"; }
            button name="word" value="confirmed" { "Confirm" }
            button name="word" value="wrong" { "Wrong" }
            button name="word" value="explained" { "Explained" }
            button name="word" value="unmarked" { "Take back" }
            p #said role="status" {}
            p.note { "Confirm: it is so. Wrong: it is not. Explained: it is so, and you say why. Take back: what you said last counts no more." }
        }
        p.note.hint {
            kbd { "j" } " and " kbd { "k" } " go down and up, " kbd { "o" } " opens, " kbd { "x" } " chooses several, "
            kbd { "c" } " confirms, " kbd { "w" } " says wrong, " kbd { "e" } " explained, " kbd { "u" } " takes back, "
            kbd { "n" } " says why."
        }
    }
}

fn results(
    which: &Which,
    shown: &Shown,
    person: &Person,
    commit: u64,
    form: Option<&str>,
) -> Markup {
    let inbox = &shown.inbox;
    let known = |id: &str| shown.reports.get(id);
    let many = if inbox.count > 200_000 {
        "more than 200,000 findings".to_owned()
    } else {
        count(inbox.count as usize, "finding", "findings")
    };
    html! {
        div #results data-commit=(commit) data-live="findings" {
            p.note role="status" {
                (many)
                @if inbox.wrong > 0 { "; and at the end " (inbox.wrong) " that people hold to be wrong" }
                ". " a href="/right" { "How often Crosswire was right" } ". " (exported(which))
            }
            @if let (Some(form), false) = (form, person.0.is_empty()) {
                p.note {
                    @if shown.looked > 0 { (shown.new) " new or changed since you looked. " }
                    @if shown.new > 0 {
                        @if shown.looked > 0 && which.new.is_empty() { a href=(which.address("new", "1")) { "Show these" } " " }
                        button name="commit" value=(commit) formaction={ "/findings/seen?form=" (form) } formnovalidate { "Mark all as seen" }
                    }
                }
            }
            @if inbox.items.is_empty() {
                p {
                    @if which.is_filtered() { "No finding is like that. " a href="/findings" { "All findings" } }
                    @else { "Nothing was found yet. " a href="/add" { "Add reports" } }
                }
            }
            (reading(inbox.items.iter().map(|item| &item.finding)))
            ol.inbox {
                @for item in &inbox.items { (row(item, shown.looked, !person.0.is_empty(), form.is_some(), &known)) }
            }
            @if let Some(next) = &inbox.next {
                p.more { a rel="next" href={ (which.address("", "")) "after=" (next) } { "More" } }
            }
        }
    }
}

fn row(item: &InboxItem, looked: u64, has_name: bool, may_mark: bool, known: Known<'_>) -> Markup {
    let finding = &item.finding;
    let verdict = finding.verdict();
    let news = match (has_name, item.began > looked, item.commit > looked) {
        (true, true, _) => Some("new"),
        (true, false, true) => Some("changed"),
        _ => None,
    };
    html! {
        li.row.{ (finding.kind) }.doubtful[is_doubtful(finding)].wrong[finding.is_wrong()] id={ "f-" (finding.id) } data-row=(finding.id) {
            @if may_mark {
                input type="checkbox" name="finding" value=(finding.id) aria-label={ "Choose: " (finding.question) };
            }
            div {
                h2 { a href={ "/findings/" (finding.id) } { (claim(finding)) } (whose(finding, known)) }
                (holds(finding, known))
                p.note {
                    @if let Some(news) = news { b.news { (news) } " " }
                    b.{ (finding.kind) } { (titled(finding)) } ", about " (about(finding.about)) "; "
                    (origins(finding)) (sure(finding))
                    @if let Some(story) = &finding.story { "; in " a href={ "/stories/" (story) "#f-" (finding.id) } { (item.label) } }
                    @if has_sides(finding) && let Some(day) = &item.day { "; last told " (time(day)) }
                }
                @if !has_sides(finding) { p.note {
                    @for (at, outlet) in item.outlets.iter().take(6).enumerate() { @if at > 0 { ", " } (site(outlet)) }
                    @if item.outlets.len() > 6 { " and " (item.outlets.len() - 6) " more" }
                    @if let Some(day) = &item.day { "; " (time(day)) }
                } }
                @if let Some(mark) = verdict {
                    p.note.verdict {
                        b { (word(mark.word)) } " by " (mark.name)
                        @if !mark.note.is_empty() { ": " (mark.note) }
                        @if mark.as_marked.is_some() { "; changed since" }
                    }
                }
            }
        }
    }
}
