//! What the rules found, the rules, and the addresses of their feeds.

use axum::extract::{Extension, Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use crosswire_ledger::{Alert, Feed, Page as Part};
use crosswire_record::{About, FindingKind, Word};
use crosswire_watch::{Rule, Told, atom};
use jiff::Timestamp;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::frame::{Page, Paged, escaped, framed, more, time};
use crate::config::Token;
use crate::guard::Access;
use crate::jobs::Change;
use crate::problem::Problem;
use crate::state::Shared;

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
        Ok((
            view.alerts(of.as_deref(), &asked)?,
            view.rules()?,
            view.feeds()?,
            view.alerts_after(0)?.0,
        ))
    });
    let (alerts, rules, feeds, last) = read.await.map_err(Page::of(access))?.value;
    let form = access.may_write().then(|| state.token.form());
    let address = match &rule {
        Some(rule) => format!("/watch?rule={}&", escaped(rule)),
        None => "/watch?".to_owned(),
    };
    let body = html! {
        h1 { "Watch" }
        @if let Some(rule) = &rule { p { "Of the rule " b { (rule) } ". " a href="/watch" { "Of all rules" } } }
        @if alerts.items.is_empty() { p { "Nothing was told yet." } }
        ol.alerts data-last=(last) {
            @for alert in &alerts.items { (told(alert)) }
        }
        (more(alerts.next.as_deref(), &address))
        h2 { "Rules of the desk" }
        p.note { "Further rules, and every command and folder that is told, stand in the file given with " code { "--rules" } "." }
        @for (name, data) in &rules {
            details {
                summary { (name) }
                pre { (data) }
                @if let Some(form) = &form {
                    form method="post" action={ "/watch/rules/" (escaped(name)) "/remove?form=" (form) } { button { "Remove it" } }
                }
            }
        }
        @if let Some(form) = &form {
            (rule_form(form, &state))
            (feeds_shown(&feeds, &rules, form))
        }
    };
    Ok(framed("Watch", access, &body))
}

fn told(alert: &Alert) -> Markup {
    let told = Told::of(alert);
    html! {
        li #{ "a-" (alert.number) } {
            h3 { a href=(told.page) { (told.title) } }
            p.note {
                (time(&alert.at)) ", " a href={ "/watch?rule=" (escaped(&alert.rule)) } { (alert.rule) }
                @if let (Some(story), Some(label)) = (&told.story, &told.label) { "; " a href={ "/stories/" (story) } { (label) } }
            }
            @if !told.was.is_empty() { p { "Before: " (told.was.join(" / ")) } }
            @for line in told.text.lines().take(7) { p { (line) } }
        }
    }
}

fn rule_form(form: &str, state: &Shared) -> Markup {
    let choice = |name: &str, words: &[&str], none: &str| {
        html! {
            select name=(name) {
                option value="" { (none) }
                @for word in words { option value=(word) { (word) } }
            }
        }
    };
    let kinds = FindingKind::ALL.map(FindingKind::name);
    let abouts = About::ALL.map(About::name);
    let marks = Word::ALL.map(Word::name);
    let channels: Vec<&str> = state
        .channels
        .iter()
        .filter(|channel| channel.is_open())
        .map(|channel| channel.name.as_str())
        .collect();
    html! {
        details.marking {
            summary { "Make a rule" }
            p.note { "All that is said must hold; of a list, one. Lists: one a line." }
            form.add method="post" action={ "/watch/rules?form=" (form) } {
                label { "Name " input name="name" required maxlength="200"; }
                label { "Look at " select name="in" { option value="findings" { "findings" } option value="reports" { "reports" } } }
                label { "Kind " (choice("kind", &kinds, "any")) }
                label { "About " (choice("about", &abouts, "anything")) }
                label { "Words " textarea name="words" rows="3" {} }
                label { "Persons or bodies " textarea name="who" rows="2" {} }
                label { "Places " textarea name="place" rows="2" {} }
                label { "Outlets " textarea name="outlet" rows="2" {} }
                label { "Stories, by id " input name="story" maxlength="200"; }
                label { "Least confidence " input name="least_confidence" placeholder="0.7" maxlength="10"; }
                label { "Least origins " input name="least_origins" placeholder="2" maxlength="10"; }
                label { "Number moves by more than " input name="moves_by" placeholder="5 or 10%" maxlength="20"; }
                label { "Marked " (choice("marked", &marks, "does not matter")) }
                @if !channels.is_empty() { label { "Tell " (choice("tell", &channels, "the desk and its feeds only")) } }
                label { "When " select name="digest" { option value="none" { "at once" } option value="hourly" { "hourly" } option value="daily" { "daily" } } }
                button { "Keep" }
            }
        }
    }
}

fn feeds_shown(feeds: &[Feed], rules: &[(String, String)], form: &str) -> Markup {
    html! {
        h2 { "Feeds" }
        p.note { "Whoever has such an address can read these alerts, and nothing else, until it is revoked." }
        ul.feeds {
            @for feed in feeds {
                li {
                    (feed.rule.as_deref().unwrap_or("All alerts")) ", made " (time(&feed.made)) ": "
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
            label { "Of the rule " input name="rule" list="rules" maxlength="200" placeholder="all rules"; }
            datalist #rules { @for (name, _) in rules { option value=(name) {} } }
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
pub(super) struct Of {
    #[serde(default)]
    rule: String,
}

pub(super) async fn feed_made(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    Form(of): Form<Of>,
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
