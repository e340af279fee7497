//! Feeds that change, break, lead on, stall and refuse: every promise of a guest.

mod served;

use std::time::{Duration, Instant};

use crosswire_follow::Follower;
use served::{Folder, Server, due, keep, once, options, page, reports, rss, states, until};

fn list(server: &Server, feeds: &[&str]) -> String {
    let mut list =
        "[follow]\ncontact = \"desk@example.org\"\ninterval = \"1h\"\npause = \"20ms\"\n"
            .to_owned();
    for feed in feeds {
        list.push_str(&format!(
            "[[source]]\nname = \"{feed}\"\nfeed = \"{}\"\nallow = [\"{}\"]\n",
            server.url(feed),
            server.address
        ));
    }
    list
}

#[test]
fn what_is_new_in_a_feed_is_taken_once() {
    let (folder, server) = (Folder::new("new"), Server::new());
    let mut ledger = keep(&folder.ledger(), &list(&server, &["/feed"]));
    server.put(
        "/feed",
        page(
            200,
            "ETag: \"1\"\r\n",
            &rss(
                &server,
                &[("a", "The ferry sank."), ("b", "The pier burned.")],
            ),
        ),
    );
    assert_eq!(once(&mut ledger, |_| {}).0.added.len(), 2);
    due(&mut ledger);
    once(&mut ledger, |_| {});
    assert!(
        server
            .asked()
            .last()
            .unwrap()
            .head
            .contains("if-none-match: \"1\"")
    );
    let state = &states(&ledger)["/feed"];
    assert_eq!(
        (state.status, state.failures, state.looks, state.reports),
        (Some(304), 0, 2, 2)
    );

    // One item is changed, one is new, one is as it was.
    let items = [
        ("c", "The bridge closed."),
        ("a", "The ferry sank; nobody was hurt."),
        ("b", "The pier burned."),
    ];
    server.put("/feed", page(200, "ETag: \"2\"\r\n", &rss(&server, &items)));
    due(&mut ledger);
    assert_eq!(once(&mut ledger, |_| {}).0.added.len(), 2);
    assert_eq!(reports(&ledger), (3, 1), "one of them a new version");

    // A host that does not know its tags any more gives all of it again.
    server.put("/feed", page(200, "ETag: \"3\"\r\n", &rss(&server, &items)));
    due(&mut ledger);
    assert_eq!(once(&mut ledger, |_| {}).0.added.len(), 0);
    assert_eq!(reports(&ledger), (3, 1));
    assert_eq!(server.times("/a.html"), 0, "no page was asked for");
    let known = ledger.latest().unwrap();
    let record = known.report(&server.url("/a.html")).unwrap().1;
    let fetched = record.fetched.expect("the run that brought it");
    assert_eq!((fetched.source.as_str(), fetched.status), ("/feed", 200));
    assert!(
        fetched.request.contains("desk@example.org") && fetched.request.contains("if-none-match"),
        "{}",
        fetched.request
    );
    assert_eq!(
        fetched.sha256,
        crosswire_fetch::hex_sha256(rss(&server, &items[..]).as_bytes())
    );
    assert_eq!(known.verify().unwrap().damage, [""; 0]);
}

#[test]
fn every_kind_of_feed_is_followed() {
    let (folder, server) = (Folder::new("kinds"), Server::new());
    server.put("/atom", page(200, "", "<feed xmlns='http://www.w3.org/2005/Atom'><title>A</title><entry><id>urn:x:1</id><title>One</title>\
        <updated>2031-03-06T08:00:00Z</updated><content>The ferry sank off Port Maren.</content></entry></feed>"));
    server.put("/json", page(200, "", "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"J\", \"items\": [{\"id\": \"1\",\
        \"title\": \"Two\", \"content_text\": \"The pier burned down.\"}]}"));
    server.put("/sitemap", page(200, "", "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='x'><url><loc>http://a.example/3</loc>\
        <news:news><news:publication><news:name>S</news:name></news:publication><news:title>A bridge closed</news:title>\
        <news:publication_date>2031-03-06</news:publication_date></news:news></url></urlset>"));
    server.put(
        "/rss",
        page(200, "", &rss(&server, &[("a", "The road is open.")])),
    );
    let mut ledger = keep(
        &folder.ledger(),
        &list(&server, &["/atom", "/json", "/sitemap", "/rss"]),
    );
    let (taken, trouble) = once(&mut ledger, |_| {});
    assert_eq!((taken.added.len(), trouble.as_slice()), (4, [].as_slice()));
    assert!(
        ledger.latest().unwrap().report("/json/1").is_ok(),
        "a short name stands behind its source's"
    );
}

