//! OPML: lists of feeds, as feed readers give and take them.

use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};

use crate::settings::{Source, What, Wrong};

/// Outlines of one list at most.
const MOST: usize = 100_000;

/// An outline that is a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outline {
    /// What it is called; empty where it is not said.
    pub(crate) title: String,
    /// Its address.
    pub(crate) url: String,
}

/// The feeds of a list, wherever in it they stand.
pub(crate) fn outlines(list: &str, place: &str) -> Result<Vec<Outline>, Wrong> {
    let mut reader = Reader::from_str(list);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut found = Vec::new();
    let (mut is_opml, mut outlines) = (false, 0);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => {
                let name = start.local_name();
                let name: &str = name.as_ref();
                match name.to_ascii_lowercase().as_str() {
                    "opml" => is_opml = true,
                    "outline" if is_opml => {
                        outlines += 1;
                        found.extend(outline(&start));
                    }
                    _ => {}
                }
                if outlines > MOST {
                    let message = format!("the list has more than {MOST} outlines; split it");
                    return Err(Wrong::new(place, message));
                }
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                let at = reader.error_position();
                let message =
                    format!("its markup breaks at byte {at}: {error}; export the list again");
                return Err(Wrong::new(place, message));
            }
        }
    }
    if !is_opml {
        return Err(Wrong::new(
            place,
            "this is markup, but no OPML; give an OPML list or TOML",
        ));
    }
    Ok(found)
}

fn outline(start: &BytesStart<'_>) -> Option<Outline> {
    let (mut title, mut text, mut url) = (String::new(), String::new(), None);
    for attribute in start
        .html_attributes()
        .with_checks(false)
        .flatten()
        .take(100)
    {
        let key: &str = attribute.key.as_ref();
        let written = attribute.value;
        let meant = match quick_xml::escape::unescape(&written) {
            Ok(meant) => meant.into_owned(),
            Err(_) => written.to_string(),
        };
        let meant = meant.trim().to_owned();
        match key.to_ascii_lowercase().as_str() {
            "title" => title = meant,
            "text" => text = meant,
            "xmlurl" => url = Some(meant).filter(|url| !url.is_empty()),
            _ => {}
        }
    }
    let title = if title.is_empty() { text } else { title };
    Some(Outline { title, url: url? })
}

/// The feeds among some sources as an OPML list.
///
/// ```
/// let list = "[follow]\ncontact = \"a@b.example\"\n[[source]]\nname = \"A & B\"\nfeed = \"https://a.example/?a=1&b=2\"\n";
/// let sources = crosswire_follow::sources(list, "list")?;
/// let opml = crosswire_follow::opml(&sources);
/// let again = crosswire_follow::sources(&opml, "opml")?;
/// assert_eq!((&again[0].name, &again[0].what), (&sources[0].name, &sources[0].what));
/// # Ok::<(), crosswire_follow::Wrong>(())
/// ```
#[must_use]
pub fn opml(sources: &[Source]) -> String {
    let mut list = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head><title>Followed by Crosswire</title></head>\n  <body>\n",
    );
    for source in sources {
        if let What::Feed(url) = &source.what {
            let (name, url) = (escape(source.name.as_str()), escape(url.as_str()));
            list.push_str(&format!(
                "    <outline type=\"rss\" text=\"{name}\" title=\"{name}\" xmlUrl=\"{url}\"/>\n"
            ));
        }
    }
    list.push_str("  </body>\n</opml>\n");
    list
}
