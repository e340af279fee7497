//! Sitemap indexes: which sitemaps a host has, and when each was last changed.

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use quick_xml::Reader;
use quick_xml::events::Event;

/// Parts that one look asks for at most; the others come with the next look.
pub(crate) const PARTS: usize = 16;
/// Parts of one index that are read at most, as the protocol has it.
const MOST: usize = 50_000;
/// Characters of an address or a date at most.
const LONGEST: usize = 4_096;
/// A news sitemap holds the reports of two days; what was not changed for longer has none that is new.
const DAYS: i32 = 3;

/// A sitemap that an index names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Part {
    /// Its address.
    pub(crate) url: String,
    /// When it was changed, as the index says it; empty where it does not.
    pub(crate) changed: String,
}

impl Part {
    /// Whether it may hold reports of these days.
    pub(crate) fn is_fresh(&self, now: Timestamp) -> bool {
        let day = self
            .changed
            .get(..10)
            .and_then(|day| day.parse::<Date>().ok());
        let today = now.to_zoned(TimeZone::UTC).date();
        // One that does not say when it was changed may have been just now.
        day.zip(today.checked_sub(DAYS.days()).ok())
            .is_none_or(|(day, first)| day >= first)
    }
}

/// The parts of an index, and what of it could not be read.
pub(crate) fn parts(body: &[u8], address: &str) -> (Vec<Part>, Option<String>) {
    let body = String::from_utf8_lossy(body);
    let mut reader = Reader::from_str(&body);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut found = Vec::new();
    let (mut part, mut field) = (None::<Part>, None::<&'static str>);
    loop {
        let words: String = match reader.read_event() {
            Ok(Event::Start(start)) => {
                let name = start.local_name();
                match name.as_ref() {
                    "sitemap" => part = Some(Part::default()),
                    "loc" => field = Some("loc"),
                    "lastmod" => field = Some("lastmod"),
                    _ => {}
                }
                continue;
            }
            Ok(Event::End(end)) => {
                if end.local_name().as_ref() == "sitemap" {
                    found.extend(part.take().filter(|part| !part.url.trim().is_empty()));
                }
                field = None;
                if found.len() < MOST {
                    continue;
                }
                let trouble = format!("{address}: only its first {MOST} sitemaps are looked at");
                return (trimmed(found), Some(trouble));
            }
            Ok(Event::Text(words)) => words.to_string(),
            Ok(Event::CData(words)) => words.to_string(),
            Ok(Event::GeneralRef(name)) => {
                let written = format!("&{};", &*name);
                quick_xml::escape::unescape(&written)
                    .map_or_else(|_| written.clone(), std::borrow::Cow::into_owned)
            }
            Ok(Event::Eof) => return (trimmed(found), None),
            Ok(_) => continue,
            Err(error) => {
                let at = reader.error_position();
                let trouble = format!("{address}: its markup breaks at byte {at}: {error}");
                return (trimmed(found), Some(trouble));
            }
        };
        if let (Some(part), Some(field)) = (&mut part, field) {
            let into = if field == "loc" {
                &mut part.url
            } else {
                &mut part.changed
            };
            let room = LONGEST.saturating_sub(into.len());
            into.extend(words.chars().take(room));
        }
    }
}

fn trimmed(parts: Vec<Part>) -> Vec<Part> {
    let trim = |part: Part| Part {
        url: part.url.trim().to_owned(),
        changed: part.changed.trim().to_owned(),
    };
    parts.into_iter().map(trim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_names_its_parts() {
        let index = "<?xml version='1.0'?><s:sitemapindex xmlns:s='x'><s:sitemap><s:loc> http://a.example/1?a=1&amp;b=2\n</s:loc>\
            <s:lastmod>2031-03-06T08:00:00+01:00</s:lastmod></s:sitemap><s:sitemap><s:loc><![CDATA[http://a.example/2]]></s:loc></s:sitemap>\
            <s:sitemap><s:lastmod>2031-03-06</s:lastmod></s:sitemap></s:sitemapindex>";
        let (parts, trouble) = parts(index.as_bytes(), "index");
        assert_eq!(trouble, None);
        let said: Vec<_> = parts
            .iter()
            .map(|part| (&*part.url, &*part.changed))
            .collect();
        assert_eq!(
            said,
            [
                ("http://a.example/1?a=1&b=2", "2031-03-06T08:00:00+01:00"),
                ("http://a.example/2", ""),
            ]
        );
    }

    #[test]
    fn what_was_not_changed_for_days_is_left() {
        let now: Timestamp = "2031-03-06T08:00:00Z".parse().unwrap();
        for (changed, fresh) in [
            ("2031-03-06T09:00:00+01:00", true),
            ("2031-03-03", true),
            ("2031-03-02", false),
            ("1999-01-01T00:00:00Z", false),
            ("", true),
            ("last week", true),
            ("ääääääääää", true),
        ] {
            let part = Part {
                url: String::new(),
                changed: changed.to_owned(),
            };
            assert_eq!(part.is_fresh(now), fresh, "{changed}");
        }
    }
}
