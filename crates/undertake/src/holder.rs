//! Who stands for an undertaking.

use crosswire_annotate::Token;
use crosswire_extract::{Attribution, EntityKind, Extracted, MentionKind, TokenId};

use crate::Who;
use crate::lists::ACTORS;

/// So many clauses over a verb are looked at for its subject.
const MOST_LEVELS: usize = 6;

/// The word that stands for the subject of a verb, through control, conjunction and relative clauses.
pub(crate) fn subject(verb: Token<'_>) -> Option<Token<'_>> {
    let mut at = verb;
    for _ in 0..MOST_LEVELS {
        let own = at
            .children()
            .find(|child| matches!(child.dep(), "nsubj" | "nsubjpass" | "csubj"));
        if let Some(own) = own {
            return Some(antecedent(own, at));
        }
        if at.children().any(|child| child.dep() == "expl") {
            return None;
        }
        // "said the port would close and urged": the second verb goes with "said".
        if at.dep() == "conj"
            && at.tag() == "VBD"
            && at.head().children().any(|child| child.tag() == "MD")
            && matches!(at.head().dep(), "ccomp" | "conj")
        {
            at = at.head().head();
            continue;
        }
        match at.dep() {
            "acl" | "relcl" => return Some(at.head()),
            "conj" | "xcomp" | "advcl" | "aux" | "auxpass" | "acomp" | "attr" | "oprd"
            | "pcomp" | "prep" | "ccomp" | "dep"
                if !at.is_root() =>
            {
                at = at.head();
                // "urged the crew to stay": the object acts.
                if matches!(verb.dep(), "xcomp")
                    && at.index() == verb.head().index()
                    && let Some(object) = at.child("dobj")
                    && object.index() < verb.index()
                {
                    return Some(object);
                }
            }
            _ => return None,
        }
    }
    None
}

/// "the mayor, who promised": the mayor.
fn antecedent<'d>(subject: Token<'d>, verb: Token<'d>) -> Token<'d> {
    let relative = matches!(subject.tag(), "WP" | "WDT") || subject.is("that");
    if relative && verb.dep() == "relcl" {
        return verb.head();
    }
    subject
}

/// Those that a word of a block refers to; the speaker for "I" and "we".
pub(crate) fn who(extracted: &Extracted, block: usize, token: Token<'_>) -> Option<Who> {
    let id = TokenId::new(block, token.index());
    if is_speaker(token) {
        let chain = extracted.attribution_of(id);
        let own = chain.iter().find(|link| !link.relay).cloned();
        // “... will not”, he said, and “we will”: whoever spoke last before it in the block.
        if let Some(link) = own.or_else(|| spoke_before(extracted, block, token)) {
            return speaker(extracted, &link);
        }
    }
    // "the Democrat who lost, Jim Graves, was": the name.
    let named = token.child("appos").filter(|name| {
        token.pos() == "NOUN"
            && name
                .entity()
                .is_some_and(|entity| &*entity.label == "PERSON")
    });
    if let Some(name) = named
        && let Some(mention) = extracted.mention_of(TokenId::new(block, name.index()))
    {
        return Some(Who {
            name: extracted.entity(mention.entity).name.clone(),
            entity: Some(mention.entity),
            mention: mention.passage,
        });
    }
    // "Orlin, an outsider running for the post": the name before.
    let over = token.head();
    if token.dep() == "appos"
        && token.pos() != "PRON"
        && over
            .entity()
            .is_some_and(|entity| &*entity.label == "PERSON")
        && let Some(mention) = extracted.mention_of(TokenId::new(block, over.index()))
    {
        return Some(Who {
            name: extracted.entity(mention.entity).name.clone(),
            entity: Some(mention.entity),
            mention: mention.passage,
        });
    }
    let mention = extracted.mention_of(id).filter(|mention| {
        mention.head == id || mention.kind == MentionKind::Name || token.dep() == "compound"
    });
    if let Some(mention) = mention {
        let entity = extracted.entity(mention.entity);
        return Some(Who {
            name: entity.name.clone(),
            entity: Some(mention.entity),
            mention: mention.passage,
        });
    }
    if !matches!(token.pos(), "NOUN" | "PROPN" | "NUM" | "ADJ") {
        return None;
    }
    let tokens = phrase(token);
    let passage = extracted.annotated.passage(block, tokens);
    Some(Who {
        name: extracted.annotated.words(passage).to_owned(),
        entity: None,
        mention: passage,
    })
}

fn spoke_before(extracted: &Extracted, block: usize, token: Token<'_>) -> Option<Attribution> {
    let place = extracted
        .annotated
        .passage(block, token.index()..token.index() + 1);
    let around = extracted.annotated.blocks()[block].passage;
    extracted
        .quotations
        .iter()
        .rfind(|quotation| {
            quotation.passage.field == around.field
                && around.span.contains(quotation.passage.span)
                && quotation.passage.span.start() <= place.span.start()
                && !quotation.chain.is_empty()
        })
        .and_then(|quotation| quotation.chain.first().cloned())
}

/// A noun with what stands before it.
fn phrase(token: Token<'_>) -> std::ops::Range<usize> {
    let first = token
        .children()
        .filter(|child| {
            child.index() < token.index()
                && matches!(
                    child.dep(),
                    "compound" | "amod" | "det" | "poss" | "nmod" | "nummod"
                )
        })
        .map(|child| child.subtree().start)
        .min();
    first.unwrap_or(token.index())..token.index() + 1
}

/// The one who speaks in a link of a chain.
pub(crate) fn speaker(extracted: &Extracted, link: &Attribution) -> Option<Who> {
    let entity = link.speaker;
    let mention = link.mention?;
    let name = match entity {
        Some(id) => extracted.entity(id).name.clone(),
        None => extracted.annotated.words(mention).to_owned(),
    };
    Some(Who {
        name,
        entity,
        mention,
    })
}

/// "I", "we", "my", "our".
pub(crate) fn is_speaker(token: Token<'_>) -> bool {
    ["i", "we", "us", "me", "my", "our"]
        .iter()
        .any(|word| token.is(word))
}

/// Whether a word stands for somebody who can act: people, bodies, states.
pub(crate) fn acts(extracted: &Extracted, block: usize, token: Token<'_>) -> bool {
    if token.tag() == "PRP" && !token.is("it") || token.tag() == "WP" {
        return true;
    }
    if let Some(mention) = extracted.mention_of(TokenId::new(block, token.index()))
        && mention.head.token as usize == token.index()
    {
        match extracted.entity(mention.entity).kind {
            EntityKind::Person | EntityKind::Organisation | EntityKind::Group => return true,
            EntityKind::Place => return token.pos() == "PROPN" || token.is("it"),
            EntityKind::Thing => return false,
            EntityKind::Unknown => {}
        }
    }
    match token.entity().map(|entity| &*entity.label) {
        Some("PERSON" | "ORG" | "GPE" | "NORP") => true,
        _ => ACTORS.contains(token.lemma().to_lowercase().as_str()),
    }
}
