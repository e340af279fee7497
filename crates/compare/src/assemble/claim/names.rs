//! Who speaks, and whom a pronoun stands for, in words of the same report.

use crosswire_annotate::Token;
use crosswire_extract::{
    EntityKind, Extracted, Gender, Mention, MentionKind, QuotationKind, SURE, TokenId,
};
use crosswire_report::Passage;
use crosswire_text::Span;

use crate::{ClaimPart, PartKind};

/// Pronouns that stand for one person told before, and of which gender: of others it is too seldom sure
/// what they stand for.
const PRONOUNS: [(&str, Gender); 6] = [
    ("he", Gender::Masculine),
    ("him", Gender::Masculine),
    ("his", Gender::Masculine),
    ("she", Gender::Feminine),
    ("her", Gender::Feminine),
    ("hers", Gender::Feminine),
];
/// Names that are put in at most.
const MOST_NAMES: usize = 2;

/// The parts with the name that a pronoun stands for after it, once each, unless the clause has it, or
/// the same place of the `others` names somebody else.
pub(super) fn named(
    extracted: &Extracted,
    report: usize,
    parts: &[ClaimPart],
    others: &[(&Extracted, Passage)],
) -> Vec<ClaimPart> {
    let elsewhere: Vec<&str> = others
        .iter()
        .flat_map(|(other, passage)| persons(other, *passage))
        .collect();
    let mut shown: Vec<ClaimPart> = Vec::with_capacity(parts.len());
    let mut put_in = Vec::new();
    let all: String = parts
        .iter()
        .filter(|part| part.report == report)
        .flat_map(|part| [extracted.annotated.words(part.passage), " "])
        .collect();
    for &part in parts {
        if part.kind != PartKind::Text || part.report != report {
            shown.push(part);
            continue;
        }
        let mut from = part.passage.span.start();
        for (end, name, entity) in pronouns(extracted, part.passage) {
            if put_in.len() == MOST_NAMES
                || put_in.contains(&entity)
                || holds(&all, extracted.annotated.words(name))
                || !elsewhere.is_empty()
                    && !elsewhere
                        .iter()
                        .any(|other| same(other, extracted.annotated.words(name)))
            {
                continue;
            }
            put_in.push(entity);
            shown.push(piece(part, from, end));
            shown.push(ClaimPart {
                kind: PartKind::Context,
                report,
                passage: name,
            });
            from = end;
        }
        if from < part.passage.span.end() {
            shown.push(piece(part, from, part.passage.span.end()));
        }
    }
    shown
}

/// Whether one is the subject of the verb whose object the other is: "Brell saw her".
pub(super) fn is_clausemate(object: Token<'_>, subject: Token<'_>) -> bool {
    let verb = match object.dep() {
        "dobj" | "dative" => object.head(),
        "pobj" => object.head().head(),
        _ => return false,
    };
    matches!(subject.dep(), "nsubj" | "nsubjpass") && subject.head().index() == verb.index()
}

/// Where pieces of a report have a pronoun after which a name is put in: its ends in the field.
pub(super) fn put_in(extracted: &Extracted, pieces: &[Passage]) -> Vec<usize> {
    let all = pieces.iter().flat_map(|&piece| pronouns(extracted, piece));
    all.map(|(end, ..)| end).collect()
}

/// The persons that a passage names.
fn persons(extracted: &Extracted, passage: Passage) -> impl Iterator<Item = &str> {
    extracted
        .mentions
        .iter()
        .filter(move |mention| {
            mention.kind == MentionKind::Name
                && mention.passage.field == passage.field
                && passage.span.contains(mention.passage.span)
                && extracted.entity(mention.entity).kind == EntityKind::Person
        })
        .map(|mention| extracted.annotated.words(mention.passage))
}

fn piece(part: ClaimPart, from: usize, to: usize) -> ClaimPart {
    ClaimPart {
        passage: Passage {
            field: part.passage.field,
            span: Span::new(from, to),
        },
        ..part
    }
}

