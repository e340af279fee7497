//! Every format gives the same happening, told by content alone, with its metadata.

use crosswire_read::{Options, ReadError, read_bytes};
use crosswire_report::{Report, Role};

const BODY: &str =
    "The harbour of Port Ellery stayed closed on Monday after the storm, the harbour master said.";
const MORE: &str = "Divers will look at the northern wall on Tuesday.";

fn outcomes(document: &str) -> (Vec<Report>, Vec<ReadError>) {
    let (mut reports, mut errors) = (Vec::new(), Vec::new());
    // The name says nothing of the format.
    for outcome in read_bytes("input", document.as_bytes(), &Options::default()) {
        match outcome {
            Ok(report) => reports.push(report),
            Err(error) => errors.push(error),
        }
    }
    for report in &reports {
        for block in &report.blocks {
            assert!(!block.span.slice(&report.text).is_empty());
        }
    }
    (reports, errors)
}

/// One line of all that is known of a report.
fn facts(report: &Report) -> String {
    let stamp = |stamp: &Option<_>| {
        stamp.as_ref().map_or_else(
            || "-".to_owned(),
            |stamp: &crosswire_calendar::Stamp| stamp.to_string(),
        )
    };
    let word = |word: Option<&str>| word.unwrap_or("-").to_owned();
    [
        word(report.title.as_deref()),
        word(report.outlet.as_deref()),
        report.authors.join("+"),
        stamp(&report.published),
        stamp(&report.details.updated),
        word(report.url.as_deref()),
        word(report.details.language.as_deref()),
        word(report.details.section.as_deref()),
    ]
    .join(" | ")
}

fn problems(report: &Report) -> Vec<&str> {
    report
        .problems
        .iter()
        .map(|problem| problem.kind.name())
        .collect()
}

#[test]
fn rss() {
    let (reports, errors) = outcomes(&format!(
        r#"<?xml version="1.0"?>
<rss version="2.0" xmlns:content="c" xmlns:dc="d" xmlns:atom="a" xmlns:media="m"><channel><title>Harbour Post</title><link>https://post.example/</link>
<atom:link href="https://post.example/rss" rel="self"/><language>en-gb</language>
<item><title>Harbour &amp; ferry shut</title><link>https://post.example/a</link><guid isPermaLink="false">post-1</guid><dc:creator>Jo Arden and Kim Vale</dc:creator>
<media:title>Not this one</media:title><pubDate>Thu, 06 Mar 2031 09:30:00 +0100</pubDate><category>Coast</category><description>Short.</description>
<content:encoded><![CDATA[<p>{BODY}</p><h2>New rules</h2><p>{MORE}</p>]]></content:encoded></item>
<item><title>Second</title><guid>https://post.example/b</guid><author>k@post.example (Kim Vale)</author><description>&lt;p&gt;A ferry waits.&lt;/p&gt;</description></item>
</channel></rss>"#
    ));
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(
        facts(&reports[0]),
        "Harbour & ferry shut | Harbour Post | Jo Arden+Kim Vale | 2031-03-06T09:30:00+01:00 | - | https://post.example/a | en | Coast"
    );
    assert_eq!(reports[0].id, "post-1");
    assert_eq!(&*reports[0].text, format!("{BODY}\n\nNew rules\n\n{MORE}"));
    assert_eq!(reports[0].blocks[1].role, Role::Heading);
    assert_eq!(
        facts(&reports[1]),
        "Second | Harbour Post | Kim Vale | - | - | https://post.example/b | en | -"
    );
    assert_eq!(problems(&reports[1]), ["excerpt", "no_date"]);
    assert_eq!(reports[1].details.record, Some(2));
}

#[test]
fn rdf() {
    let (reports, _) = outcomes(&format!(
        r#"<rdf:RDF xmlns:rdf="r" xmlns="http://purl.org/rss/1.0/" xmlns:dc="d"><channel rdf:about="x"><title>Harbour Post</title></channel>
<item rdf:about="https://post.example/a"><title>Ferry shut</title><description>{BODY}</description><dc:date>2031-03-06</dc:date></item></rdf:RDF>"#
    ));
    assert_eq!(
        facts(&reports[0]),
        "Ferry shut | Harbour Post |  | 2031-03-06 | - | https://post.example/a | en | -"
    );
}

