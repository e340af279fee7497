//! Names, as the model finds them and as it misses them.
//!
//! The model's entities are mended by general means: titles and articles cut off, pieces of one
//! name joined, capitalised words that it passed over read as names too. What a name refers to is
//! for [`super::clusters`].

use std::ops::Range;

use crosswire_annotate::{Doc, Token};

use crate::tables::{self, Being};
use crate::{EntityKind, Gender};

/// One use of a name.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    pub(crate) block: usize,
    /// The tokens with title and article.
    pub(crate) tokens: Range<usize>,
    /// The tokens of the name alone.
    pub(crate) core: Range<usize>,
    pub(crate) head: usize,
    pub(crate) kind: EntityKind,
    /// The words of the name in lower case, without titles.
    pub(crate) words: Vec<String>,
    /// As its title shows it.
    pub(crate) gender: Option<Gender>,
    /// Whether the model saw it; else only its capitals speak for it.
    pub(crate) seen: bool,
    /// The surname that it shares with a name after it: "Ana and Tom Brell".
    pub(crate) surname: Option<String>,
}

/// The names of one block, in order.
pub(crate) fn find(block: usize, doc: &Doc) -> Vec<Name> {
    let mut taken = vec![false; doc.len()];
    let mut names = Vec::new();
    let mut last: Option<(Range<usize>, EntityKind)> = None;
    let push = |range: Range<usize>, kind, seen, names: &mut Vec<Name>| {
        if let Some(name) = name(block, doc, range, kind, seen) {
            names.push(name);
        }
    };
    for entity in doc.entities() {
        let Some(kind) = kind_of(&entity.label) else {
            if !matches!(&*entity.label, "CARDINAL" | "ORDINAL") {
                taken[entity.tokens.clone()].fill(true);
            }
            continue;
        };
        let mut range = entity.tokens.clone();
        widen(doc, &mut range, kind, &taken);
        taken[range.clone()].fill(true);
        match &mut last {
            // "the Afghan" ORG + "Taliban" ORG: one name in two pieces.
            Some((before, kind_before))
                if before.end == range.start
                    && *kind_before != EntityKind::Person
                    && kind == EntityKind::Organisation
                    && doc.token(before.end - 1).head().index() >= range.start
                    && doc.token(before.end - 1).head().index() < range.end
                    && matches!(
                        doc.token(before.end - 1).dep(),
                        "compound" | "amod" | "nmod"
                    )
                    && *kind_before == EntityKind::Organisation =>
            {
                before.end = range.end;
                *kind_before = kind;
            }
            _ => {
                if let Some((range, kind)) = last.take() {
                    push(range, kind, true, &mut names);
                }
                last = Some((range, kind));
            }
        }
    }
    if let Some((range, kind)) = last {
        push(range, kind, true, &mut names);
    }
    let mut at = 0;
    while at < doc.len() {
        if taken[at] || !capital(doc.token(at)) {
            at += 1;
            continue;
        }
        let start = at;
        while at < doc.len() && !taken[at] && capital(doc.token(at)) {
            at += 1;
        }
        push(start..at, EntityKind::Unknown, false, &mut names);
    }
    names.sort_by_key(|name| name.tokens.start);
    names
}

fn kind_of(label: &str) -> Option<EntityKind> {
    Some(match label {
        "PERSON" => EntityKind::Person,
        "ORG" => EntityKind::Organisation,
        "GPE" | "LOC" => EntityKind::Place,
        "NORP" => EntityKind::Group,
        "FAC" | "PRODUCT" | "EVENT" | "WORK_OF_ART" | "LAW" => EntityKind::Thing,
        _ => return None,
    })
}

fn capital(token: Token<'_>) -> bool {
    token.tag().starts_with("NNP")
        && token.text().chars().next().is_some_and(char::is_uppercase)
        && !token.text().contains(['@', '#', '/'])
}

/// Takes in capitalised words that the parse ties to the name and the model left out.
fn widen(doc: &Doc, range: &mut Range<usize>, kind: EntityKind, taken: &[bool]) {
    let word = |i: usize| doc.token(i);
    while range.start > 0
        && !taken[range.start - 1]
        && word(range.start - 1).entity().is_none()
        && capital(word(range.start - 1))
        && word(range.start - 1).dep() == "compound"
        && range.contains(&word(range.start - 1).head().index())
        && tables::title(word(range.start - 1).text()).is_none()
        && tables::being(word(range.start - 1).text()).is_none()
        && range.len() < 6
        && (kind != EntityKind::Person || range.len() < 2)
    {
        range.start -= 1;
    }
    while range.end < doc.len()
        && word(range.end).entity().is_none()
        && capital(word(range.end))
        && word(range.end - 1).dep() == "compound"
        && word(range.end - 1).head().index() == range.end
        && range.len() < 6
    {
        range.end += 1;
    }
}