#[test]
fn a_feed_that_breaks_gives_what_it_holds_and_one_that_is_none_is_told() {
    let (folder, server) = (Folder::new("breaks"), Server::new());
    let whole = rss(
        &server,
        &[("a", "The ferry sank."), ("b", "The pier burned.")],
    );
    server.put(
        "/cut",
        page(200, "ETag: \"1\"\r\n", &whole[..whole.len() - 60]),
    );
    server.put("/page", page(200, "", "<!doctype html><html><body><h1>Down for a while</h1><p>We are back soon.</p></body></html>"));
    server.put("/empty", page(200, "", ""));
    let mut ledger = keep(
        &folder.ledger(),
        &list(&server, &["/cut", "/page", "/empty"]),
    );
    let (taken, trouble) = once(&mut ledger, |_| {});
    assert!(!taken.added.is_empty(), "{trouble:?}");
    assert!(
        taken.added.iter().all(|(source, _)| source == "/cut"),
        "{taken:?}"
    );
    let states = states(&ledger);
    assert!(
        states["/cut"].trouble.is_some() && states["/cut"].etag.is_none(),
        "it is asked for whole next time"
    );
    for none in ["/page", "/empty"] {
        assert!(
            states[none].trouble.as_ref().unwrap().contains("no feed"),
            "{:?}",
            states[none]
        );
        assert_eq!(states[none].failures, 1);
    }
}

#[test]
fn who_refuses_is_left_alone_for_as_long_as_it_asks() {
    let (folder, server) = (Folder::new("refuses"), Server::new());
    server.put("/403", page(403, "", "no"));
    server.put("/429", page(429, "Retry-After: 7200\r\n", "too often"));
    server.put("/500", page(500, "", "trouble"));
    server.put("/404", page(404, "", "nothing"));
    for feed in ["/403", "/404", "/500", "/429"] {
        let folder = Folder::new(&format!(
            "{}{}",
            folder.0.display().to_string().len(),
            &feed[1..]
        ));
        let mut ledger = keep(&folder.ledger(), &list(&server, &[feed]));
        let (taken, trouble) = once(&mut ledger, |_| {});
        assert_eq!((taken.added.len(), trouble.len()), (0, 1));
        let state = states(&ledger)[feed].clone();
        assert!(trouble[0].contains(&feed[1..]), "{trouble:?}");
        assert_eq!(state.failures, 1);
        let wait = state
            .due
            .unwrap()
            .duration_since(state.tried.unwrap())
            .as_secs();
        // Twice the hour that is usual, or what was asked for.
        assert!((7_198..=7_202).contains(&wait), "{feed}: {wait}");
    }
}

#[test]
fn robots_are_heard() {
    let (folder, server) = (Folder::new("robots"), Server::new());
    server.put(
        "/robots.txt",
        page(
            200,
            "",
            "User-agent: crosswire\nDisallow: /private/\nUser-agent: *\nDisallow: /\n",
        ),
    );
    server.put(
        "/private/feed",
        page(200, "", &rss(&server, &[("a", "Secret.")])),
    );
    server.put(
        "/feed",
        page(200, "", &rss(&server, &[("b", "The pier burned.")])),
    );
    let mut ledger = keep(
        &folder.ledger(),
        &list(&server, &["/private/feed", "/feed"]),
    );
    let (taken, trouble) = once(&mut ledger, |_| {});
    assert_eq!(taken.added.len(), 1);
    assert!(
        trouble[0].contains("robots.txt does not let guests"),
        "{trouble:?}"
    );
    assert_eq!(
        (server.times("/private/feed"), server.times("/robots.txt")),
        (0, 1)
    );
    assert_eq!(server.asked()[0].path, "/robots.txt");

    // A host that cannot say is left alone.
    let other = Server::new();
    other.put("/robots.txt", page(503, "", "later"));
    other.put(
        "/feed",
        page(200, "", &rss(&other, &[("c", "The road is open.")])),
    );
    let folder = Folder::new("robots-unsaid");
    let mut ledger = keep(&folder.ledger(), &list(&other, &["/feed"]));
    let (taken, trouble) = once(&mut ledger, |_| {});
    assert_eq!((taken.added.len(), other.times("/feed")), (0, 0));
    assert!(trouble[0].contains("could not be read"), "{trouble:?}");
}

