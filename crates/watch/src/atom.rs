//! Alerts as an Atom feed (RFC 4287).

use std::fmt::Write;

use crosswire_ledger::Alert;
use quick_xml::escape::escape;

use crate::alert::Told;

/// The feed of some alerts, the last first: of a rule, or of all. `base` is where the desk was asked,
/// `own` the address of the feed itself.
///
/// ```
/// let alert = crosswire_ledger::Alert { number: 1, name: "a1".into(), rule: "tolls".into(),
///     at: "2031-03-06T08:00:00Z".into(), data: "{}".into() };
/// let feed = crosswire_watch::atom(Some("tolls"), &[alert], "http://127.0.0.1:8471", "/feeds/x");
/// assert!(feed.contains("<id>urn:crosswire:alert:a1</id>"));
/// ```
#[must_use]
pub fn atom(rule: Option<&str>, alerts: &[Alert], base: &str, own: &str) -> String {
    let title = match rule {
        Some(rule) => format!("Crosswire: {rule}"),
        None => "Crosswire: all alerts".to_owned(),
    };
    let updated = alerts
        .first()
        .map_or("1970-01-01T00:00:00Z", |alert| alert.at.as_str());
    let mut feed = String::new();
    // Writing to a string does not fail.
    let _ = write!(
        feed,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n  \
         <id>{}</id>\n  <title>{}</title>\n  <updated>{}</updated>\n  <link rel=\"self\" href=\"{}\"/>\n  \
         <author><name>Crosswire</name></author>\n",
        text(&format!("{base}{own}")),
        text(&title),
        text(updated),
        text(&format!("{base}{own}")),
    );
    for alert in alerts {
        let told = Told::of(alert);
        let _ = write!(
            feed,
            "  <entry>\n    <id>urn:crosswire:alert:{}</id>\n    <title>{}</title>\n    <updated>{}</updated>\n    \
             <category term=\"{}\"/>\n    <link href=\"{}\"/>\n    <content type=\"text\">{}</content>\n  </entry>\n",
            text(&alert.name),
            text(&told.title),
            text(&alert.at),
            text(&alert.rule),
            text(&format!("{base}{}", told.page)),
            text(&told.words()),
        );
    }
    feed.push_str("</feed>\n");
    feed
}

/// Words as they stand in XML, without what may not stand there at all.
fn text(words: &str) -> String {
    let allowed: String = words
        .chars()
        .filter(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..))
        .collect();
    escape(&allowed).into_owned()
}
