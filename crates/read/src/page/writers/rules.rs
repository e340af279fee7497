//! The authors that the most believed source gives, without weighing: what was known before it was learned, and what
//! the learned choice starts from.

use super::Page;
use super::mentions::AUTHORS;
use crate::page::byline::{self, Mark};
use crate::page::metadata::host;
use crate::page::{fold, people, visible};

/// The authors from the first source that names people; if none does, from the first that names
/// anybody but the outlet.
pub(super) fn first(page: &Page<'_>) -> Option<(Vec<String>, String)> {
    let is_outlet = |name: &str| is_outlet(page, name);
    let of_mark = |mark: Mark| byline::group(page.document, &page.found.marked, mark);
    let sources = [
        (page.json.authors.clone(), "JSON-LD author".to_owned()),
        (of_mark(Mark::Author), "element author".to_owned()),
        page.found.metas(AUTHORS).unwrap_or_default(),
        (of_mark(Mark::Class), "element byline".to_owned()),
        (of_mark(Mark::Link), "link to the author".to_owned()),
        (
            visible::authors(page.lines, page.title),
            "words near the title".to_owned(),
        ),
    ];
    let mut second: Option<(Vec<String>, String)> = None;
    let mut third = None;
    for (printed, from) in sources {
        let mut names = names_of(&printed);
        if names.len() > 1 {
            names.retain(|name| !is_outlet(name));
        }
        if names.is_empty() {
            continue;
        }
        if names
            .iter()
            .any(|name| people::is_person(name) && !is_outlet(name))
        {
            return Some((names, from));
        }
        if names.iter().any(|name| !is_outlet(name)) {
            second = second.or(Some((names, from)));
        } else {
            third = third.or(Some((names, from)));
        }
    }
    second.or(third)
}

/// The names in what a page prints of its authors.
pub(super) fn names_of(printed: &[String]) -> Vec<String> {
    let printed: Vec<String> = printed
        .iter()
        .map(|printed| visible::before_date(printed).to_owned())
        .collect();
    people::authors(&printed)
}

/// Whether a name is that of the outlet, or the first part of its address.
pub(super) fn is_outlet(page: &Page<'_>, name: &str) -> bool {
    let packed = |words: &str| fold(words).replace(' ', "");
    let host = page.address.and_then(host).unwrap_or_default();
    let host = packed(host.split('.').next().unwrap_or_default());
    let name = packed(name);
    !name.is_empty() && (name == packed(page.outlet.unwrap_or_default()) || name == host)
}