#[test]
fn no_redirect_leads_to_a_private_address_and_none_leads_on_for_ever() {
    let (folder, server, inside) = (Folder::new("redirects"), Server::new(), Server::new());
    inside.put("/feed", page(200, "", &rss(&inside, &[("a", "Secret.")])));
    inside.put("/robots.txt", page(200, "", ""));
    let to = |url: &str| page(302, &format!("Location: {url}\r\n"), "");
    server.put("/inside", to(&inside.url("/feed")));
    server.put("/cloud", to("http://169.254.169.254/latest/meta-data/"));
    server.put("/six", to("http://[::ffff:127.0.0.1]:9/"));
    server.put("/file", to("file:///etc/passwd"));
    server.put("/round", to("/round"));
    server.put("/moved", page(301, "Location: /feed\r\n", ""));
    server.put(
        "/feed",
        page(200, "", &rss(&server, &[("b", "The pier burned.")])),
    );
    let mut ledger = keep(
        &folder.ledger(),
        &list(
            &server,
            &["/inside", "/cloud", "/six", "/file", "/round", "/moved"],
        ),
    );
    let (taken, trouble) = once(&mut ledger, |_| {});
    assert_eq!(taken.added.len(), 1, "{trouble:?}");
    assert_eq!(inside.asked().len(), 0, "nothing was connected to");
    let states = states(&ledger);
    for refused in ["/inside", "/cloud", "/six", "/file", "/round"] {
        assert_eq!(states[refused].failures, 1, "{refused}");
        let trouble = states[refused].trouble.as_ref().unwrap();
        let private = trouble.contains("private address");
        assert_eq!(
            private,
            matches!(refused, "/inside" | "/cloud" | "/six"),
            "{refused}: {trouble}"
        );
    }
    assert!(
        states["/round"]
            .trouble
            .as_ref()
            .unwrap()
            .contains("more than five times")
    );
    assert_eq!(server.times("/round"), 6);
    assert_eq!(
        states["/moved"].moved.as_deref(),
        Some(server.url("/feed").as_str())
    );
    let record = ledger
        .latest()
        .unwrap()
        .report(&server.url("/b.html"))
        .unwrap()
        .1;
    let fetched = record.fetched.unwrap();
    assert_eq!(fetched.url, server.url("/feed"));
    assert!(fetched.request.contains("/moved"), "{}", fetched.request);
}

#[test]
fn who_stalls_or_sends_too_much_holds_up_no_other() {
    let (folder, server) = (Folder::new("stalls"), Server::new());
    let mut slow = page(200, "", "late");
    slow.slow = Duration::from_secs(5);
    server.put("/slow", slow);
    server.put("/much", page(200, "", &"x".repeat(2 << 20)));
    let other = Server::new();
    other.put(
        "/feed",
        page(200, "", &rss(&other, &[("a", "The pier burned.")])),
    );
    let mut all = list(&server, &["/slow", "/much"]);
    // By name another host, so it waits for neither.
    all.push_str(&format!("[[source]]\nname = \"well\"\nfeed = \"http://localhost:{0}/feed\"\nallow = [\"localhost:{0}\"]\n", other.address.port()));
    let mut ledger = keep(&folder.ledger(), &all);
    let began = Instant::now();
    let (taken, trouble) = once(&mut ledger, |_| {});
    assert_eq!(taken.added.len(), 1);
    assert!(
        began.elapsed() < Duration::from_secs(5),
        "{:?}",
        began.elapsed()
    );
    assert!(
        trouble.iter().any(|one| one.contains("took too long")),
        "{trouble:?}"
    );
    assert!(
        trouble.iter().any(|one| one.contains("longer than")),
        "{trouble:?}"
    );
}

