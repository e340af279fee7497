//! What the rules found, the rules, and the addresses of their feeds.

use std::collections::BTreeSet;

use axum::extract::{Extension, Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use crosswire_ledger::{Alert, Error, Feed, Page as Part, ReportRecord, View};
use crosswire_present::html::{claim, reading};
use crosswire_record::{About, Finding, FindingKind, Word};
use crosswire_watch::{Digest, Of, Rule, Told, atom};
use jiff::Timestamp;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::card::passages;
use super::frame::{
    Page, Paged, about, escaped, export, framed, is_doubtful, kind, likely, more, origins, sure,
    titled, word,
};
use super::holding::{holds, whose};
use super::when::time;
use crate::config::Token;
use crate::guard::Access;
use crate::jobs::Change;
use crate::problem::Problem;
use crate::state::Shared;

/// Reports of an alert that are named, and passages of it.
const REPORTS: usize = 20;
const PASSAGES: usize = 6;
/// Alerts of a feed.
const IN_A_FEED: usize = 100;

#[derive(Deserialize)]
pub(super) struct Which {
    rule: Option<String>,
    after: Option<String>,
}

pub(super) async fn page(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    Query(which): Query<Which>,
) -> Paged {
    let asked = Part {
        after: which.after,
        ..Part::default()
    };
    let rule = which.rule.filter(|rule| !rule.is_empty());
    let of = rule.clone();
    let read = state.read(None, move |view| {
        let alerts = view.alerts(of.as_deref(), &asked)?;
        let shown = alerts
            .items
            .into_iter()
            .map(|alert| Shown::read(view, alert));
        Ok((
            shown.collect::<Result<Vec<Shown>, Error>>()?,
            alerts.next,
            view.rules()?,
            view.feeds()?,
            view.alerts_after(0)?.0,
        ))
    });
    let (alerts, next, rules, feeds, last) = read.await.map_err(Page::of(access))?.value;
    let form = access.may_write().then(|| state.token.form());
    let address = match &rule {
        Some(rule) => format!("/watch?rule={}&", escaped(rule)),
        None => "/watch?".to_owned(),
    };
    let exported = match &rule {
        Some(rule) => format!("/api/v1/export/alerts?rule={}", escaped(rule)),
        None => "/api/v1/export/alerts".to_owned(),
    };
    let body = html! {
        h1 { "Watch" }
        p.lead {
            "A rule says what you want to hear of: words, a person, a place, a number that moves. What comes in and fits a rule is an \
            alert; it is listed here, and told to whom the rule names."
        }
        h2 { "Alerts" @if let Some(rule) = &rule { " of the rule “" (rule) "”" } }
        @if rule.is_some() { p { a href="/watch" { "Alerts of all rules" } } }
        @if alerts.is_empty() { p { "None yet." @if rules.is_empty() { " There is no rule that looks for any." } } }
        @else { div.actions { (export(&exported)) } }
        (reading(alerts.iter().filter_map(|alert| alert.finding.as_ref())))
        ol.alerts data-last=(last) {
            @for alert in &alerts { (told(alert)) }
        }
        (more(next.as_deref(), &address))
        h2 { "Rules" }
        @if rules.is_empty() { p { "No rule was made here." } }
        @else {
            ul.rules {
                @for (name, data) in &rules {
                    li {
                        b { a href={ "/watch?rule=" (escaped(name)) } { (name) } } ": " (in_words(data))
                        @if let Some(form) = &form {
                            " " form.inline method="post" action={ "/watch/rules/" (escaped(name)) "/remove?form=" (form) } { button aria-label={ "Remove the rule " (name) } { "Remove" } }
                        }
                    }
                }
            }
        }
        @if let Some(form) = &form { (rule_form(form, &state)) }
        p.note { "Rules that tell a command, a folder or the terminal stand in the file given with " code { "--rules" } " when the desk is started; they are not listed here." }
        @if let Some(form) = &form { (feeds_shown(&feeds, &rules, form)) }
    };
    Ok(framed("Watch", access, &body))
}

/// A rule as a sentence; what cannot be read is shown as it is kept.
fn in_words(data: &str) -> String {
    let Ok(rule) = serde_json::from_str::<Rule>(data) else {
        return data.to_owned();
    };
    let any = |words: Vec<String>| words.join(" or ");
    let quoted = |words: &[String]| any(words.iter().map(|word| format!("“{word}”")).collect());
    let mut told = match (rule.of, rule.kind.as_slice()) {
        (Of::Reports, _) => "reports".to_owned(),
        (Of::Findings, []) => "findings of any kind".to_owned(),
        (Of::Findings, kinds) => any(kinds.iter().map(|of| kind(*of).1.to_lowercase()).collect()),
    };
    if !rule.about.is_empty() {
        let abouts = any(rule.about.iter().map(|of| about(*of).to_owned()).collect());
        told.push_str(&format!(" about {abouts}"));
    }
    for (before, words) in [
        ("with the words", &rule.words),
        ("naming", &rule.who),
        ("in", &rule.place),
        ("told by", &rule.outlet),
        ("of story number", &rule.story),
    ] {
        if !words.is_empty() {
            told.push_str(&format!(", {before} {}", quoted(words)));
        }
    }
    if rule.least_confidence > 0.0 {
        told.push_str(&format!(", at least {}", likely(rule.least_confidence)));
    }
    if rule.least_origins > 0 {
        told.push_str(&format!(
            ", from at least {} independent origins",
            rule.least_origins
        ));
    }
    if let Some(by) = &rule.moves_by {
        told.push_str(&format!(", whose number moves by more than {by}"));
    }
    if !rule.marked.is_empty() {
        let marks = any(rule
            .marked
            .iter()
            .map(|mark| word(*mark).to_lowercase())
            .collect());
        told.push_str(&format!(", once marked {marks}"));
    }
    let whom = if rule.tell.is_empty() {
        "told here and in feeds".to_owned()
    } else {
        format!(
            "told here, in feeds and to {}",
            any(rule.tell.clone()).replace(" or ", ", ")
        )
    };
    let when = match rule.digest {
        Digest::None => "",
        Digest::Hourly => ", once an hour",
        Digest::Daily => ", once a day",
    };
    format!("{told}; {whom}{when}.")
}

/// An alert with what is needed to show it.
struct Shown {
    alert: Alert,
    /// The finding that it is about, as it was then.
    finding: Option<Finding>,
    reports: Vec<ReportRecord>,
    since: Since,
}

/// What became of what an alert told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Since {
    Same,
    Changed,
    Gone,
}

