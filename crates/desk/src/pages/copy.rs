//! A finding to be put somewhere else: as text, as Markdown, as a citation.

use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use crosswire_ledger::{Citation, Source};
use crosswire_record::{Evidence, Finding};

use super::frame::{Page, Paged, count, escaped, kind, likely, word};
use super::holding::held;
use crate::guard::Access;
use crate::problem::Problem;
use crate::state::Shared;

/// The forms, as the address and as the page name them.
pub(super) const FORMS: [(&str, &str); 3] = [
    ("text", "text"),
    ("markdown", "Markdown"),
    ("citation", "a citation"),
];

/// Serves a finding in one of the forms, as plain text.
pub(super) async fn page(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
    headers: HeaderMap,
    Path((id, form)): Path<(String, String)>,
) -> Paged {
    let write = match form.as_str() {
        "text" => text,
        "markdown" => markdown,
        "citation" => citation,
        _ => {
            let problem = Problem::missing("a finding is had as text, as markdown and as citation");
            return Err(Page::of(access)(problem));
        }
    };
    let read = state.read(None, move |view| view.citation(&id)).await;
    let cited = read.map_err(Page::of(access))?.value;
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let host = host.unwrap_or("localhost");
    let address = format!("http://{host}/findings/{}", escaped(&cited.finding.id));
    Ok(plain(write(&cited, &address)))
}

fn plain(body: String) -> Response {
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (kind, body).into_response()
}

/// Who published a source, and on which day.
fn named(source: &Source) -> String {
    let report = &source.report;
    let outlet = report.outlet.as_deref().unwrap_or(&report.source);
    match report.published.as_deref() {
        Some(published) => format!("{outlet}, {}", published.get(..10).unwrap_or(published)),
        None => format!("{outlet}, undated"),
    }
}

/// What is said, in the reports' own words, and by whom.
fn sides(cited: &Citation) -> Vec<(String, String)> {
    let source = |id: &str| cited.sources.iter().find(|source| source.report.id == id);
    let known = |id: &str| source(id).map(|source| &source.report);
    let all = held(&cited.finding, &known).into_iter();
    all.map(|held| {
        let by = held.reports.iter().filter_map(|id| source(id)).map(named);
        let less = if held.vague { "less exact: " } else { "" };
        let words = format!("{less}{}", line(&held.words));
        (words, by.collect::<Vec<_>>().join("; "))
    })
    .collect()
}

/// The best passages, each with its source.
fn passages(cited: &Citation) -> Vec<(&Source, &Evidence)> {
    let rows = cited.finding.best_rows();
    rows.filter_map(|row| {
        let mut sources = cited.sources.iter();
        let source = sources.find(|source| source.report.id == row.report)?;
        Some((source, row))
    })
    .collect()
}

/// What stands behind it, and what people hold of it.
fn standing(finding: &Finding) -> String {
    let mut told = format!(
        "{}, {}",
        count(finding.origins, "independent origin", "independent origins"),
        likely(finding.confidence)
    );
    if let Some(mark) = finding.verdict() {
        told.push_str(&format!(
            "; {} by {}",
            word(mark.word).to_lowercase(),
            mark.name
        ));
    }
    told
}

/// In one line.
fn line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn text(cited: &Citation, address: &str) -> String {
    let finding = &cited.finding;
    let mut out = format!("{}: {}\n", kind(finding.kind).0, line(&finding.question));
    for (words, by) in sides(cited) {
        out.push_str(&format!("{words}: {by}\n"));
    }
    for (source, row) in passages(cited) {
        out.push_str(&format!("{}: “{}”\n", named(source), line(&row.text)));
    }
    out.push_str(&format!("{}\n{address}\n", standing(finding)));
    out
}

fn markdown(cited: &Citation, address: &str) -> String {
    let finding = &cited.finding;
    let mut out = format!(
        "**{}:** {}\n\n",
        kind(finding.kind).0,
        marked_up(&line(&finding.question))
    );
    for (words, by) in sides(cited) {
        let (words, by) = (marked_up(&words), marked_up(&by));
        out.push_str(&format!("- **{words}**: {by}\n"));
    }
    out.push('\n');
    for (source, row) in passages(cited) {
        let words = marked_up(&line(&row.text));
        let name = marked_up(&named(source));
        let name = match web(source.report.url.as_deref()) {
            Some(url) => format!("[{name}](<{url}>)"),
            None => name,
        };
        out.push_str(&format!("> “{words}”\n>\n> {name}\n\n"));
    }
    out.push_str(&format!(
        "{} ([finding]({address}))\n",
        marked_up(&standing(finding))
    ));
    out
}

fn citation(cited: &Citation, address: &str) -> String {
    let finding = &cited.finding;
    let sources = cited.sources.iter().map(|source| {
        let report = &source.report;
        let outlet = report.outlet.as_deref().unwrap_or(&report.source);
        let title = report
            .title
            .as_deref()
            .map(|title| format!("“{}”", line(title)));
        let day = report
            .published
            .as_deref()
            .map(|at| at.get(..10).unwrap_or(at).to_owned());
        let parts = [
            Some(outlet.to_owned()),
            title,
            Some(day.unwrap_or_else(|| "undated".to_owned())),
            report.url.clone(),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    let sources: Vec<String> = sources.collect();
    format!(
        "“{}”. {}. {} by Crosswire, finding {}, as of {}, ledger sealed {}, {address}\n",
        line(&finding.question),
        sources.join("; "),
        kind(finding.kind).0,
        finding.id,
        cited.as_of,
        cited.seal
    )
}

/// Words as they stand in Markdown.
fn marked_up(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for char in words.chars() {
        if char.is_ascii_punctuation() && "\\`*_{}[]<>()#+!|~&".contains(char) {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

/// An address of the web that can stand in a link.
pub(super) fn web(url: Option<&str>) -> Option<&str> {
    let url = url?;
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let is_plain =
        !url.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"".contains(c));
    (is_web && is_plain).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::{marked_up, web};

    #[test]
    fn only_the_web_is_linked() {
        assert!(web(Some("https://example.org/a?b=c#d")).is_some());
        for bad in [
            "javascript:alert(1)",
            "https://a b",
            "http://a\"onclick=",
            "ftp://a",
            "",
        ] {
            assert_eq!(web(Some(bad)), None, "{bad}");
        }
    }

    #[test]
    fn markdown_is_no_way_in() {
        assert_eq!(
            marked_up("[a](javascript:b) *c* <script>"),
            "\\[a\\]\\(javascript:b\\) \\*c\\* \\<script\\>"
        );
    }
}