#[test]
fn a_host_is_asked_for_one_thing_at_a_time_with_a_pause() {
    let (folder, server) = (Folder::new("pause"), Server::new());
    let feeds = ["/1", "/2", "/3", "/4", "/5", "/6"];
    for feed in feeds {
        let mut slow = page(200, "", &rss(&server, &[(&feed[1..], "The pier burned.")]));
        slow.slow = Duration::from_millis(30);
        server.put(feed, slow);
    }
    let all = list(&server, &feeds).replace("20ms", "150ms");
    let mut ledger = keep(&folder.ledger(), &all);
    assert_eq!(once(&mut ledger, |_| {}).0.added.len(), 6);
    let asked = server.asked();
    assert_eq!(asked.len(), 7);
    assert!(asked.iter().all(|asked| asked.at_once == 1));
    for pair in asked.windows(2) {
        let gap = pair[1].at.duration_since(pair[0].at);
        assert!(gap >= Duration::from_millis(145), "{gap:?}");
    }
}

#[test]
fn pages_are_asked_for_only_where_that_is_said() {
    let (folder, server) = (Folder::new("articles"), Server::new());
    server.put(
        "/feed",
        page(
            200,
            "ETag: \"1\"\r\n",
            &rss(
                &server,
                &[
                    ("a", "A ferry."),
                    ("b", "A pier."),
                    ("private/c", "A road."),
                ],
            ),
        ),
    );
    server.put(
        "/robots.txt",
        page(200, "", "User-agent: *\nDisallow: /private/\n"),
    );
    let words = "The ferry Aurelia struck the northern breakwater at Port Maren late on Wednesday, and fourteen people were injured, the harbour authority said.";
    let html = format!(
        "<html><head><title>Ferry strikes breakwater</title></head><body><article><h1>Ferry strikes breakwater</h1><p>{words}</p><p>{words} Nobody was killed.</p></article></body></html>"
    );
    server.put(
        "/a.html",
        page(200, "Content-Type: text/html; charset=utf-8\r\n", &html),
    );
    let mut ledger = keep(&folder.ledger(), &list(&server, &["/feed"]));
    let (taken, trouble) = once(&mut ledger, |options| options.articles = true);
    assert_eq!(taken.added.len(), 3, "{trouble:?}");
    assert_eq!(
        (
            server.times("/a.html"),
            server.times("/b.html"),
            server.times("/private/c.html")
        ),
        (1, 1, 0)
    );
    let view = ledger.latest().unwrap();
    let (report, record) = view.report(&server.url("/a.html")).unwrap();
    assert!(
        report.text.contains("northern breakwater"),
        "{}",
        report.text
    );
    assert_eq!(record.outlet.as_deref(), Some("Harbour Post"));
    let fetched = record.fetched.unwrap();
    assert_eq!(
        (fetched.url, fetched.bytes),
        (server.url("/a.html"), html.len() as u64)
    );
    // What is not to be had is taken as the feed has it, and tried again when the feed is read again.
    assert!(
        view.report(&server.url("/b.html"))
            .unwrap()
            .0
            .text
            .contains("A pier")
    );
    server.put("/b.html", page(200, "", &html.replace("ferry", "pier")));
    server.put(
        "/feed",
        page(
            200,
            "ETag: \"2\"\r\n",
            &(rss(&server, &[("a", "A ferry."), ("b", "A pier.")]) + " "),
        ),
    );
    due(&mut ledger);
    assert_eq!(
        once(&mut ledger, |options| options.articles = true)
            .0
            .added
            .len(),
        1
    );
    assert_eq!((server.times("/a.html"), server.times("/b.html")), (1, 2));
    assert_eq!(reports(&ledger), (3, 1));
}