impl Shown {
    fn read(view: &View<'_>, alert: Alert) -> Result<Shown, Error> {
        let mut finding: Option<Finding> = serde_json::from_value(Told::of(&alert).record).ok();
        let (mut reports, mut since) = (Vec::new(), Since::Same);
        if let Some(then) = &mut finding {
            let ids: BTreeSet<&str> = then
                .evidence
                .iter()
                .map(|row| row.report.as_str())
                .collect();
            for id in ids.into_iter().take(REPORTS) {
                match view.report(id) {
                    Ok((_, record)) => reports.push(record),
                    Err(Error::Unknown { .. } | Error::Gone { .. }) => {}
                    Err(error) => return Err(error),
                }
            }
            since = match view.finding(&then.id) {
                Ok(now) if now.kind == then.kind && values(&now) == values(then) => {
                    // What people said of it since counts here too.
                    then.marks = now.marks;
                    Since::Same
                }
                Ok(_) => Since::Changed,
                Err(Error::Unknown { .. } | Error::Gone { .. }) => Since::Gone,
                Err(error) => return Err(error),
            };
        }
        Ok(Shown {
            alert,
            finding,
            reports,
            since,
        })
    }
}

fn values(finding: &Finding) -> BTreeSet<&str> {
    finding
        .values
        .iter()
        .map(|value| value.value.as_str())
        .collect()
}

