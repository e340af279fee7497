use crosswire_report::Role;

use crate::{Options, read_bytes};

const PAGE: &str = r#"<!doctype html><html lang="en"><head><title>Ferry sinks off Port Ellery | Harbour Post</title>
<meta property="og:site_name" content="Harbour Post"><link rel="canonical" href="https://post.example/2022/12/08/ferry">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry sinks off Port Ellery",
"datePublished":"2022-12-08T09:30:00+01:00","dateModified":"2022-12-08T12:00:00+01:00","author":{"name":"Jo Arden"}}</script></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Ferry sinks off Port Ellery</h1>
<p>PORT ELLERY (AP) — A ferry with some forty people on board sank in the bay of Port Ellery on Monday, the coast guard said.</p>
<p>All of them were taken off by fishing boats<span class="tooltip">What is a fishing boat?</span> within an hour, according to the mayor of the town.</p>
<h2>New rules</h2><p>The port authority said that it would review the rules under which ferries may leave in a storm, and that the har&shy;bour stays closed.</p>
<p>Read more: The pier that fell</p></article><footer>Copyright Harbour Post</footer></body></html>"#;

#[test]
fn an_article_and_what_the_page_says_of_it() {
    let read = read_bytes("page.html", PAGE.as_bytes(), &Options::default());
    let report = read[0].as_ref().expect("a report");
    assert_eq!(report.title.as_deref(), Some("Ferry sinks off Port Ellery"));
    assert_eq!(report.outlet.as_deref(), Some("Harbour Post"));
    assert_eq!(report.authors, ["Jo Arden"]);
    assert_eq!(
        report.published.map(|stamp| stamp.to_string()).as_deref(),
        Some("2022-12-08T09:30:00+01:00")
    );
    assert_eq!(
        report
            .details
            .updated
            .map(|stamp| stamp.to_string())
            .as_deref(),
        Some("2022-12-08T12:00:00+01:00")
    );
    assert_eq!(
        report.url.as_deref(),
        Some("https://post.example/2022/12/08/ferry")
    );
    let roles: Vec<Role> = report.blocks.iter().map(|block| block.role).collect();
    assert_eq!(
        roles,
        [
            Role::Dateline,
            Role::Paragraph,
            Role::Paragraph,
            Role::Heading,
            Role::Paragraph
        ]
    );
    assert!(
        !report.text.contains("Read more")
            && !report.text.contains("What is")
            && report.text.contains("harbour stays")
    );
    assert!(report.text.starts_with("PORT ELLERY (AP) — A ferry"));
}

#[test]
fn pages_that_would_cost_too_much_are_told() {
    let deep = format!("<html><body>{}", "<div>".repeat(5_000));
    let read = read_bytes("deep.html", deep.as_bytes(), &Options::default());
    let report = read[0].as_ref().expect("a report");
    assert!(
        report
            .problems
            .iter()
            .any(|problem| problem.kind.name() == "too_long")
    );
    for page in [
        "<html>",
        "<html><head><script type=\"application/ld+json\">{\"@type\":[[[</script>",
        "<!doctype html><p",
    ] {
        assert_eq!(
            read_bytes("odd.html", page.as_bytes(), &Options::default()).len(),
            1
        );
    }
}

/// A page with this head and this beginning of its body.
fn page(head: &str, body: &str) -> crosswire_report::Report {
    let page = format!(
        "<!doctype html><html><head>{head}</head><body>{body}<article><p>A ferry with some forty people on board sank in the bay of Port Ellery on Monday, the coast guard said.</p>\
         <p>All of them were taken off by fishing boats within an hour, according to the mayor of the town.</p></article></body></html>"
    );
    let mut read = read_bytes("page.html", page.as_bytes(), &Options::default());
    read.remove(0).expect("a report")
}

fn published(head: &str, body: &str) -> Option<String> {
    page(head, body).published.map(|stamp| stamp.to_string())
}

#[test]
fn the_name_of_the_outlet_is_no_title() {
    let head = "<title>Ferry sinks | News of Ellery and the Coast</title><meta property=\"og:site_name\" content=\"News of Ellery and the Coast\"><meta property=\"og:title\" content=\"Ferry sinks\">";
    let report = page(head, "<h1>News of Ellery and the Coast</h1>");
    assert_eq!(report.title.as_deref(), Some("Ferry sinks"));
}

#[test]
fn dates_that_only_words_mark() {
    let check = |body: &str, date: Option<&str>| {
        assert_eq!(
            published("<title>x</title>", body).as_deref(),
            date,
            "{body}"
        );
    };
    check(
        "<span>publiziert am 25. September 2031</span>",
        Some("2031-09-25"),
    );
    check(
        "<div class=\"publish-date\">Published 11:11 PM EST Nov 19, 2031</div>",
        Some("2031-11-19T23:11:00-05:00"),
    );
    check(
        "<time class=\"updated\" datetime=\"2031-10-05\">5 October</time>",
        Some("2031-10-05"),
    );
    check("<span>The pier was built on 25 September 1931</span>", None);
}

#[test]
fn a_clock_with_the_offset_of_another_zone() {
    let head = "<script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", \"datePublished\": \"2031-11-20T04:31:13-06:00\"}</script><meta property=\"article:published_time\" content=\"2031-11-20T04:31:13+00:00\">";
    let printed = "<div class=\"date\">Nov 19, 2031, 10:31 pm CST</div>";
    assert_eq!(
        published(head, printed).as_deref(),
        Some("2031-11-20T04:31:13Z")
    );
    assert_eq!(
        published(head, "").as_deref(),
        Some("2031-11-20T04:31:13-06:00")
    );
}

#[test]
fn sentences_in_plain_divisions_are_paragraphs() {
    let article = PAGE
        .replace("<p>", "<div class=\"t\">")
        .replace("</p>", "</div>");
    let text = |page: &str| {
        let read = read_bytes("page.html", page.as_bytes(), &Options::default());
        read[0].as_ref().expect("a report").text.clone()
    };
    assert_eq!(text(&article), text(PAGE));
}