#[test]
fn a_feed_is_asked_for_again_and_again() {
    let (folder, server) = (Folder::new("again"), Server::new());
    server.put(
        "/feed",
        page(200, "", &rss(&server, &[("a", "The pier burned.")])),
    );
    let mut ledger = keep(
        &folder.ledger(),
        &list(&server, &["/feed"]).replace("1h", "100ms"),
    );
    let follower = Follower::start(&ledger, options(|_| {})).unwrap();
    until(&mut ledger, &follower, |ledger| reports(ledger).0 == 1);
    server.put(
        "/feed",
        page(
            200,
            "",
            &rss(
                &server,
                &[("b", "The road is open."), ("a", "The pier burned.")],
            ),
        ),
    );
    let (taken, _) = until(&mut ledger, &follower, |ledger| reports(ledger).0 == 2);
    assert_eq!(taken.added.len(), 1);
    assert!(server.times("/feed") >= 2);
    assert_eq!(server.times("/robots.txt"), 1);
}

#[test]
fn nobody_is_asked_without_a_contact() {
    let folder = Folder::new("contact");
    let ledger = keep(
        &folder.ledger(),
        "[[source]]\nfeed = \"https://harbour.example/rss.xml\"\n",
    );
    let Err(error) = Follower::start(&ledger, options(|_| {})) else {
        panic!("it started")
    };
    assert!(error.to_string().contains("contact"), "{error}");
}

/// Every name is this machine.
#[derive(Debug)]
struct Loopback;

impl crosswire_fetch::Resolve for Loopback {
    fn resolve(&self, _: &str, port: u16) -> std::io::Result<Vec<std::net::SocketAddr>> {
        Ok(vec![std::net::SocketAddr::new(
            std::net::Ipv4Addr::LOCALHOST.into(),
            port,
        )])
    }
}

/// The small sister of `scripts/follow-thousand`.
#[test]
fn fifty_hosts_are_kept_up_with() {
    let (folder, server) = (Folder::new("fifty"), Server::new());
    let port = server.address.port();
    let mut list =
        "[follow]\ncontact = \"desk@example.org\"\ninterval = \"400ms\"\npause = \"20ms\"\n"
            .to_owned();
    for host in 0..50 {
        list.push_str(&format!(
            "[[source]]\nname = \"s{host}\"\nfeed = \"http://s{host}.test:{port}/s{host}\"\nallow = [\"s{host}.test:{port}\"]\n"
        ));
    }
    let put = |rounds: usize| {
        for host in 0..50 {
            let names: Vec<String> = (0..rounds)
                .map(|round| format!("s{host}-{round}"))
                .collect();
            let items: Vec<(&str, &str)> = names
                .iter()
                .map(|name| (name.as_str(), "The pier burned."))
                .collect();
            server.put(&format!("/s{host}"), page(200, "", &rss(&server, &items)));
        }
    };
    put(1);
    let mut ledger = keep(&folder.ledger(), &list);
    let follower = Follower::start(
        &ledger,
        options(|options| options.resolve = Some(std::sync::Arc::new(Loopback))),
    )
    .unwrap();
    for round in 1..=3 {
        put(round);
        until(&mut ledger, &follower, |ledger| {
            reports(ledger).0 == 50 * round as u64
        });
    }
    assert_eq!(reports(&ledger).1, 0);
    assert_eq!(
        server.times("/robots.txt"),
        50,
        "each host was asked for its rules, once"
    );
    // A host that nothing allows is still private, though its neighbours on the same port are allowed.
    let other = Folder::new("fifty-first");
    let list = format!(
        "[follow]\ncontact = \"desk@example.org\"\n[[source]]\nname = \"x\"\nfeed = \"http://x.test:{port}/s1\"\nallow = [\"y.test:{port}\"]\n"
    );
    let mut ledger = keep(&other.ledger(), &list);
    let (_, trouble) = once(&mut ledger, |options| {
        options.resolve = Some(std::sync::Arc::new(Loopback));
    });
    assert!(trouble[0].contains("private address"), "{trouble:?}");
    assert_eq!(reports(&ledger).0, 0);
}