/// An alert: the finding or report that fits, who says what, when it came and of which rule, and what became of it.
fn told(shown: &Shown) -> Markup {
    let alert = &shown.alert;
    let told = Told::of(alert);
    let known = |id: &str| shown.reports.iter().find(|report| report.id == id);
    let mut lines = told.text.lines();
    html! {
        li.{ (shown.finding.as_ref().map_or("report", |finding| finding.kind.name())) }.doubtful[shown.finding.as_ref().is_some_and(is_doubtful)].overtaken[shown.since != Since::Same] #{ "a-" (alert.number) } {
            @match shown.since {
                Since::Same => {},
                Since::Changed => p.note { b { "Changed since: " } "its page says how it stands now." },
                Since::Gone => p.note { b { "No longer so: " } "what came in later left nothing of it." },
            }
            @match &shown.finding {
                Some(finding) => {
                    h3 { @if shown.since == Since::Gone { (claim(finding)) } @else { a href=(told.page) { (claim(finding)) } } (whose(finding, &known)) }
                    (holds(finding, &known))
                },
                None => {
                    h3 { a href=(told.page) { (told.title) } }
                    @if let Some(first) = lines.next() { p { (first) } }
                },
            }
            p.note {
                @if let Some(finding) = &shown.finding { b.{ (finding.kind) } { (titled(finding)) } ", " (origins(finding)) (sure(finding)) "; " }
                "rule " a href={ "/watch?rule=" (escaped(&alert.rule)) } { (alert.rule) } ", " (time(&alert.at))
                @if let (Some(story), Some(label)) = (&told.story, &told.label) { "; in " a href={ "/stories/" (story) } { (label) } }
            }
            @if !told.was.is_empty() { p.note { "The values before: " (told.was.join(" | ")) } }
            @if let Some(finding) = &shown.finding {
                details.says {
                    summary { "What they say" }
                    (passages(finding, &known, PASSAGES))
                }
            }
        }
    }
}

fn rule_form(form: &str, state: &Shared) -> Markup {
    let choice = |name: &str, words: &[(&str, &str)], none: &str| {
        html! {
            select name=(name) {
                option value="" { (none) }
                @for (value, words) in words { option value=(value) { (words) } }
            }
        }
    };
    let kinds = FindingKind::ALL.map(|of| (of.name(), kind(of).1));
    let abouts = About::ALL.map(|of| (of.name(), about(of)));
    let marks = Word::ALL.map(|mark| (mark.name(), word(mark)));
    let channels: Vec<(&str, &str)> = state
        .channels
        .iter()
        .filter(|channel| channel.is_open())
        .map(|channel| (channel.name.as_str(), channel.name.as_str()))
        .collect();
    let lines = |label: &str, name: &str| {
        html! { label { (label) " " textarea name=(name) rows="2" {} } }
    };
    html! {
        details.marking {
            summary { "Make a rule" }
            p.note { "Whatever you fill in must hold. Where a field takes several, write one a line; one of them is enough." }
            form.add.rule method="post" action={ "/watch/rules?form=" (form) } {
                label { "What the rule is called " input name="name" required maxlength="200"; }
                fieldset {
                    legend { "What it looks for" }
                    label { "Look through " select name="in" { option value="findings" { "findings" } option value="reports" { "whole reports" } } }
                    (lines("With these words", "words"))
                    (lines("Naming these persons or bodies", "who"))
                    (lines("In these places", "place"))
                    (lines("Told by these outlets", "outlet"))
                    label { "In the story of this number " input name="story" maxlength="200"; }
                }
                fieldset {
                    legend { "Of findings, only those" }
                    label { "of the kind " (choice("kind", &kinds, "any")) }
                    label { "about " (choice("about", &abouts, "anything")) }
                    label { "at least so likely right, from 0 to 1 (0.7 is 70%) " input name="least_confidence" placeholder="0.7" maxlength="10"; }
                    label { "from at least so many independent origins " input name="least_origins" placeholder="2" maxlength="10"; }
                    label { "whose number moves by more than " input name="moves_by" placeholder="5 or 10%" maxlength="20"; }
                    label { "once somebody marks them " (choice("marked", &marks, "does not matter")) }
                }
                fieldset {
                    legend { "Whom it tells, and when" }
                    @if !channels.is_empty() { label { "Besides this page and its feeds " (choice("tell", &channels, "nobody")) } }
                    label { "When " select name="digest" { option value="none" { "at once" } option value="hourly" { "once an hour" } option value="daily" { "once a day" } } }
                }
                button { "Keep the rule" }
            }
        }
    }
}