#[test]
fn atom() {
    let (reports, errors) = outcomes(&format!(
        r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Harbour Post</title><author><name>Desk</name></author>
<entry><title type="html">Ferry &lt;i&gt;shut&lt;/i&gt;</title><id>tag:post.example,1</id><link rel="edit" href="https://post.example/e"/><link href="https://post.example/a"/>
<published>2031-03-06T09:30:00Z</published><updated>2031-03-06T10:00:00Z</updated><author><name>Jo Arden</name></author><category term="coast" label="Coast"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{BODY}</p><p>{MORE}</p></div></content></entry>
<entry><title>Second</title><id>tag:post.example,2</id><updated>2031-03-07T10:00:00Z</updated><content type="html">&lt;p&gt;{BODY}&lt;/p&gt;</content></entry></feed>"#
    ));
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(
        facts(&reports[0]),
        "Ferry shut | Harbour Post | Jo Arden | 2031-03-06T09:30:00Z | 2031-03-06T10:00:00Z | https://post.example/a | en | Coast"
    );
    assert_eq!(&*reports[0].text, format!("{BODY}\n\n{MORE}"));
    assert_eq!(
        facts(&reports[1]),
        "Second | Harbour Post | Desk | 2031-03-07T10:00:00Z | 2031-03-07T10:00:00Z | - | en | -"
    );
}

#[test]
fn json_feed() {
    let (reports, errors) = outcomes(&format!(
        r#"{{"version": "https://jsonfeed.org/version/1.1", "title": "Harbour Post", "language": "en",
 "items": [{{"id": 7, "url": "https://post.example/a", "title": "Ferry shut", "content_html": "<p>{BODY}</p><p>{MORE}</p>", "date_published": "2031-03-06T09:30:00Z", "authors": [{{"name": "Jo Arden"}}]}},
 3, {{"id": "b", "content_text": "{BODY}", "date_published": "2031-03-07"}}]}}"#
    ));
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!(
        facts(&reports[0]),
        "Ferry shut | Harbour Post | Jo Arden | 2031-03-06T09:30:00Z | - | https://post.example/a | en | -"
    );
    assert_eq!((&*reports[0].id, &*reports[1].text), ("7", BODY));
}

#[test]
fn sitemap() {
    let (reports, errors) = outcomes(
        r#"<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="s" xmlns:news="n"><url><loc>https://post.example/a</loc>
<news:news><news:publication><news:name>Harbour Post</news:name><news:language>en</news:language></news:publication><news:publication_date>2031-03-06T09:30:00Z</news:publication_date><news:title>Ferry shut</news:title></news:news></url>
<url><loc>https://post.example/about</loc></url></urlset>"#,
    );
    assert_eq!(
        facts(&reports[0]),
        "Ferry shut | Harbour Post |  | 2031-03-06T09:30:00Z | - | https://post.example/a | en | -"
    );
    assert_eq!(problems(&reports[0]), ["excerpt"]);
    assert_eq!(reports[0].id, "https://post.example/a");
    assert!(errors.len() == 1 && !errors[0].is_failure(), "{errors:?}");
}

#[test]
fn json_of_other_tools() {
    let please = format!(
        r#"{{
  "authors": ["Jo Arden"], "date_download": "2031-03-08 10:00:00", "date_modify": null, "date_publish": "2031-03-06 09:30:00",
  "description": "Short.", "filename": "a.json", "language": "en", "source_domain": "post.example",
  "maintext": "{BODY}\n{MORE}", "title": "Ferry shut", "title_page": null, "url": "https://post.example/a"
}}"#
    );
    let (reports, errors) = outcomes(&please);
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(
        facts(&reports[0]),
        "Ferry shut | post.example | Jo Arden | 2031-03-06T09:30:00 | - | https://post.example/a | en | -"
    );
    let trafilatura = format!(
        r#"[{{"title": "Ferry shut", "author": "Jo Arden; Kim Vale", "hostname": "post.example", "date": "2031-03-06", "fingerprint": "f", "id": null,
"source": "https://post.example/a", "source-hostname": "Harbour Post", "categories": "Coast", "text": "{BODY}"}},
{{"text": "{MORE}"}}]"#
    );
    let (reports, errors) = outcomes(&trafilatura);
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(
        facts(&reports[0]),
        "Ferry shut | Harbour Post | Jo Arden+Kim Vale | 2031-03-06 | - | https://post.example/a | en | Coast"
    );
    assert_eq!((reports.len(), reports[1].details.record), (2, Some(2)));
    let answer = format!(
        r#"{{"status": "ok", "articles": [{{"title": "Ferry shut", "source": {{"name": "Harbour Post"}}, "publishedAt": "2031-03-06T09:30:00Z", "content": "{BODY}"}}]}}"#
    );
    assert_eq!(
        facts(&outcomes(&answer).0[0]),
        "Ferry shut | Harbour Post |  | 2031-03-06T09:30:00Z | - | - | en | -"
    );
}

