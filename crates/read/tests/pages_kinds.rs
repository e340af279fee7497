//! The kinds of fault that pages of other tools' bug lists have, each with an invented page.

use crosswire_read::{Options, read_bytes};
use crosswire_report::Report;

const FIRST: &str = "The lighthouse on the skerry of Hallay went dark on Sunday when a wave broke the glass of its lantern, the pilots said.";
const SECOND: &str = "Two keepers were brought ashore by a trawler that had been on its way home, and both of them are well.";
const THIRD: &str = "A new lantern is to be flown out as soon as the wind drops, but that may take until the end of the week.";

fn read(name: &str, input: &str) -> Vec<Report> {
    read_bytes(name, input.as_bytes(), &Options::default())
        .into_iter()
        .filter_map(Result::ok)
        .collect()
}

fn page_of(head: &str, body: &str) -> Report {
    let page = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Hallay light goes dark</title>{head}</head><body>{body}</body></html>"
    );
    read("page.html", &page).remove(0)
}

/// An article of three paragraphs with `inner` after the first.
fn article(inner: &str) -> Report {
    page_of(
        "",
        &format!(
            "<article><h1>Hallay light goes dark</h1><p>{FIRST}</p>{inner}<p>{SECOND}</p><p>{THIRD}</p></article>"
        ),
    )
}

fn has(report: &Report, parts: &[&str]) {
    for part in parts.iter().chain(&[FIRST, SECOND, THIRD]) {
        assert!(
            report.text.contains(part),
            "{part:?} is not in {:?}",
            report.text
        );
    }
}

fn has_not(report: &Report, parts: &[&str]) {
    for part in parts {
        assert!(
            !report.text.contains(part),
            "{part:?} is in {:?}",
            report.text
        );
    }
}

#[test]
fn no_element_inside_a_paragraph_ends_it() {
    for inside in [
        "<time datetime=\"2031-01-01\">on Sunday</time>",
        "<svg><path d=\"M0\"/></svg>on Sunday",
        "<script>var x = 1;</script>on Sunday",
        "<noscript><img src=\"x\"></noscript>on Sunday",
        "<iframe src=\"/x\"></iframe>on Sunday",
        "<picture><img src=\"x\"></picture>on Sunday",
        "<button class=\"gloss\">on Sunday</button>",
        "<label>on <input>Sunday</label>",
        "on<wbr> Sunday",
        "<nobr>on Sunday</nobr>",
        "<x-term>on Sunday</x-term>",
        "<data value=\"7\">on Sunday</data>",
        "<canvas></canvas><ins class=\"ad\"></ins>on Sunday",
    ] {
        let report = article(&format!(
            "<p>The pilots saw the light fail {inside} and called the coast guard of Farrow at once.</p>"
        ));
        has(
            &report,
            &[
                "The pilots saw the light fail on Sunday and called the coast guard of Farrow at once.",
            ],
        );
    }
}

#[test]
fn bare_words_between_breaks_are_paragraphs() {
    let report = page_of(
        "",
        &format!(
            "<div class=\"text\"><h1>Hallay light goes dark</h1>{FIRST}<br><br><p>{SECOND}</p>The harbour of <a href=\"/f\"><em>Farrow</em></a>, where the <b>trawler</b> lay, was shut.<br><br>{THIRD}</div>"
        ),
    );
    has(
        &report,
        &["The harbour of Farrow, where the trawler lay, was shut."],
    );
}

#[test]
fn items_and_short_articles_are_not_glued() {
    let report = page_of(
        "",
        "<article><h1>Hallay light goes dark</h1><p>The light on Hallay failed on Sunday.</p><p>Pilots were told to keep away.</p></article>",
    );
    assert_eq!(
        &*report.text,
        "The light on Hallay failed on Sunday.\n\nPilots were told to keep away."
    );
}