fn feeds_shown(feeds: &[Feed], rules: &[(String, String)], form: &str) -> Markup {
    html! {
        h2 { "Feeds" }
        p.note { "A feed is an address that a feed reader follows to have the alerts. Whoever has it can read these alerts, and nothing else, until you revoke it." }
        ul.feeds {
            @for feed in feeds {
                li {
                    @match &feed.rule { Some(rule) => { "Alerts of “" (rule) "”" }, None => "Alerts of all rules" } ", made " (time(&feed.made)) ": "
                    @match &feed.revoked {
                        Some(revoked) => { "revoked " (time(revoked)) },
                        None => {
                            a href={ "/feeds/" (feed.secret) } { "/feeds/" (feed.secret) }
                            form method="post" action={ "/watch/feeds/" (feed.id) "/revoke?form=" (form) } { button { "Revoke" } }
                        },
                    }
                }
            }
        }
        form method="post" action={ "/watch/feeds?form=" (form) } {
            label { "A feed of the alerts of "
                select name="rule" { option value="" { "all rules" } @for (name, _) in rules { option value=(name) { (name) } } }
            }
            " "
            button { "Make a feed" }
        }
    }
}

/// A rule as a form sends it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Said {
    name: String,
    #[serde(rename = "in")]
    of: String,
    kind: String,
    about: String,
    words: String,
    who: String,
    place: String,
    outlet: String,
    story: String,
    least_confidence: String,
    least_origins: String,
    moves_by: String,
    marked: String,
    tell: String,
    digest: String,
}

impl Said {
    /// The rule as JSON.
    fn json(&self) -> Value {
        let mut rule = Map::new();
        let mut put = |name: &str, value: Value| rule.insert(name.to_owned(), value);
        put("name", json!(self.name.trim()));
        for (name, word) in [
            ("in", &self.of),
            ("digest", &self.digest),
            ("moves_by", &self.moves_by),
        ] {
            if !word.trim().is_empty() {
                put(name, json!(word.trim()));
            }
        }
        let lists = [
            ("kind", &self.kind),
            ("about", &self.about),
            ("words", &self.words),
            ("who", &self.who),
            ("place", &self.place),
            ("outlet", &self.outlet),
            ("story", &self.story),
            ("marked", &self.marked),
            ("tell", &self.tell),
        ];
        for (name, said) in lists {
            let lines: Vec<&str> = said
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .collect();
            if !lines.is_empty() {
                put(name, json!(lines));
            }
        }
        for (name, said) in [
            ("least_confidence", &self.least_confidence),
            ("least_origins", &self.least_origins),
        ] {
            let said = said.trim();
            if !said.is_empty() {
                // What is no number is told by whoever reads the rule.
                put(
                    name,
                    serde_json::from_str(said).unwrap_or_else(|_| json!(said)),
                );
            }
        }
        Value::Object(rule)
    }
}

/// Keeps a rule, in the place of the one of its name.
pub(crate) async fn keep(state: &Shared, rule: &Value) -> Result<Rule, Problem> {
    let rule = Rule::of_the_desk(&rule.to_string(), &state.channels)
        .map_err(|wrong| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, wrong.to_string()))?;
    let data = serde_json::to_string_pretty(&rule).map_err(|error| Problem::own(&error))?;
    let name = rule.name.clone();
    change(
        state,
        Box::new(move |ledger| ledger.keep_rule(&name, Some(&data))),
    )
    .await?;
    Ok(rule)
}

/// Has a small change made.
pub(crate) async fn change(state: &Shared, change: Change) -> Result<(), Problem> {
    match state.jobs.change(change).await {
        Some(done) => Ok(done?),
        None => Err(Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "too much waits to be written; try again in a minute",
        )),
    }
}