fn name(
    block: usize,
    doc: &Doc,
    range: Range<usize>,
    kind: EntityKind,
    seen: bool,
) -> Option<Name> {
    let mut core = range.clone();
    let text = |i: usize| doc.token(i).text();
    while core.end > core.start
        && (matches!(
            text(core.end - 1),
            "'s" | "’s" | "'" | "’" | "‘s" | "–" | "-" | "—" | ","
        ) || doc.token(core.end - 1).is_space())
    {
        core.end -= 1;
    }
    // "Based on what Harbour Zoo": the model ran a clause into a name.
    if let Some(cut) = (core.start..core.end.saturating_sub(1))
        .rev()
        .find(|&i| runs_on(doc.token(i), kind))
    {
        core.start = cut + 1;
        // "by Using Harbour Zoo"
        if core.len() > 1 && text(cut) == "by" && doc.token(core.start).tag() == "VBG" {
            core.start += 1;
        }
    }
    // "Courtesy of Harbour Zoo": whose a picture is.
    if core.len() > 2
        && text(core.start).eq_ignore_ascii_case("courtesy")
        && text(core.start + 1) == "of"
    {
        core.start += 2;
    }
    // "Harbour Zoo (@harbourzoo": a handle or an opening bracket is no part of the name.
    if let Some(cut) = (core.start + 1..core.end)
        .find(|&i| matches!(text(i), "(" | "[" | "|") || text(i).starts_with('@'))
    {
        core.end = cut;
    }
    // "Said Brell: “...”": a verb that opens its sentence is no part of the name behind it.
    if core.len() > 1
        && doc.token(core.start).is_sentence_start()
        && matches!(
            text(core.start),
            "Said" | "Says" | "Added" | "Wrote" | "Asked" | "Tweeted"
        )
        && doc.get(core.end).is_some_and(|next| next.text() == ":")
    {
        core.start += 1;
    }
    // "Marlo Shipping Chief Executive Tom Orlin": the office goes with the person after it.
    let comma = doc.get(core.end).is_some_and(|next| next.text() == ",");
    let person_after =
        doc.get(core.end + usize::from(comma))
            .is_some_and(|next| match next.entity() {
                Some(entity) => &*entity.label == "PERSON",
                None => capital(next) && !comma,
            });
    if person_after && kind != EntityKind::Person {
        let office = |i: usize| {
            tables::title(text(i)).is_some()
                || tables::being(text(i)).is_some_and(|(being, _)| being == Being::Person)
        };
        while core.len() > 1 && office(core.end - 1) {
            core.end -= 1;
        }
    }
    let mut gender = None;
    while core.start < core.end {
        let first = text(core.start);
        if matches!(
            doc.token(core.start).tag(),
            "DT" | "PRP$" | "_SP" | "``" | "''" | "HYPH" | ":"
        ) {
            core.start += 1;
        } else if core.len() > 1
            && kind != EntityKind::Organisation
            && kind != EntityKind::Place
            && tables::title(first).is_some()
        {
            gender = gender.or(tables::title(first).flatten());
            core.start += 1;
            if core.start < core.end && text(core.start) == "." {
                core.start += 1;
            }
        } else {
            break;
        }
    }
    if core.is_empty() || (!seen && core.len() == 1 && tables::title(text(core.start)).is_some()) {
        return None;
    }
    let mut tokens = core.clone();
    while tokens.start > 0 {
        let before = doc.token(tokens.start - 1);
        if before.is_sentence_start() && tokens.start - 1 > 0 && before.is_space() {
            break;
        }
        let title = tables::title(before.text());
        let is_title = title.is_some()
            && before.text().chars().next().is_some_and(char::is_uppercase)
            && !doc.token(tokens.start).is_sentence_start();
        let article = before.tag() == "DT" && before.is("the");
        if is_title && (kind == EntityKind::Person || !seen || title == Some(gender)) {
            gender = gender.or(title.flatten());
        } else if !article {
            break;
        }
        tokens.start -= 1;
        if article {
            break;
        }
    }
    let mut words: Vec<String> = Vec::new();
    for token in core.clone().map(|i| doc.token(i)) {
        let lower: String = token
            .text()
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, '-' | '&'))
            .flat_map(char::to_lowercase)
            .map(plain)
            .collect();
        if !lower.is_empty() {
            words.push(lower);
        }
    }
    if words.is_empty()
        || !words
            .iter()
            .any(|word| word.chars().any(char::is_alphabetic))
    {
        return None;
    }
    let mut kind = kind;
    // A name after "Mr" is a person's, whatever the model thinks.
    if gender.is_some() && matches!(kind, EntityKind::Unknown | EntityKind::Organisation) {
        kind = EntityKind::Person;
    }
    let head = core
        .clone()
        .find(|&i| {
            let head = doc.token(i).head().index();
            doc.token(i).is_root() || !core.contains(&head)
        })
        .unwrap_or(core.end - 1);
    // "Sund Times", "Halden Images": no surname of a medium's name is in the plural.
    let of_medium = text(core.end - 1).ends_with('s') && tables::is_medium(text(core.end - 1));
    if kind == EntityKind::Person
        && core.len() > 1
        && (of_medium
            || core.clone().any(|i| {
                tables::being(text(i)).is_some_and(|(being, _)| being == Being::Organisation)
            }))
    {
        kind = EntityKind::Organisation;
    }
    Some(Name {
        block,
        tokens,
        core,
        head,
        kind,
        words,
        gender,
        seen,
        surname: None,
    })
}

/// A letter without its accent: papers write one name with and without.
fn plain(letter: char) -> char {
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì'..='ï' | 'ī' | 'į' | 'ı' => 'i',
        'ł' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

/// Whether a word inside what the model took for a name belongs to a clause around it.
fn runs_on(token: Token<'_>, kind: EntityKind) -> bool {
    if !token.text().starts_with(char::is_lowercase) {
        return false;
    }
    let named = matches!(kind, EntityKind::Person | EntityKind::Organisation);
    matches!(token.tag(), "WP" | "WDT")
        || named
            && (token.text() == "by"
                || matches!(token.tag(), "PRP" | "PRP$" | "MD" | "VBZ" | "VBD" | "VBP"))
}
