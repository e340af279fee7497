//! Of whom or what a clause speaks, so that clauses of two reports can be of one thing.

use crosswire_annotate::Token;
use crosswire_extract::{Extracted, MentionKind, TokenId};

use crate::lexicon::{self, Set};
use crate::told::cast::{Cast, NameId};
use crate::told::words::stem;

/// Who or what.
#[derive(Clone, Debug)]
pub(super) struct Theme {
    /// By name.
    names: Vec<NameId>,
    /// Cast that stand beside its noun: "the Petrel plant".
    beside: Vec<NameId>,
    /// Roots of the nouns for it.
    nouns: Vec<String>,
    /// Nouns and adjectives before the noun.
    modifiers: Vec<String>,
    /// "The", "its", a plural: not one of several.
    definite: bool,
    /// Whether the clause also names who does it.
    pub(super) is_core: bool,
    written: String,
}

/// What the noun, name or pronoun at a token stands for; `None` where nothing tells.
pub(super) fn theme(
    index: usize,
    report: &Extracted,
    block: usize,
    token: Token<'_>,
    names: &Cast,
) -> Option<Theme> {
    let mut head = token;
    // "None of the staff", "a total of ten": what is meant stands below.
    let partitive = matches!(
        head.lemma().to_lowercase().as_str(),
        "all" | "none" | "most" | "part" | "some" | "number"
    )
    .then(|| head.children().find(|child| child.is("of")))
    .flatten();
    if let Some(below) = partitive.and_then(|of| of.child("pobj")) {
        head = below;
    }
    let at = |token: Token<'_>| names.of(index, TokenId::new(block, token.index()));
    let proper = head.pos() == "PROPN";
    let own: Vec<NameId> = at(head).into_iter().collect();
    let mut nouns: Vec<String> = Vec::new();
    let class = |token: Token<'_>| {
        let lemma = token.lemma().to_lowercase();
        lexicon::noun_class(&lemma).map_or_else(|| stem(&lemma), str::to_owned)
    };
    let telling = |token: Token<'_>| {
        token.pos() == "NOUN" && !Set::Anybody.has(&token.lemma().to_lowercase())
    };
    if telling(head) {
        nouns.push(class(head));
    }
    let id = TokenId::new(block, head.index());
    if head.pos() == "PRON" || proper {
        let entity = report.mention_of(id).map(|mention| mention.entity);
        let others = report.mentions.iter().filter(|mention| {
            Some(mention.entity) == entity && mention.kind == MentionKind::Nominal
        });
        nouns.extend(
            others
                .map(|mention| report.annotated.token(mention.head))
                .filter(|token| telling(*token))
                .map(class),
        );
    }
    nouns.sort_unstable();
    nouns.dedup();
    let children = || {
        head.children()
            .filter(|child| matches!(child.dep(), "compound" | "nmod" | "amod" | "poss"))
    };
    let modifiers = children()
        .filter(|child| matches!(child.dep(), "compound" | "amod") && child.pos() != "PROPN")
        .map(|child| stem(&child.lemma().to_lowercase()))
        .collect();
    let of = head
        .children()
        .filter(|child| child.is("of") || child.is("in") || child.is("at"))
        .filter_map(|prep| prep.child("pobj"));
    let mut beside: Vec<NameId> = children().chain(of).filter_map(at).collect();
    beside.retain(|name| !own.contains(name));
    let det = head.child("det").map(|det| det.lemma().to_lowercase());
    let another = head.children().any(|child| {
        matches!(
            child.lemma(),
            "another" | "other" | "second" | "further" | "more" | "each"
        )
    });
    let definite = !another
        && (proper
            || head.pos() == "PRON"
            || head.child("poss").is_some()
            || matches!(head.tag(), "NNS" | "NNPS")
            || det
                .as_deref()
                .is_some_and(|det| !matches!(det, "a" | "an" | "another")));
    if own.is_empty() && nouns.is_empty() {
        return None;
    }
    let first = head
        .children()
        .map(Token::index)
        .filter(|&i| i < head.index());
    let first = first.min().unwrap_or(head.index());
    let range = first..head.index() + 1;
    let doc = head.doc();
    Some(Theme {
        names: own,
        beside,
        nouns,
        modifiers,
        definite,
        is_core: false,
        written: doc.words(range).to_owned(),
    })
}

impl Theme {
    /// Whether both are surely enough one thing.
    pub(super) fn is(&self, other: &Theme) -> bool {
        let share = |x: &[NameId], y: &[NameId]| x.iter().any(|name| y.contains(name));
        if !self.names.is_empty() && !other.names.is_empty() {
            return share(&self.names, &other.names);
        }
        let nouns = self.nouns.iter().any(|noun| other.nouns.contains(noun));
        if !nouns || !(self.definite && other.definite) {
            return false;
        }
        let (x, y) = (
            [&self.names[..], &self.beside].concat(),
            [&other.names[..], &other.beside].concat(),
        );
        if !x.is_empty() && !y.is_empty() && !share(&x, &y) {
            return false;
        }
        let (few, many) = (&self.modifiers, &other.modifiers);
        few.is_empty() && many.is_empty()
            || few.iter().any(|word| many.contains(word))
            || few.is_empty() != many.is_empty()
    }

    /// Whether both may be one thing.
    pub(super) fn may_be(&self, other: &Theme) -> bool {
        self.names.iter().any(|name| other.names.contains(name))
            || self.nouns.iter().any(|noun| other.nouns.contains(noun))
    }

    /// As written, or by its name.
    pub(super) fn words(&self, names: &Cast) -> String {
        match self.names.first() {
            Some(&name) => names.written(name).to_owned(),
            None => {
                let words: Vec<&str> = self.written.split_whitespace().take(8).collect();
                let mut words = words.join(" ");
                if let Some(rest) = words.strip_prefix("The ") {
                    words = format!("the {rest}");
                }
                words
            }
        }
    }
}
