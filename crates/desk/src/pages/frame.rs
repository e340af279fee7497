//! What every page stands in, and the pieces that several pages show.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
pub(super) use crosswire_present::called::{about, is_possible as is_doubtful, kind, titled};
use crosswire_present::called::{counted, is_judged};
pub(super) use crosswire_present::holding::told_by;
use crosswire_record::{Finding, FindingKind, ReportRecord, Word};
use maud::{DOCTYPE, Markup, html};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::copy::web;
use super::when::ZONE;
use crate::guard::Access;
use crate::problem::Problem;

/// A page, or the problem that there is instead of it, told as a page.
pub(super) type Paged = Result<Response, Page>;

/// A problem as a page.
pub(super) struct Page(Problem, Access);

impl Page {
    /// For `map_err`: the problem as a page for somebody with this access.
    pub(super) fn of(access: Access) -> impl FnOnce(Problem) -> Page {
        move |problem| Page(problem, access)
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let Page(problem, access) = self;
        trouble(&problem, access)
    }
}

/// What went wrong, for a person: what to do about it in the browser, with the way there.
pub(crate) fn trouble(problem: &Problem, access: Access) -> Response {
    let status = problem.status();
    let body = html! {
        h1 { (title(status)) }
        p.problem { (problem.for_people()) }
        @if status == StatusCode::UNAUTHORIZED {
            form.add action="/" {
                label { "The desk's token: what stands after token= in the address that was printed where the desk was started "
                    input type="password" name="token" required autocomplete="off"; }
                button { "Come in" }
            }
        }
        @if status == StatusCode::GONE { p { a href="/corrections" { "What was corrected" } } }
        @if status.is_client_error() && !matches!(status, StatusCode::UNAUTHORIZED | StatusCode::GONE | StatusCode::NOT_FOUND) {
            p { "Nothing was changed. Your browser's Back leads to where you were, with what you wrote." }
        }
        @if status.is_server_error() { p { "What was kept before is safe. Reload the page to try again." } }
        ul {
            li { a href="/" { "All stories" } }
            li { a href="/findings" { "All findings" } }
            li { a href="/search" { "Search" } }
        }
    };
    (status, framed("Error", access, &body)).into_response()
}

fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "There is nothing here",
        StatusCode::GONE => "This is no more",
        StatusCode::UNAUTHORIZED => "Who are you?",
        _ => "This did not work",
    }
}

/// An address as a link, if it is one of the web.
pub(super) fn link(address: &str) -> Markup {
    html! {
        @match web(Some(address)) {
            Some(url) => a href=(url) rel="noreferrer noopener nofollow external" { (address) },
            None => (address),
        }
    }
}

/// What can be done in the browser about a problem of a report, by its kind.
pub(super) fn mend<'m>(kind: &str, otherwise: &'m str) -> &'m str {
    match kind {
        "no_date" | "bad_date" | "doubtful_date" => "give it its date: “Correct this report”",
        "language" => {
            "if that is not so, give it its language: “Correct this report”; else add an English version"
        }
        "empty" => "see that the file holds the report's text, and add it again",
        "repeated_id" | "bad_record" => "put it right in the file, and add that again",
        _ if otherwise.contains("--") => "put it right in the file, and add that again",
        _ => otherwise,
    }
}

/// The parts of the desk; a page whose title is one of these is that part.
const PARTS: [(&str, &str); 8] = [
    ("/", "Stories"),
    ("/findings", "Findings"),
    ("/search", "Search"),
    ("/outlets", "Outlets"),
    ("/speakers", "Speakers"),
    ("/reference", "Transcripts"),
    ("/watch", "Watch"),
    ("/add", "Add reports"),
];

/// What needs the desk's token.
const WRITING: [&str; 2] = ["/add", "/reference"];

/// What is looked up now and then; at the foot of every page.
const ALSO: [(&str, &str); 4] = [
    ("/corrections", "Corrections"),
    ("/right", "How often it was right"),
    ("/sources", "Sources"),
    ("/health", "Ledger"),
];

/// The scripts of every page, in the order in which they run.
const SCRIPTS: [&str; 6] = [
    "light.js",
    "beside.js",
    "desk.js",
    "inbox.js",
    "live.js",
    "palette.js",
];

/// The parts of the desk that somebody with this access sees, with their names.
pub(super) fn parts(access: Access) -> impl Iterator<Item = (&'static str, &'static str)> {
    let all = PARTS.into_iter().chain(ALSO);
    all.filter(move |(address, _)| access.may_write() || !WRITING.contains(address))
}

