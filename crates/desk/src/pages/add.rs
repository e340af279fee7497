//! Adding reports: a form for files and pasted text, and a page that follows what becomes of them.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{Extension, Multipart, Path, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Redirect};
use maud::{Markup, html};
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use super::frame::{Page, Paged, count, escaped, framed, mend};
use crate::api::{About, put};
use crate::guard::Access;
use crate::jobs::Progress;
use crate::person::Person;
use crate::problem::Problem;
use crate::state::Shared;

pub(super) async fn page(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
) -> Paged {
    if !access.may_write() {
        return Err(Page::of(access)(Problem::new(
            axum::http::StatusCode::UNAUTHORIZED,
            "adding is for those who have the desk's token",
        )));
    }
    let body = html! {
        h1 { "Add reports" }
        p { "A file of reports (saved pages, feeds, JSON lines, tables, mail, archives of these), or the text of one." }
        form.add method="post" action={ "/add?form=" (state.token.form()) } enctype="multipart/form-data" {
            label { "File " input type="file" name="file"; }
            label { "or text " textarea name="text" rows="12" {} }
            label { "Outlet, where the report does not name one " input name="outlet" maxlength="200"; }
            label { "Published, where it does not say " input name="published" placeholder="2031-03-06" maxlength="40"; }
            button { "Add" }
        }
    };
    Ok(framed("Add reports", access, &body))
}

pub(super) async fn take(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    mut form: Multipart,
) -> Paged {
    let mut about = About::default();
    let (mut file, mut text) = (Vec::new(), Vec::new());
    let broken = |error: axum::extract::multipart::MultipartError| {
        Page::of(access)(Problem::new(error.status(), error.body_text()))
    };
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or("").to_owned();
        let called = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.map_err(broken)?;
        let words = || Some(String::from_utf8_lossy(&bytes).trim().to_owned());
        match name.as_str() {
            "file" if !bytes.is_empty() => {
                about.name = called;
                file = bytes.into();
            }
            "text" => text = bytes.into(),
            "outlet" => about.outlet = words(),
            "published" => about.published = words(),
            _ => {}
        }
    }
    let bytes = if file.is_empty() { text } else { file };
    let upload = about.upload(bytes).map_err(Page::of(access))?;
    let progress = put(&state, upload).map_err(Page::of(access))?;
    Ok(Redirect::to(&format!("/jobs/{}", progress.id)).into_response())
}

pub(super) async fn job(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    person: Person,
    Path(id): Path<String>,
) -> Paged {
    let watched = id.parse().ok().and_then(|id| state.jobs.watch(id));
    let watched = watched
        .ok_or_else(|| Problem::missing("no such upload since the desk was started"))
        .map_err(Page::of(access))?;
    let progress = watched.borrow().clone();
    let form = access.may_write().then(|| state.token.form());
    let body = html! {
        h1 { @if progress.ended { "What became of " } @else { "Adding " } "“" (progress.name) "”" }
        div #job data-job=[(!progress.ended).then_some(progress.id)] role="status" { (state_of(&progress)) }
        @if progress.ended { (mending(&progress, form.as_deref(), &person)) }
        p { a href="/" { "All stories" } }
    };
    Ok(framed("Adding", access, &body))
}

/// How far an upload is, as the piece of the page that says so.
fn state_of(progress: &Progress) -> Markup {
    html! {
        p {
            @if progress.ended { "Done: " } @else { "Under way: " }
            (count(progress.read, "report", "reports")) " read, "
            (progress.added) " added, " (progress.revised) " new versions, " (progress.known) " known already."
        }
        @for error in &progress.errors { p.problem { (error) } }
        @for doubt in &progress.problems {
            p.problem {
                a href={ "/reports/" (escaped(&doubt.report)) } { (doubt.title) } ": "
                (doubt.message) " (" (mend(&doubt.kind, &doubt.mend)) "); "
                span.note { (doubt.place) }
            }
        }
        @if !progress.stories.is_empty() {
            p { "In these stories now:" }
            ul {
                @for (story, label) in progress.stories.iter().zip(&progress.labels).take(50) {
                    li { a href={ "/stories/" (story) } { (label) } }
                }
            }
        }
    }
}

/// Forms for what can be put right on the spot: the dates that reports do not tell.
fn mending(progress: &Progress, form: Option<&str>, person: &Person) -> Markup {
    let undated = progress.problems.iter();
    let undated: Vec<_> = undated
        .filter(|doubt| doubt.kind.ends_with("_date"))
        .collect();
    html! {
        @if let (Some(form), false) = (form, undated.is_empty()) {
            h2 { "Give them their dates" }
            @for (at, doubt) in undated.iter().take(50).enumerate() {
                form.dating method="post" action={ "/corrections?form=" (form) } {
                    input type="hidden" name="report" value=(doubt.report);
                    input type="hidden" name="back" value={ "/jobs/" (progress.id) };
                    label { (doubt.title) " was published " input name="published" required maxlength="40" placeholder="2031-03-06"; }
                    label { "Your name " input name="by" value=(person.0) required maxlength="200" autocomplete="name"; }
                    button name="kind" value="redate" aria-label={ "Keep the date of number " (at + 1) } { "Keep" }
                }
            }
        }
    }
}

pub(super) async fn events(
    State(state): State<Shared>,
    Path(id): Path<String>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let watched = id.parse().ok().and_then(|id| state.jobs.watch(id));
    let watched = watched.ok_or_else(|| Problem::missing("no such upload"))?;
    let mut over = false;
    let steps = WatchStream::new(watched)
        .take_while(move |progress| !std::mem::replace(&mut over, progress.ended))
        .map(|progress| {
            let kind = if progress.ended { "end" } else { "step" };
            // One line, as an event's data must be.
            let html = state_of(&progress).into_string().replace(['\n', '\r'], " ");
            Ok(Event::default().event(kind).data(html))
        });
    Ok(Sse::new(steps).keep_alive(KeepAlive::new().interval(Duration::from_secs(10))))
}