#[test]
fn breaks_and_spaces_between_inline_elements_stay() {
    let report = article(
        "<p><b>Keepers: two.</b><br><b>Boats: one.</b></p><p><i>The pilot Ane Moor</i>\n<b>told the story</b>\n<span>on the quay.</span></p>",
    );
    has(&report, &["The pilot Ane Moor told the story on the quay."]);
    has_not(&report, &["two.Boats"]);
}

#[test]
fn a_paragraph_that_is_one_link_is_text() {
    let report = article(
        "<p><a href=\"/trial\"><b>Ane Moor, 51, a pilot of Farrow, had warned of the glass in a letter to the council in March.</b></a></p>",
    );
    has(
        &report,
        &["had warned of the glass in a letter to the council in March."],
    );
}

#[test]
fn initials_and_what_is_read_aloud() {
    let report = article(
        "<p><span class=\"drop-cap\">W</span>aves of nine metres were seen off the skerry that night by the pilots.</p>\
         <p><span class=\"sr-only\">Three</span><span aria-hidden=\"true\">3</span> panes of the lantern were broken by the sea on that night.</p>",
    );
    has(&report, &["Waves of nine metres", "3 panes of the lantern"]);
    has_not(&report, &["Three"]);
}

#[test]
fn what_is_struck_out_is_not_text() {
    let report = article(
        "<p>The wave was <del>twelve</del> nine metres high and broke <s>five</s> <strike>four</strike> three panes, \
         at <span style=\"text-decoration: line-through\">midnight</span> dawn.</p>",
    );
    has(
        &report,
        &["The wave was nine metres high and broke three panes, at dawn."],
    );
}

#[test]
fn other_stories_are_not_the_report() {
    let items: String = ["Ferry", "Market", "School", "Bridge", "Mill"]
        .iter()
        .map(|what| {
            format!("<li class=\"item\"><h3><a href=\"/{what}\">{what} shut by the storm</a></h3><p>The {what} of Farrow was shut by the storm on Friday, the council of the town said.</p></li>")
        })
        .collect();
    let report = page_of(
        "",
        &format!(
            "<div id=\"main\"><h1>Hallay light goes dark</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><ul class=\"stream\">{items}</ul></div>"
        ),
    );
    has(&report, &[]);
    has_not(&report, &["shut by the storm"]);
    let report = page_of(
        "",
        &format!(
            "<article><h1>Hallay light goes dark</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article>\
                  <article><h1>Mill burns down</h1><p>A mill at Farrow burnt down on Saturday night after lightning had struck its sails, firemen said.</p></article>"
        ),
    );
    has(&report, &[]);
    has_not(&report, &["lightning"]);
}

#[test]
fn pages_behind_something_else() {
    let page = format!(
        "<!DOCTYPE html><html><head><title>Hallay light goes dark</title></head><body><article><h1>Hallay light goes dark</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article></body></html>"
    );
    for before in [
        "<style>\n.x { top: 0 }\n</style>\n",
        "<br />\n<b>Notice</b>: Undefined index: top in <b>/www/a.php</b> on line <b>7</b><br />\n",
        "<script>var t = 0;</script>\n",
    ] {
        let report = read("page.html", &format!("{before}{page}")).remove(0);
        has(&report, &[]);
        has_not(&report, &["Undefined", "top: 0"]);
        assert_eq!(report.title.as_deref(), Some("Hallay light goes dark"));
    }
}

