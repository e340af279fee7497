//! An index of sitemaps leads to those of its parts that may hold something new.

mod served;

use jiff::{Timestamp, tz::TimeZone};
use served::{Folder, Server, due, keep, once, page, reports, states};

fn sitemap(reports: &[(&str, &str)]) -> String {
    let mut map =
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='x'>".to_owned();
    for (name, title) in reports {
        map.push_str(&format!(
            "<url><loc>http://a.example/{name}</loc><news:news><news:title>{title}</news:title>\
             <news:publication_date>2031-03-06</news:publication_date></news:news></url>"
        ));
    }
    map + "</urlset>"
}

fn index(server: &Server, parts: &[(&str, &str)]) -> String {
    let mut index =
        "<?xml version='1.0'?><sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
            .to_owned();
    for (part, changed) in parts {
        let changed = if changed.is_empty() {
            String::new()
        } else {
            format!("<lastmod>{changed}</lastmod>")
        };
        // A path alone is no address by the protocol, and is understood all the same.
        let url = if part.len() % 2 == 0 {
            (*part).to_owned()
        } else {
            server.url(part)
        };
        index.push_str(&format!("<sitemap><loc>{url}</loc>{changed}</sitemap>"));
    }
    index + "</sitemapindex>"
}

#[test]
fn its_parts_are_looked_at_where_they_changed_of_late() {
    let (folder, server) = (Folder::new("index"), Server::new());
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let (early, late) = (format!("{today}T06:00:00Z"), format!("{today}T08:00:00Z"));
    let parts = |changed: &str| {
        let parts = [
            ("/news", changed),
            ("/other", early.as_str()),
            ("/always", ""),
            ("/1999", "1999-12-31"),
            ("/gone", early.as_str()),
            ("/page", early.as_str()),
        ];
        index(&server, &parts)
    };
    server.put("/index", page(200, "ETag: \"1\"\r\n", &parts(&early)));
    server.put(
        "/news",
        page(
            200,
            "",
            &sitemap(&[("1", "A ferry sank"), ("2", "A pier burned")]),
        ),
    );
    server.put(
        "/other",
        page(200, "", &sitemap(&[("3", "A bridge closed")])),
    );
    server.put(
        "/always",
        page(200, "", &sitemap(&[("4", "A road is open")])),
    );
    server.put("/1999", page(200, "", &sitemap(&[("5", "A century ends")])));
    server.put(
        "/page",
        page(
            200,
            "",
            "<!doctype html><html><body>We are back soon.</body></html>",
        ),
    );
    let list = format!(
        "[follow]\ncontact = \"desk@example.org\"\npause = \"5ms\"\n[[source]]\nname = \"index\"\nfeed = \"{}\"\nallow = [\"{}\"]\n",
        server.url("/index"),
        server.address
    );
    let mut ledger = keep(&folder.ledger(), &list);
    let (taken, trouble) = once(&mut ledger, |_| {});
    assert_eq!(taken.added.len(), 4, "{trouble:?}");
    assert!(
        trouble
            .iter()
            .any(|said| said.contains("/gone: there is nothing")),
        "{trouble:?}"
    );
    assert!(
        trouble
            .iter()
            .any(|said| said.contains("/page: an index names it as a sitemap, and it is none")),
        "{trouble:?}"
    );
    let asked = |path| server.times(path);
    let times = || {
        [
            "/index", "/news", "/other", "/always", "/1999", "/gone", "/page",
        ]
        .map(asked)
    };
    assert_eq!(times(), [1, 1, 1, 1, 0, 1, 1]);
    let record = ledger
        .latest()
        .unwrap()
        .report("http://a.example/3")
        .unwrap()
        .1;
    assert_eq!(
        record.fetched.expect("the run that brought it").url,
        server.url("/other")
    );

    // What did not change is not asked for; what does not say, or failed, is.
    server.put(
        "/gone",
        page(200, "", &sitemap(&[("6", "A mill reopened")])),
    );
    due(&mut ledger);
    assert_eq!(once(&mut ledger, |_| {}).0.added.len(), 1);
    assert_eq!(times(), [2, 1, 1, 2, 0, 2, 2]);

    // A part that changed gives what is new in it.
    server.put("/index", page(200, "ETag: \"2\"\r\n", &parts(&late)));
    server.put(
        "/news",
        page(
            200,
            "",
            &sitemap(&[
                ("1", "A ferry sank"),
                ("2", "A pier burned"),
                ("7", "A tram derailed"),
            ]),
        ),
    );
    server.put("/page", page(200, "", &sitemap(&[])));
    due(&mut ledger);
    assert_eq!(once(&mut ledger, |_| {}).0.added.len(), 1);
    assert_eq!(times(), [3, 2, 1, 3, 0, 2, 3]);
    assert_eq!(reports(&ledger), (6, 0));
    let state = &states(&ledger)["index"];
    assert_eq!(
        (state.status, state.failures, state.looks, state.reports),
        (Some(200), 0, 3, 6)
    );
}

#[test]
fn an_index_that_says_when_its_parts_changed_is_left_by_its_tag_and_a_long_one_is_bounded() {
    let (folder, server) = (Folder::new("bounded"), Server::new());
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let names: Vec<String> = (0..40).map(|at| format!("/part{at:02}")).collect();
    let days: Vec<String> = (0..40)
        .map(|at| format!("{today}T00:{at:02}:00Z"))
        .collect();
    let parts: Vec<(&str, &str)> = names
        .iter()
        .map(String::as_str)
        .zip(days.iter().map(String::as_str))
        .collect();
    server.put(
        "/index",
        page(200, "ETag: \"1\"\r\n", &index(&server, &parts)),
    );
    for (at, name) in names.iter().enumerate() {
        server.put(
            name,
            page(200, "", &sitemap(&[(&format!("r{at}"), "A ferry sank")])),
        );
    }
    let list = format!(
        "[follow]\ncontact = \"desk@example.org\"\npause = \"5ms\"\n[[source]]\nname = \"index\"\nfeed = \"{}\"\nallow = [\"{}\"]\n",
        server.url("/index"),
        server.address
    );
    let mut ledger = keep(&folder.ledger(), &list);
    let mut added = Vec::new();
    for _ in 0..4 {
        added.push(once(&mut ledger, |_| {}).0.added.len());
        due(&mut ledger);
    }
    assert_eq!(added, [16, 16, 8, 0]);
    assert_eq!(
        (
            server.times("/part39"),
            server.times("/part00"),
            server.times("/index")
        ),
        (1, 1, 4)
    );
    assert_eq!(states(&ledger)["index"].status, Some(304));
}