/// Makes an address of a feed.
pub(crate) async fn make_feed(state: &Shared, rule: Option<String>) -> Result<String, Problem> {
    let secret = Token::random().map_err(|error| Problem::own(&error))?;
    let secret = secret.secret().to_owned();
    let kept = secret.clone();
    change(
        state,
        Box::new(move |ledger| ledger.make_feed(&kept, rule.as_deref(), Timestamp::now())),
    )
    .await?;
    Ok(secret)
}

pub(super) async fn take(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    Form(said): Form<Said>,
) -> Paged {
    keep(&state, &said.json()).await.map_err(Page::of(access))?;
    Ok(Redirect::to("/watch").into_response())
}

pub(super) async fn remove(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    Path(name): Path<String>,
) -> Paged {
    let done = change(
        &state,
        Box::new(move |ledger| ledger.keep_rule(&name, None)),
    );
    done.await.map_err(Page::of(access))?;
    Ok(Redirect::to("/watch").into_response())
}

#[derive(Deserialize)]
pub(super) struct OfRule {
    #[serde(default)]
    rule: String,
}

pub(super) async fn feed_made(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    Form(of): Form<OfRule>,
) -> Paged {
    let rule = Some(of.rule.trim().to_owned()).filter(|rule| !rule.is_empty());
    make_feed(&state, rule).await.map_err(Page::of(access))?;
    Ok(Redirect::to("/watch").into_response())
}

pub(super) async fn feed_revoked(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    Path(id): Path<i64>,
) -> Paged {
    let done = change(
        &state,
        Box::new(move |ledger| ledger.revoke_feed(id, Timestamp::now()).map(|_| ())),
    );
    done.await.map_err(Page::of(access))?;
    Ok(Redirect::to("/watch").into_response())
}

/// A feed, for whoever knows its address.
pub(super) async fn feed(
    State(state): State<Shared>,
    headers: HeaderMap,
    Path(secret): Path<String>,
) -> Result<Response, Problem> {
    let read = state.read(None, move |view| {
        // Each is compared whole, so that the time taken says nothing of how near a guess is.
        let known = Token::new(&secret);
        let mut found = None;
        for feed in view.feeds()? {
            if known.as_ref().is_some_and(|known| known.is(&feed.secret)) {
                found = Some(feed);
            }
        }
        let Some(feed) = found.filter(|feed| feed.revoked.is_none()) else {
            return Ok(None);
        };
        let part = Part {
            limit: IN_A_FEED,
            after: None,
        };
        let alerts = view.alerts(feed.rule.as_deref(), &part)?.items;
        Ok(Some((feed, alerts)))
    });
    let Some((feed, alerts)) = read.await?.value else {
        return Err(Problem::missing(
            "there is no feed at this address, or it was revoked",
        ));
    };
    let tag = format!("\"a{}\"", alerts.first().map_or(0, |alert| alert.number));
    let said = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if said(header::IF_NONE_MATCH)
        .is_some_and(|known| known.split(',').any(|one| one.trim() == tag))
    {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let base = format!("http://{}", said(header::HOST).unwrap_or("localhost"));
    let own = format!("/feeds/{}", feed.secret);
    let body = atom(feed.rule.as_deref(), &alerts, &base, &own);
    let kind = "application/atom+xml; charset=utf-8".to_owned();
    Ok(([(header::CONTENT_TYPE, kind), (header::ETAG, tag)], body).into_response())
}

#[derive(Deserialize)]
pub(super) struct After {
    #[serde(default)]
    after: u64,
}

/// How many alerts came after one, for the desk's badge.
pub(super) async fn badge(
    State(state): State<Shared>,
    Query(After { after }): Query<After>,
) -> Result<Response, Problem> {
    let read = state.read(None, move |view| view.alerts_after(after));
    let (last, new) = read.await?.value;
    Ok(axum::Json(json!({"last": last, "new": new})).into_response())
}