#[test]
fn the_authors_of_the_article_only() {
    let check = |head: &str, body: &str, authors: &[&str]| {
        let report = page_of(
            head,
            &format!(
                "<div class=\"story\"><h1>Hallay light goes dark</h1>{body}<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></div>\
                      <div class=\"related\"><h4>Mill burns</h4><div class=\"byline\">By Kai Brandt</div></div>"
            ),
        );
        assert_eq!(report.authors, authors, "{head} {body}");
    };
    check(
        "",
        "<div class=\"byline\">By <a href=\"/a\">Ane Moor</a></div>",
        &["Ane Moor"],
    );
    check(
        "<script type=\"application/ld+json\">{\"@graph\":[{\"@type\":\"WebPage\",\"author\":{\"@id\":\"#1\"}},{\"@type\":\"Person\",\"@id\":\"#1\",\"name\":\"newsdesk\"}]}</script>",
        "<div>By <a rel=\"author\" href=\"/a\">Ane Moor</a>, <a rel=\"author\" href=\"/b\">Ivo Sand</a></div>",
        &["Ane Moor", "Ivo Sand"],
    );
    check(
        "<meta name=\"author\" content=\"Ane Moor, PhD\">",
        "",
        &["Ane Moor"],
    );
    check(
        "",
        "<div class=\"author\">Posted by Ane Moor Staff Writer</div>",
        &["Ane Moor"],
    );
    check("", "<p>5 May 2031 | Ane Moor</p>", &["Ane Moor"]);
}

#[test]
fn the_title_that_readers_see() {
    let title_of = |head: &str, headings: &str| {
        let page = format!(
            "<!DOCTYPE html><html><head>{head}</head><body><article>{headings}<p>{FIRST}</p><p>{SECOND}</p></article></body></html>"
        );
        let report = read("page.html", &page).remove(0);
        report.title.as_deref().map(str::to_owned)
    };
    for (head, headings, title) in [
        // A kicker or a day in an element of its own, before what the head says beside the outlet's name.
        (
            "<title>Hallay light goes dark - The Farrow Mail</title>",
            "<h1><span>Trouble on the coast</span> Hallay light goes dark</h1>",
            "Hallay light goes dark",
        ),
        (
            "<title>Hallay light goes dark - The Farrow Mail</title>",
            "<h1><div><time>4 March 2031</time> Hallay light goes dark</div></h1>",
            "Hallay light goes dark",
        ),
        // The same words without an element are the headline's own.
        (
            "<title>Hallay light goes dark - The Farrow Mail</title>",
            "<h1>After the storm Hallay light goes dark</h1>",
            "After the storm Hallay light goes dark",
        ),
        // What JSON-LD calls the headline goes before what the page is called where it is shared.
        (
            "<meta property=\"og:title\" content=\"Why the old Hallay light goes dark in March\">\
             <script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", \"headline\": \"Hallay light goes dark\"}</script>",
            "<h1>Hallay light goes dark</h1><h2>Why the old Hallay light goes dark in March</h2>",
            "Hallay light goes dark",
        ),
        // A heading that is marked as the headline, where the head names the site alone.
        (
            "<title>Coast - farrow.example - News</title>",
            "<h2 itemprop=\"headline\">Hallay light goes dark</h2>",
            "Hallay light goes dark",
        ),
        // The only heading of the first rank, and a head that says something near.
        (
            "<meta property=\"og:title\" content=\"Dark nights at Hallay\">",
            "<h1>Hallay darkened</h1>",
            "Hallay darkened",
        ),
        (
            "<meta property=\"og:title\" content=\"Hallay light goes dark (2031/5)\">",
            "<h2>Hallay light goes dark</h2>",
            "Hallay light goes dark",
        ),
    ] {
        assert_eq!(
            title_of(head, headings).as_deref(),
            Some(title),
            "{headings}"
        );
    }
}

#[test]
fn the_title_without_section_and_outlet() {
    let text = format!("<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>");
    for (head, heading) in [
        (
            "<meta property=\"og:title\" content=\"Hallay light goes dark\">",
            "<h1><a href=\"/c\">Coast</a> <span>|</span> <span>Hallay light goes dark</span></h1>",
        ),
        (
            "<title>Coast - Hallay light goes dark - The Farrow Mail</title>",
            "<h1><a href=\"/\">The Farrow Mail</a></h1><h2>Hallay light goes dark</h2>",
        ),
        (
            "<meta property=\"og:title\" content=\"Hallay light goes dark | Coast | Farrow Mail\">",
            "<h1>Hallay light goes dark</h1>",
        ),
    ] {
        let page = format!(
            "<!DOCTYPE html><html><head>{head}<title>Hallay light goes dark</title></head><body><article>{heading}{text}</article></body></html>"
        );
        let report = read("page.html", &page).remove(0);
        assert_eq!(
            report.title.as_deref(),
            Some("Hallay light goes dark"),
            "{page}"
        );
    }
}

