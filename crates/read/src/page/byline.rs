//! Who wrote it: names from all places where pages put them, the most believable chosen.

use trafilatura::dom::{Document, NodeId};

use super::found::short;
use super::names;

/// How a name is marked, the clearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    /// As the author: `rel=author`, `itemprop=author`.
    Author,
    /// By its class.
    Class,
    /// By leading to a page of the author's.
    Link,
}

/// A marked name.
#[derive(Clone, Debug)]
pub(super) struct Marked {
    pub(super) mark: Mark,
    pub(super) name: String,
    id: NodeId,
    elsewhere: bool,
}

/// More names than this are not looked at.
const NAMES: usize = 60;

/// Looks at one element.
pub(super) fn look(page: &Document, id: NodeId, class: &str, found: &mut Vec<Marked>) {
    if found.len() >= NAMES {
        return;
    }
    let attribute = |name: &str| page.get_attribute(id, name).unwrap_or_default();
    let itemprop = attribute("itemprop").to_ascii_lowercase();
    let of_author = itemprop
        .split(' ')
        .any(|prop| prop == "author" || prop == "creator")
        || attribute("rel").split(' ').any(|rel| rel == "author");
    let mark = if of_author {
        Mark::Author
    } else if is_byline(class) || is_byline(&attribute("data-testid")) {
        Mark::Class
    } else if page.tag_name(id) == "a" && leads_to_author(&attribute("href")) {
        Mark::Link
    } else {
        return;
    };
    let name = inner_name(page, id)
        .or_else(|| Some(attribute("content")).filter(|name| !name.is_empty()))
        .or_else(|| short(page, id, 160));
    if let Some(name) = name.filter(|name| !name.is_empty() && name.len() <= 160) {
        found.push(Marked {
            mark,
            name,
            id,
            elsewhere: is_elsewhere(page, id),
        });
    }
}

/// The names of the first byline with this mark: those that stand together with its first name.
pub(super) fn group(page: &Document, found: &[Marked], mark: Mark) -> Vec<String> {
    let mut of_mark = found
        .iter()
        .filter(|one| one.mark == mark && !one.elsewhere);
    let Some(first) = of_mark.next() else {
        return Vec::new();
    };
    let near = up(page, first.id);
    let mut names = vec![first.name.clone()];
    names.extend(
        of_mark
            .filter(|one| up(page, one.id).iter().any(|id| near.contains(id)))
            .map(|one| one.name.clone()),
    );
    names
}

/// Every byline with this mark, as [`group`] gives the first, each with whether it stands elsewhere.
pub(super) fn groups(page: &Document, found: &[Marked], mark: Mark) -> Vec<(bool, Vec<String>)> {
    let mut groups: Vec<(bool, Vec<NodeId>, Vec<String>)> = Vec::new();
    for one in found.iter().filter(|one| one.mark == mark) {
        let near = up(page, one.id);
        let known = groups.iter_mut().find(|(elsewhere, of, _)| {
            *elsewhere == one.elsewhere && near.iter().any(|id| of.contains(id))
        });
        match known {
            Some((_, _, names)) => names.push(one.name.clone()),
            None => groups.push((one.elsewhere, near, vec![one.name.clone()])),
        }
    }
    groups
        .into_iter()
        .map(|(elsewhere, _, names)| (elsewhere, names))
        .collect()
}

/// The elements around a name that can be its byline.
fn up(page: &Document, id: NodeId) -> Vec<NodeId> {
    let mut around = vec![id];
    let mut at = id;
    for _ in 0..3 {
        let Some(parent) = page.parent(at) else { break };
        if matches!(
            page.tag_name(parent),
            "body" | "article" | "main" | "html" | "section"
        ) {
            break;
        }
        // A box that holds much more than names is no byline.
        if short(page, parent, 300).is_none() {
            break;
        }
        around.push(parent);
        at = parent;
    }
    around
}

/// The name marked as such inside an element that is marked as the author.
fn inner_name(page: &Document, id: NodeId) -> Option<String> {
    let inside = page.child_nodes(id);
    if inside.len() > 20 {
        return None;
    }
    let named = |id: NodeId| {
        page.get_attribute(id, "itemprop")
            .is_some_and(|prop| prop.eq_ignore_ascii_case("name"))
    };
    let mut open = inside;
    let mut looked = 0;
    while let Some(id) = open.pop() {
        looked += 1;
        if looked > 60 {
            return None;
        }
        if !page.is_element(id) {
            continue;
        }
        if named(id) {
            return page
                .get_attribute(id, "content")
                .or_else(|| short(page, id, 120));
        }
        open.extend(page.child_nodes(id));
    }
    None
}

/// Parts of class names of what is not the article: other stories, comments, what stands beside.
const ELSEWHERE: [&str; 11] = [
    "related",
    "recommend",
    "comment",
    "kommentar",
    "sidebar",
    "teaser",
    "promo",
    "most-read",
    "popular",
    "trending",
    "disqus",
];

/// Whether an element stands among other stories, comments or what is around an article.
fn is_elsewhere(page: &Document, id: NodeId) -> bool {
    let mut at = page.parent(id);
    for _ in 0..14 {
        let Some(parent) = at else { break };
        let tag = page.tag_name(parent);
        if matches!(tag, "body" | "html") {
            break;
        }
        let class = format!("{} {}", page.class_name(parent), page.id_attr(parent));
        let own = 1 << names::AUTHOR | 1 << names::META;
        if matches!(tag, "footer" | "nav") || tag == "aside" && names::kinds(&class) & own == 0 {
            return true;
        }
        let class = class.to_ascii_lowercase();
        if !matches!(tag, "main" | "article") && ELSEWHERE.iter().any(|part| class.contains(part)) {
            return true;
        }
        at = page.parent(parent);
    }
    false
}

/// An address below which sites keep pages of their authors.
fn leads_to_author(href: &str) -> bool {
    const FOLDERS: [&str; 17] = [
        "profil",
        "newsteam",
        "experten",
        "author",
        "authors",
        "autor",
        "autoren",
        "autores",
        "auteur",
        "auteurs",
        "autore",
        "byline",
        "journalist",
        "journalisten",
        "reporter",
        "redakteur",
        "profile",
    ];
    let mut rest = href;
    while let Some((_, below)) = rest.split_once('/') {
        let Some((folder, inside)) = below.split_once('/') else {
            break;
        };
        if inside.len() > 2
            && FOLDERS
                .iter()
                .any(|known| known.eq_ignore_ascii_case(folder))
        {
            return true;
        }
        rest = below;
    }
    false
}

/// A class that names the author, and not a box around or beside the name: its last part says so.
fn is_byline(class: &str) -> bool {
    let is_author = |part: &str| {
        matches!(
            part,
            "byline"
                | "bylines"
                | "author"
                | "authors"
                | "authorname"
                | "autor"
                | "autoren"
                | "autorin"
                | "auteur"
                | "autore"
                | "vcard"
                | "byl"
                | "writer"
        ) || part.ends_with("author") && part.len() <= 16
            || part.ends_with("byline") && part.len() <= 16
    };
    class.split_whitespace().any(|name| {
        let mut parts = name
            .split(['-', '_', '.'])
            .filter(|part| !part.is_empty())
            .rev();
        let last = parts.next().unwrap_or_default();
        let before = parts.next().unwrap_or_default();
        is_author(last)
            || (last == "line" && before == "by")
            || is_author(before) && matches!(last, "name" | "names" | "link" | "text" | "info")
    })
}