#[test]
fn ninjs() {
    let (reports, errors) = outcomes(&format!(
        r#"{{"uri": "https://wire.example/1", "type": "text", "versioncreated": "2031-03-06T10:00:00Z", "firstcreated": "2031-03-06T09:30:00Z",
"headline": "Ferry shut", "byline": "By Jo Arden", "language": "en-GB", "infosource": [{{"name": "Inland Wire"}}], "body_html": "<p>{BODY}</p>"}}"#
    ));
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(
        facts(&reports[0]),
        "Ferry shut | Inland Wire | Jo Arden | 2031-03-06T09:30:00Z | 2031-03-06T10:00:00Z | https://wire.example/1 | en | -"
    );
    let (reports, _) = outcomes(&format!(
        r#"{{"uri": "wire:2", "pubstatus": "usable", "contentcreated": "2031-03-06", "headlines": [{{"role": "short", "value": "Shut"}}, {{"role": "main", "value": "Ferry shut"}}],
"bodies": [{{"contenttype": "text/plain", "value": "{BODY}"}}]}}"#
    ));
    assert_eq!(
        (reports[0].title.as_deref(), &*reports[0].text),
        (Some("Ferry shut"), BODY)
    );
    let (reports, errors) =
        outcomes(r#"{"uri": "wire:3", "type": "picture", "pubstatus": "usable"}"#);
    assert_eq!((reports.len(), errors.len()), (0, 1));
}

#[test]
fn newsml_with_nitf_and_with_html() {
    let item = |content: &str| {
        format!(
            r#"<newsItem xmlns="n" guid="tag:wire.example,2031:1" version="2" xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/><provider qcode="prov:wire"><name>Inland Wire</name></provider>
<versionCreated>2031-03-06T10:00:00Z</versionCreated><firstCreated>2031-03-06T09:30:00Z</firstCreated><pubStatus qcode="stat:usable"/></itemMeta>
<contentMeta><headline>Ferry shut</headline><by>By Jo Arden</by><dateline>PORT ELLERY, March 6</dateline><language tag="en-GB"/><subject qcode="x"><name>Coast</name></subject></contentMeta>
<contentSet>{content}</contentSet></newsItem>"#
        )
    };
    let html = item(&format!(
        "<inlineXML contenttype=\"application/xhtml+xml\"><html xmlns=\"h\"><head><title>x</title></head><body><p>{BODY}</p><p>{MORE}</p></body></html></inlineXML>"
    ));
    let nitf = item(&format!(
        "<inlineXML><nitf><body><body.content><block><p>{BODY}</p><hl2>New rules</hl2><p>{MORE}</p><media><media-caption>The wall at dusk</media-caption></media></block></body.content></body></nitf></inlineXML>"
    ));
    let picture = item("<remoteContent href=\"p.jpg\"/>").replace("ninat:text", "ninat:picture");
    let message = format!(
        "<?xml version=\"1.0\"?><newsMessage xmlns=\"n\"><header/><itemSet>{html}{}{picture}</itemSet></newsMessage>",
        nitf.replace(":1\"", ":2\"")
    );
    let (reports, errors) = outcomes(&message);
    assert_eq!(reports.len(), 2, "{errors:?}");
    for report in &reports {
        assert_eq!(
            facts(report),
            "Ferry shut | Inland Wire | Jo Arden | 2031-03-06T09:30:00Z | 2031-03-06T10:00:00Z | - | en | Coast"
        );
        assert_eq!(report.blocks[0].role, Role::Dateline);
        assert!(
            report
                .text
                .starts_with(&format!("PORT ELLERY, March 6\n\n{BODY}\n\n")),
            "{}",
            report.text
        );
    }
    assert_eq!(
        reports[1]
            .blocks
            .iter()
            .map(|block| block.role)
            .collect::<Vec<_>>(),
        [
            Role::Dateline,
            Role::Paragraph,
            Role::Heading,
            Role::Paragraph,
            Role::Caption
        ]
    );
    assert!(errors.len() == 1 && !errors[0].is_failure(), "{errors:?}");
}