#[test]
fn the_clock_of_the_page_is_no_publication() {
    let report = page_of(
        "",
        &format!(
            "<div><div id=\"date-box\">Fri, 2 Nov 2035</div></div><h1>Hallay light goes dark</h1><div class=\"info\">Ane Moor<br>Mon, 5 May 2031 07:10 UTC</div><div class=\"text\"><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></div><p>Page made 2036-01-01</p>"
        ),
    );
    assert_eq!(
        report.published.map(|stamp| stamp.to_string()).as_deref(),
        Some("2031-05-05T07:10:00Z")
    );
    let report = page_of(
        "",
        &format!(
            "<article><h1>Hallay light goes dark</h1><p class=\"m\">05.06.2031 | 13:10 Uhr</p><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article>"
        ),
    );
    assert_eq!(
        report
            .published
            .map(|stamp| stamp.date().to_string())
            .as_deref(),
        Some("2031-06-05")
    );
}

fn feed(item: &str) -> Report {
    let feed = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>Farrow Mail</title><item><title>Light dark</title>{item}</item></channel></rss>"
    );
    read("feed.xml", &feed).remove(0)
}

#[test]
fn an_empty_content_hides_no_description() {
    let report = feed(&format!(
        "<description>{FIRST}</description><content:encoded><![CDATA[<div><img src=\"x\"/></div><script>t(1)</script>]]></content:encoded>"
    ));
    assert_eq!(&*report.text, FIRST);
}

#[test]
fn authors_with_mail_and_zones_by_name() {
    for author in [
        "Ane Moor (a@mail.example)",
        "a@mail.example (Ane Moor)",
        "Ane Moor &lt;a@mail.example&gt;",
        "Ane Moor [a@mail.example]",
    ] {
        let report = feed(&format!(
            "<author>{author}</author><description>{FIRST}</description>"
        ));
        assert_eq!(report.authors, ["Ane Moor"], "{author}");
    }
    for (zone, offset) in [
        ("BST", "+01:00"),
        ("AEST", "+10:00"),
        ("CEST", "+02:00"),
        ("JST", "+09:00"),
        ("GMT", "Z"),
        ("XQT", ""),
    ] {
        let report = feed(&format!(
            "<pubDate>Mon, 05 May 2031 00:30:00 {zone}</pubDate><description>{FIRST}</description>"
        ));
        assert_eq!(
            report.published.map(|stamp| stamp.to_string()),
            Some(format!("2031-05-05T00:30:00{offset}"))
        );
    }
}

#[test]
fn what_a_crawler_notes_is_no_report() {
    let page = format!(
        "<!DOCTYPE html><html><head><title>Hallay light goes dark</title></head><body><article><h1>Hallay light goes dark</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article></body></html>"
    );
    let record = |kind: &str, address: &str, media: &str, body: &str| {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
            body.len()
        )
    };
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    let mut archive = record(
        "response",
        "<http://mail.example/light>",
        "application/http; msgtype=response",
        &http,
    );
    for address in [
        "metadata://gnu.org/software/wget/warc/wget.log",
        "urn:text:http://mail.example/light",
        "urn:pageinfo:http://mail.example/light",
        "urn:X-tool:log",
    ] {
        archive += &record(
            "resource",
            address,
            "text/plain",
            &format!("{FIRST}\n{SECOND}"),
        );
    }
    archive += &record(
        "conversion",
        "<http://mail.example/light>",
        "text/plain",
        &format!("{FIRST}\n{SECOND}"),
    );
    let reports = read("crawl.warc", &archive);
    assert_eq!(reports.len(), 1);
    has(&reports[0], &[]);
}
