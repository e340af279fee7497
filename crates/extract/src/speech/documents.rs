//! Documents that speak ("the letter says"), and those who stand behind them.

use std::collections::HashMap;

use crosswire_annotate::Token;

use super::speakers::Speakers;
use crate::{EntityId, TokenId, tables};

/// The documents of a report of which somebody is said to be the author.
#[derive(Debug, Default)]
pub(super) struct Documents {
    /// By lemma, in text order: where, and whose.
    of: HashMap<String, Vec<(TokenId, EntityId)>>,
}

impl Documents {
    /// Reads them off a report; `speakers` knows whom words refer to.
    pub(super) fn read(speakers: &Speakers<'_>) -> Documents {
        let mut documents = Documents::default();
        for (block, annotated) in speakers.annotated.blocks().iter().enumerate() {
            for token in annotated.doc.tokens() {
                if !is_document(token) {
                    continue;
                }
                if let Some(author) = author(speakers, block, token) {
                    let known = documents.of.entry(key(token)).or_default();
                    known.push((TokenId::new(block, token.index()), author));
                }
            }
        }
        documents
    }

    /// Whose a document is: as said at the place itself, else where one of its kind was last or is
    /// next spoken of.
    pub(super) fn author(&self, block: usize, token: Token<'_>) -> Option<EntityId> {
        let known = self.of.get(&key(token))?;
        let here = TokenId::new(block, token.index());
        let at = known.partition_point(|(id, _)| *id <= here);
        let before = at.checked_sub(1).and_then(|at| known.get(at));
        // "emails show" are other emails than those spoken of before.
        let definite = token.children().any(|child| {
            child.dep() == "poss" || (child.dep() == "det" && !child.is("a") && !child.is("an"))
        });
        if !definite {
            return before
                .filter(|(id, _)| *id == here)
                .map(|(_, author)| *author);
        }
        before.or_else(|| known.get(at)).map(|(_, author)| *author)
    }
}

/// Whether a noun is a document that can itself be said to say things.
pub(super) fn is_document(token: Token<'_>) -> bool {
    tables::cue_noun(token).is_some_and(|noun| noun.document)
}

fn key(token: Token<'_>) -> String {
    token.lemma().to_lowercase()
}

/// Who is told at the place itself to stand behind a document.
fn author(speakers: &Speakers<'_>, block: usize, document: Token<'_>) -> Option<EntityId> {
    let id = |token: Token<'_>| speakers.actor(block, token);
    // "the zoo's statement", "a letter from the zoo", "a letter signed by two ministers"
    let own = document.children().find_map(|child| match child.dep() {
        "poss" => id(child),
        // "the zoo statement", not "the Sund fire department incident report".
        "compound" | "nmod" if child.subtree().end == document.index() => id(child),
        "prep" if matches!(&*child.text().to_lowercase(), "by" | "from" | "of") => {
            id(child.child("pobj")?)
        }
        "acl" | "relcl" if tables::is_author_verb(child.lemma()) => {
            let agent = child.child("agent").or_else(|| child.child("prep"));
            let agent = agent.filter(|by| by.is("by"));
            match (agent, child.child("nsubj")) {
                (Some(by), _) => id(by.child("pobj")?),
                (None, Some(subject)) => id(subject),
                (None, None) => None,
            }
        }
        _ => None,
    });
    own.or_else(|| {
        let head = document.head();
        match document.dep() {
            // "the zoo released a statement", "the statement was released by the zoo"
            "dobj" if tables::is_author_verb(head.lemma()) => {
                id(crate::who::phrases::subject(head)?)
            }
            "nsubjpass" if tables::is_author_verb(head.lemma()) => {
                id(crate::who::phrases::agent(head)?)
            }
            // "the zoo said in a statement"
            "pobj"
                if matches!(
                    &*head.text().to_lowercase(),
                    "in" | "through" | "via" | "on"
                ) =>
            {
                let verb = head.ancestors().take(5).find(|verb| {
                    tables::cue_verb(*verb).is_some() || tables::is_author_verb(verb.lemma())
                })?;
                id(crate::who::phrases::subject(verb)?)
            }
            _ => None,
        }
    })
}
