//! Markdown, with or without front matter.

use pulldown_cmark::{Options as Dialect, Parser, html};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::decode::decode;
use crate::draft::{Draft, hex};
use crate::error::Place;
use crate::formats::{Format, Head, record};
use crate::input::Input;
use crate::page;
use crate::sink::{Flow, Sink};

/// Text with Markdown's marks.
pub(crate) struct Markdown;

impl Format for Markdown {
    /// Front matter, or headings with number signs: one first of all, or two anywhere. Other marks
    /// (stars, dashes, brackets) stand in plain reports too.
    fn recognises(&self, head: &Head<'_>) -> bool {
        let Ok(text) = std::str::from_utf8(whole_letters(head.start)) else {
            return false;
        };
        if front_matter(text).is_some() {
            return true;
        }
        let is_heading = |line: &str| {
            let words = line.trim_start_matches('#');
            (1..=6).contains(&(line.len() - words.len())) && words.starts_with(' ')
        };
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        lines.next().is_some_and(is_heading) || lines.filter(|line| is_heading(line)).count() >= 2
    }

    fn read(&self, input: Input<'_>, sink: &mut Sink<'_>) -> Flow {
        let place = Place::from(input.name.as_str());
        let Some(bytes) = input.into_bytes(sink.options.limits.text, sink)? else {
            return Flow::Continue(());
        };
        let decoded = decode(&bytes, None);
        let text = decoded.text.trim_start();
        let (mut draft, body) = match front_matter(text) {
            Some((fields, body)) => (record::draft(&fields).unwrap_or_default(), body),
            None => (Draft::default(), text),
        };
        for known in &mut draft.details.provenance {
            known.from = known.from.replace("field", "front matter");
        }
        let mut markup = String::new();
        html::push_html(&mut markup, Parser::new_ext(body, Dialect::ENABLE_TABLES));
        let heading = markup
            .split_once("<h1>")
            .and_then(|(_, rest)| rest.split_once("</h1>"))
            .map(|(title, _)| title.to_owned());
        if draft.title.is_none() {
            draft.entitle(heading, "heading #");
        }
        page::fragment(&mut draft, &markup, &sink.options.limits);
        draft.problems.extend(decoded.problem);
        draft.details.raw_sha256 = hex(&Sha256::digest(&bytes));
        sink.report(draft, &place)
    }
}

/// The bytes up to the last whole letter: a head may end inside one.
fn whole_letters(bytes: &[u8]) -> &[u8] {
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => &bytes[..error.valid_up_to()],
        _ => bytes,
    }
}

/// `key: value` lines between two lines of three dashes, and what comes after them.
fn front_matter(text: &str) -> Option<(Map<String, Value>, &str)> {
    let inside = text
        .strip_prefix("---")?
        .trim_start_matches('\r')
        .strip_prefix('\n')?;
    let end = inside.find("\n---")?;
    let mut fields = Map::new();
    for line in inside[..end].lines() {
        let line = line.trim_end();
        let (key, value) = match line.split_once(':') {
            Some(pair) if !line.starts_with([' ', '\t', '-', '#']) => pair,
            _ if line.is_empty() || line.starts_with([' ', '\t', '-', '#']) => continue,
            _ => return None,
        };
        let value = value.trim().trim_matches(['"', '\'']);
        let list = value
            .strip_prefix('[')
            .and_then(|list| list.strip_suffix(']'));
        let value = match list {
            Some(list) => list
                .split(',')
                .map(|item| Value::from(item.trim().trim_matches(['"', '\''])))
                .collect(),
            None => Value::from(value),
        };
        fields.insert(key.trim().to_owned(), value);
    }
    // The body is the text, whatever the front matter calls so.
    fields.insert("text".to_owned(), Value::from(""));
    let body = inside[end + 4..].trim_start_matches('-');
    (fields.len() > 1).then_some((fields, body))
}
