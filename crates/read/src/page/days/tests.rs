use super::sightings::days_in;

#[test]
fn days_in_lines() {
    let check = |line: &str, days: &[&str]| {
        let found: Vec<String> = days_in(line, Some(true))
            .iter()
            .map(|(_, _, stamp)| stamp.date().to_string())
            .collect();
        assert_eq!(found, days, "{line}");
    };
    check(
        "Written: 2031-05-16 15:03 / Updated: 2031-05-17 09:00",
        &["2031-05-16", "2031-05-17"],
    );
    check("Karrow, (16.05.2031). The dam", &["2031-05-16"]);
    check("16 | 05 | 2031 Dams", &["2031-05-16"]);
    check("Jo Arden, 05/06/2031", &["2031-06-05"]);
    check("Stand 16.05.31", &["2031-05-16"]);
    check("On Friday, May 16, 2031", &["2031-05-16"]);
    check("2031年5月16日", &["2031-05-16"]);
    check("Call 0316 2031 or 12.5.6", &[]);
}

/// A page with a title, what stands under it, and three sentences.
fn page(head: &str, under: &str) -> String {
    let prose = "The dam above Karrow was closed on Friday after cracks were found in its wall, the valley's council said.";
    format!(
        "<html lang=\"de\"><head><title>Dam closed</title>{head}</head><body><article><h1>Dam above Karrow closed</h1>\
         {under}<p>{prose}</p><p>{prose} Nobody was hurt.</p><p>{prose} It opens in June.</p></article></body></html>"
    )
}

fn published(head: &str, under: &str) -> Option<String> {
    let draft = crate::page::draft(&page(head, under), None, &crate::options::Limits::default());
    draft.published.map(|stamp| stamp.to_string())
}

#[test]
fn the_day_that_readers_see() {
    let meta =
        |stamp: &str| format!("<meta property=\"article:published_time\" content=\"{stamp}\">");
    let check = |head: &str, under: &str, stamp: Option<&str>| {
        assert_eq!(published(head, under).as_deref(), stamp, "{head} {under}");
    };
    // One moment, by two clocks.
    check(
        &meta("2031-05-17T02:37:12Z"),
        "<p>16.05.2031, 22:37</p>",
        Some("2031-05-16T22:37:12-04:00"),
    );
    // Midnight of where it is, in UTC.
    check(
        &meta("2031-05-15T22:00:00Z"),
        "<p>16.05.2031</p>",
        Some("2031-05-16"),
    );
    check(
        &meta("2031-05-15T22:00:00Z"),
        "",
        Some("2031-05-15T22:00:00Z"),
    );
    // No sign that the two are one.
    check(
        &meta("2031-05-17T02:37:12Z"),
        "<p>Veröffentlicht: 17.05.2031, 12:10</p>",
        Some("2031-05-17T02:37:12Z"),
    );
    // What pages print that mark nothing.
    check("", "<p>Datum:</p><p>16. Mai 2031</p>", Some("2031-05-16"));
    check("", "<p>16 | 05 | 2031 Dams</p>", Some("2031-05-16"));
    check("", "", None);
}

#[test]
fn the_weights_are_of_these_features() {
    assert!(super::DAYS.is_some());
}