/// The pronouns of a passage that stand for somebody named: where each ends, the name, who.
fn pronouns(
    extracted: &Extracted,
    passage: Passage,
) -> Vec<(usize, Passage, crosswire_extract::EntityId)> {
    let Some((at, block)) = extracted.annotated.block_of(passage) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for index in block.tokens(passage) {
        let token = block.doc.token(index);
        // After a subject in words it may be that one's.
        let is_subject = |at: usize| {
            let token = block.doc.token(at);
            matches!(token.dep(), "nsubj" | "nsubjpass" | "poss")
                && matches!(token.pos(), "NOUN" | "PROPN")
        };
        let first = block.doc.sentence_of(index).start;
        let own = extracted.mention_of(TokenId::new(at, index));
        let is_other = |subject: usize| {
            let mention = extracted.mention_of(TokenId::new(at, subject));
            let same = own
                .zip(mention)
                .is_some_and(|(own, other)| own.entity == other.entity);
            !same && !is_clausemate(token, block.doc.token(subject))
        };
        if (first..index).filter(|&at| is_subject(at)).any(is_other) {
            break;
        }
        let Some((_, gender)) = PRONOUNS.iter().find(|(word, _)| token.is(word)) else {
            continue;
        };
        let Some(mention) = extracted.mention_of(TokenId::new(at, index)) else {
            continue;
        };
        if mention.kind != MentionKind::Pronoun || mention.head != TokenId::new(at, index) {
            continue;
        }
        let entity = extracted.entity(mention.entity);
        let other = entity.gender.is_some_and(|known| known != *gender);
        if entity.kind != EntityKind::Person || other {
            continue;
        }
        let name = &entity.name;
        let names = extracted.mentions.iter().filter(|other| {
            other.entity == mention.entity
                && other.kind == MentionKind::Name
                && (other.passage.field, other.passage.span.start())
                    < (passage.field, passage.span.end())
        });
        let fullest = names.max_by_key(|other| {
            let words = extracted.annotated.words(other.passage);
            (words == name, words.len().min(name.len() + 12))
        });
        let fullest = fullest.or_else(|| described(extracted, mention, passage));
        if let Some(fullest) = fullest {
            let end = block.passage.span.start() + token.end();
            found.push((end, fullest.passage, mention.entity));
        }
    }
    found
}

/// The description of somebody without a name, where the sentence before has it for its subject and the
/// pronoun begins the next as its own.
fn described<'e>(
    extracted: &'e Extracted,
    pronoun: &Mention,
    passage: Passage,
) -> Option<&'e Mention> {
    const NEAR: usize = 300;
    const LONGEST: usize = 60;
    let doc = &extracted.annotated.blocks()[pronoun.head.block as usize].doc;
    let subject = |head: TokenId| {
        let token = extracted.annotated.token(head);
        matches!(token.dep(), "nsubj" | "nsubjpass")
    };
    let at = pronoun.head.token as usize;
    if !subject(pronoun.head) || doc.sentence_of(at).start != at {
        return None;
    }
    let near = |other: &&Mention| {
        let (end, start) = (other.passage.span.end(), passage.span.start());
        other.entity == pronoun.entity
            && other.kind == MentionKind::Nominal
            && subject(other.head)
            && other.passage.field == passage.field
            && end <= start
            && start - end <= NEAR
            && (2..=LONGEST).contains(&other.passage.span.len())
    };
    extracted.mentions.iter().rfind(near)
}

/// Where a report calls somebody so, first before `passage`.
pub(super) fn called(extracted: &Extracted, name: &str, passage: Passage) -> Option<Passage> {
    let words = |passage: Passage| extracted.annotated.words(passage);
    let exact = extracted
        .mentions
        .iter()
        .filter(|mention| words(mention.passage) == name)
        .map(|mention| mention.passage);
    let before = |found: &Passage| {
        found.field == passage.field && found.span.start() <= passage.span.start()
    };
    if let Some(found) = exact.clone().rfind(before).or(exact.clone().next()) {
        return Some(found);
    }
    let text = extracted.annotated.report().field(passage.field);
    let start = passage.span.start().min(text.len());
    let found = text[..start]
        .rfind(name)
        .or_else(|| text.find(name))
        .filter(|_| !name.is_empty());
    found.map(|at| Passage {
        field: passage.field,
        span: Span::new(at, at + name.len()),
    })
}

/// Whether a report calls somebody or some body so by name.
pub(super) fn is_name(extracted: &Extracted, name: &str) -> Option<EntityKind> {
    let named = extracted.mentions.iter().find(|mention| {
        mention.kind == MentionKind::Name
            && (extracted.annotated.words(mention.passage) == name
                || extracted.entity(mention.entity).name == name)
    });
    named.map(|mention| extracted.entity(mention.entity).kind)
}