#[test]
fn nitf() {
    let (reports, errors) = outcomes(&format!(
        r#"<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf.dtd"><nitf><head><title>x</title><docdata><doc-id id-string="w1"/><date.issue norm="20310306T093000Z"/></docdata><pubdata name="Inland Wire" position.section="Coast"/></head>
<body><body.head><hedline><hl1>Ferry shut</hl1></hedline><byline>By <person>Jo Arden</person></byline><dateline><location>PORT ELLERY</location></dateline></body.head><body.content><p>{BODY}</p></body.content></body></nitf>"#
    ));
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(
        facts(&reports[0]),
        "Ferry shut | Inland Wire | Jo Arden | 2031-03-06T09:30:00Z | - | - | en | Coast"
    );
    assert_eq!(
        (&*reports[0].id, &*reports[0].text),
        ("w1", &*format!("PORT ELLERY\n\n{BODY}"))
    );
}

#[test]
fn mail() {
    let (reports, errors) = outcomes(&format!(
        "Received: from x\r\nFrom: Harbour Post <news@post.example>\r\nTo: a@b.example\r\nList-Id: <news.post.example>\r\nSubject: =?utf-8?q?Ferry_shut_=E2=80=94_again?=\r\nDate: Thu, 6 Mar 2031 09:30:00 +0100\r\nMessage-ID: <1@post.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>{BODY}</p><p>caf=C3=A9</p>\r\n--b\r\nContent-Type: text/plain; name=b.txt\r\nContent-Disposition: attachment; filename=b.txt\r\n\r\ndate 2031-03-07\r\n\r\n{MORE}\r\n--b--\r\n"
    ));
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(
        facts(&reports[0]),
        "Ferry shut — again | Harbour Post |  | 2031-03-06T09:30:00+01:00 | - | - | en | -"
    );
    assert_eq!(&*reports[0].text, format!("{BODY}\n\ncafé"));
    assert_eq!((reports.len(), &*reports[1].source), (2, "input!/b.txt"));
    let (reports, _) = outcomes(&format!(
        "From: Jo Arden <jo@post.example>\nTo: a@b.example\nSubject: Ferry shut\nDate: Thu, 6 Mar 2031 09:30:00 +0100\n\n{BODY}\n"
    ));
    assert_eq!(
        facts(&reports[0]),
        "Ferry shut | post.example | Jo Arden | 2031-03-06T09:30:00+01:00 | - | - | en | -"
    );
    assert_eq!(&*reports[0].text, format!("{BODY}\n"));
}

#[test]
fn tables() {
    for separator in [",", "\t", ";"] {
        let row = |fields: [&str; 6]| fields.join(separator) + "\r\n";
        let quoted = format!("\"{BODY}\n\n{MORE}\"");
        let table = [
            row([
                "\u{feff}Id",
                "Headline",
                "Publication Date",
                "Article Body",
                "Link",
                "Source",
            ]),
            row([
                "1",
                "Ferry shut",
                "2031-03-06",
                &quoted,
                "https://post.example/a",
                "Harbour Post",
            ]),
            row(["2", "Second", "2031-03-07", MORE, "", ""]),
        ];
        let (reports, errors) = outcomes(&table.concat());
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(
            facts(&reports[0]),
            "Ferry shut | Harbour Post |  | 2031-03-06 | - | https://post.example/a | en | -"
        );
        assert_eq!(&*reports[0].text, format!("{BODY}\n\n{MORE}"));
        assert_eq!((&*reports[1].id, reports[1].details.record), ("2", Some(2)));
        assert!(
            reports[0]
                .details
                .provenance
                .iter()
                .any(|known| known.from == "column `title`" || known.from == "column `headline`")
        );
    }
}

#[test]
fn markdown() {
    let (reports, errors) = outcomes(&format!(
        "---\ntitle: \"Ferry shut\"\ndate: 2031-03-06\nauthors: [Jo Arden, Kim Vale]\ntags:\n  - coast\n---\n\n{BODY}\n\n## New rules\n\n- {MORE}\n\n> [Nobody](https://x.example) was *hurt*.\n"
    ));
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(
        facts(&reports[0]),
        "Ferry shut | - | Jo Arden+Kim Vale | 2031-03-06 | - | - | en | -"
    );
    assert_eq!(
        &*reports[0].text,
        format!("{BODY}\n\nNew rules\n\n{MORE}\n\nNobody was hurt.")
    );
    let (reports, _) = outcomes(&format!("# Ferry shut\n\n{BODY}\n"));
    assert_eq!(
        (reports[0].title.as_deref(), &*reports[0].text),
        (Some("Ferry shut"), BODY)
    );
    let plain = format!("{BODY}\n* * *\n#harbour\n- {MORE}\n");
    assert_eq!(&*outcomes(&plain).0[0].text, plain);
}