/// The whole page.
pub(super) fn framed(title: &str, access: Access, body: &Markup) -> Response {
    let link = |(address, words): (&str, &str)| {
        html! {
            a href=(address) aria-current=[(words == title).then_some("page")] {
                (words) @if address == "/watch" { " " span.badge data-badge hidden {} }
            }
        }
    };
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " - Crosswire" }
                link rel="stylesheet" href="/static/look.css";
                link rel="stylesheet" href="/static/desk.css";
                @for script in SCRIPTS { script src={ "/static/" (script) } defer {} }
                link rel="icon" href="/static/icon.svg" type="image/svg+xml";
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header.top {
                    a.name href="/" { img src="/static/icon.svg" alt="" width="24" height="24"; "Crosswire" }
                    nav aria-label="Desk" { @for part in parts(access).filter(|part| PARTS.contains(part)) { (link(part)) } }
                    form.find role="search" action="/search" {
                        label.hidden for="find" { "Search reports, statements and quotations" }
                        input #find type="search" name="q" placeholder="Search" required;
                        button { "Search" }
                    }
                }
                main #main { (body) }
                footer.foot {
                    nav.foot-links aria-label="More of the desk" { @for part in ALSO { (link(part)) " " } }
                    span { (ZONE) }
                    span.hint { kbd { "?" } " shows the keys" }
                }
            }
        }
    };
    let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (kind, page.into_string()).into_response()
}

/// The kinds in the order of a page: what is disputed first.
pub(super) const KINDS: [FindingKind; 7] = [
    FindingKind::Conflict,
    FindingKind::Update,
    FindingKind::QuoteVariant,
    FindingKind::Revision,
    FindingKind::Refinement,
    FindingKind::Agreement,
    FindingKind::SingleSource,
];

/// Who published a report, as it is shown.
pub(super) fn outlet(report: &ReportRecord) -> &str {
    site(report.outlet.as_deref().unwrap_or(&report.source))
}

/// An outlet as it is shown: of a site's name, without what every site has.
pub(super) fn site(outlet: &str) -> &str {
    let short = outlet
        .strip_prefix("www.")
        .filter(|rest| rest.contains('.'));
    short.unwrap_or(outlet)
}

/// Whether a quotation of this kind has somebody's own words, and so stands in quotation marks.
pub(super) fn is_spoken(kind: &str) -> bool {
    matches!(kind, "direct" | "mixed")
}

/// What a person said, as a heading says it.
pub(super) fn word(word: Word) -> &'static str {
    match word {
        Word::Confirmed => "Confirmed",
        Word::Wrong => "Wrong",
        Word::Explained => "Explained",
        Word::Unmarked => "Taken back",
    }
}

/// A share in words that need no scale: "95%".
pub(super) fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

/// How many independent texts a finding stands on; where these are fewer than its reports, in how many of these.
pub(super) fn origins(finding: &Finding) -> String {
    let alone = matches!(
        finding.kind,
        FindingKind::SingleSource | FindingKind::Revision
    );
    if finding.origins == 1 && !alone {
        return "one origin only".to_owned();
    }
    let told = count(finding.origins, "origin", "origins");
    if told_by(finding) > finding.origins && !alone {
        format!("{told} in {} reports", told_by(finding))
    } else {
        told
    }
}

/// Where sources contradict each other, and the reports say so.
pub(super) const SOURCES: &str = "it is sources who contradict each other, and the reports say so";

/// How likely a finding is right, after what stands before it; nothing where a person has said what it is.
pub(super) fn sure(finding: &Finding) -> String {
    if is_judged(finding) {
        String::new()
    } else {
        format!(", {}", likely(finding.confidence))
    }
}

/// How many findings of a kind, those that are only possible apart.
pub(super) fn tally(of: FindingKind, findings: &[&Finding]) -> String {
    let possible = findings.iter().filter(|f| is_doubtful(f)).count();
    counted(of, findings.len() - possible, possible)
}

/// How likely a finding is right: "95% likely right".
pub(super) fn likely(confidence: f64) -> String {
    format!("{} likely right", percent(confidence))
}

/// "1 origin", "3 origins".
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// The link to the next part of a list.
pub(super) fn more(next: Option<&str>, address: &str) -> Markup {
    html! {
        @if let Some(next) = next {
            p.more { a rel="next" href={ (address) "after=" (next) } { "More" } }
        }
    }
}

/// A link to have a list as data: one JSON object a line, as the API gives it.
pub(super) fn export(address: &str) -> Markup {
    html! { a href=(address) download="" { "Export as JSON lines" } }
}

/// At most so many characters, ended by an ellipsis after a whole word where words are left out.
pub(super) fn cut(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    let kept: String = words.chars().take(most.saturating_sub(1)).collect();
    // A word that fills half of it alone is cut within.
    let whole = kept.rfind(char::is_whitespace);
    let kept = whole
        .filter(|at| *at > kept.len() / 2)
        .map_or(kept.as_str(), |at| &kept[..at]);
    format!(
        "{}…",
        kept.trim_end().trim_end_matches([',', ';', ':', '.'])
    )
}

/// A word as it stands in an address.
pub(super) fn escaped(word: &str) -> String {
    utf8_percent_encode(word, &PLAIN).to_string()
}

/// What stands in an address as it is: the unreserved characters of RFC 3986.
const PLAIN: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

#[cfg(test)]
mod tests {
    use super::{cut, site};

    #[test]
    fn words_are_cut_whole() {
        assert_eq!(cut("The ferry, at noon", 12), "The ferry…");
        assert_eq!(cut("The ferry", 12), "The ferry");
        assert_eq!(cut(&"ä".repeat(40), 10), format!("{}…", "ä".repeat(9)));
        assert_eq!(cut("", 0), "");
        assert_eq!(
            (site("www.a.org"), site("www.a"), site("a.org")),
            ("a.org", "www.a", "a.org")
        );
    }
}