/// Whether words have a name, or its last word.
pub(super) fn holds(words: &str, name: &str) -> bool {
    let fold = |words: &str| -> Vec<String> {
        words
            .split(|char: char| !char.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (words, name) = (fold(words), fold(name));
    // Without the s of a genitive.
    let last = name.iter().rev().find(|word| word.len() > 1);
    last.is_none_or(|last| words.contains(last))
}

/// Whether two names are of one person as far as their last words tell.
pub(super) fn same(one: &str, two: &str) -> bool {
    holds(one, two) || holds(two, one)
}

/// Whether a passage stands inside quotation marks.
pub(super) fn is_quoted(extracted: &Extracted, passage: Passage) -> bool {
    extracted.quotations.iter().any(|quotation| {
        quotation.passage.field == passage.field
            && quotation.passage.span.contains(passage.span)
            && quotation.kind == QuotationKind::Direct
    })
}

/// Whether a passage is somebody's own words, marks or none: "we", "you".
pub(super) fn is_spoken(extracted: &Extracted, passage: Passage) -> bool {
    const OWN: [&str; 9] = ["i", "me", "my", "we", "us", "our", "you", "your", "yours"];
    let Some((_, block)) = extracted.annotated.block_of(passage) else {
        return false;
    };
    let mut tokens = block.tokens(passage).map(|at| block.doc.token(at));
    tokens
        .any(|token| matches!(token.tag(), "PRP" | "PRP$") && OWN.iter().any(|word| token.is(word)))
}

/// Who speaks, of words that also tell to whom, or who quotes it.
pub(super) fn first_speaker(told: &str) -> &str {
    const LINKS: [&str; 3] = [", speaking to ", ", quoted by ", ", cited by "];
    let first = LINKS.iter().filter_map(|link| told.find(link)).min();
    &told[..first.unwrap_or(told.len())]
}

/// A passage without the quotation marks and commas at its ends.
pub(super) fn bare(extracted: &Extracted, passage: Passage) -> Passage {
    let words = extracted.annotated.report().words(passage);
    let mark = |char: char| {
        char.is_whitespace() || matches!(char, '"' | '“' | '”' | ',' | ';' | '‘' | '.')
    };
    let mut inner = words.trim_end_matches(mark);
    // The full stop of "U.S." is part of it.
    let short = inner.rsplit(char::is_whitespace).next();
    if short.is_some_and(|short| short.contains('.')) && words[inner.len()..].starts_with('.') {
        inner = &words[..=inner.len()];
    }
    let from = words.len() - words.trim_start_matches(mark).len();
    let to = inner.len().max(from);
    if from == to {
        return passage;
    }
    Passage {
        field: passage.field,
        span: Span::new(passage.span.start() + from, passage.span.start() + to),
    }
}

/// What of a passage is said in one piece, where it runs over the marks of a quotation; all of it else.
pub(super) fn inside_marks(extracted: &Extracted, passage: Passage) -> Passage {
    let said = extracted.quotations.iter().filter(|quotation| {
        matches!(quotation.kind, QuotationKind::Direct | QuotationKind::Mixed)
            && quotation.passage.field == passage.field
    });
    let pieces = said.filter_map(|quotation| quotation.passage.span.intersection(passage.span));
    let longest = pieces.max_by_key(|span| span.len());
    longest.map_or(passage, |span| Passage {
        field: passage.field,
        span,
    })
}

/// Whether a clause has a "he" or "she" before anybody whom that could be, and none is put in for it.
pub(super) fn hangs(extracted: &Extracted, pieces: &[Passage]) -> bool {
    let mut known = false;
    for &piece in pieces {
        let Some((_, block)) = extracted.annotated.block_of(piece) else {
            return true;
        };
        let put_in = pronouns(extracted, piece);
        for token in block.tokens(piece).map(|at| block.doc.token(at)) {
            known |= matches!(token.pos(), "PROPN" | "NOUN");
            let end = block.passage.span.start() + token.end();
            known |= put_in.iter().any(|(at, ..)| *at == end);
            if !known && PRONOUNS.iter().any(|(word, _)| token.is(word)) {
                return true;
            }
        }
    }
    false
}

/// Whether somebody is called by a pronoun alone.
pub(super) fn is_pronoun(name: &str) -> bool {
    const OTHERS: [&str; 5] = ["i", "we", "they", "it", "you"];
    let name = name.to_lowercase();
    OTHERS.contains(&&*name) || PRONOUNS.iter().any(|(word, _)| *word == name)
}

/// Whether words stand inside marks and who said them is only guessed.
pub(super) fn is_unsure(extracted: &Extracted, passage: Passage) -> bool {
    let said = extracted.quotations.iter().filter(|quotation| {
        matches!(quotation.kind, QuotationKind::Direct | QuotationKind::Mixed)
            && quotation.passage.field == passage.field
    });
    let meets = |quotation: &&crosswire_extract::Quotation| {
        let common = quotation.passage.span.intersection(passage.span);
        common.map_or(0, Span::len)
    };
    let most = said
        .max_by_key(meets)
        .filter(|quotation| meets(quotation) > 0);
    most.is_some_and(|quotation| quotation.confidence < SURE)
}

/// Whether quotation marks in some words are not closed.
pub(super) fn is_unbalanced(words: &str) -> bool {
    let count = |sign: char| words.chars().filter(|char| *char == sign).count();
    let is_open = words
        .rfind('‘')
        .is_some_and(|at| !words[at..].contains('’'));
    count('“') != count('”') || count('"') % 2 == 1 || is_open
}

#[cfg(test)]
mod tests {
    use super::{first_speaker, holds, is_unbalanced, same};

    #[test]
    fn a_name_is_had_by_its_last_word() {
        assert!(holds("the mayor, Lind, said", "Tove Lind"));
        assert!(!holds("the mayor said", "Tove Lind"));
        assert!(same("Lind", "Mayor Tove Lind") && !same("Lind", "Orlin"));
    }

    #[test]
    fn a_chain_of_speakers_begins_with_who_says_it() {
        assert_eq!(
            first_speaker("Tove Lind, speaking to Sund Radio"),
            "Tove Lind"
        );
        assert_eq!(first_speaker("the mayor"), "the mayor");
    }

    #[test]
    fn marks_are_counted() {
        assert!(is_unbalanced("“We go, he said"));
        assert!(!is_unbalanced("\"We go,\" he said"));
    }
}
