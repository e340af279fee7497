//! Whose number it is: who has the age, who bids for whom, whose shares fell.

use crosswire_annotate::{Doc, Token};
use crosswire_extract::{Extracted, FoundQuantity, Gender, MentionKind, TokenId};
use crosswire_quantities::Kind;

use super::lexicon::{self, Counts};
use super::names::{NameId, Names};

/// Who or what a number belongs to, as far as its report tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Bearer {
    /// Who does it: the bidder, the payer; who or what has the age or the change.
    pub(super) by: Vec<NameId>,
    /// Whom or what it is done to: the target of a bid, what is paid for.
    pub(super) of: Vec<NameId>,
    /// Classes of the nouns that stand for it.
    pub(super) nouns: Vec<String>,
    gender: Option<Gender>,
}

/// How two bearers lie to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meet {
    /// Two different ones.
    Other,
    /// Nothing tells.
    Unknown,
    /// They go by the same description.
    Likely,
    /// They go by the same name.
    Same,
}

impl Bearer {
    /// Whether two bearers can be one.
    pub(super) fn meet(&self, other: &Bearer) -> Meet {
        let names = |one: &[NameId], two: &[NameId]| {
            if one.is_empty() || two.is_empty() {
                Meet::Unknown
            } else if one.iter().any(|name| two.contains(name)) {
                Meet::Same
            } else {
                Meet::Other
            }
        };
        let (by, of) = (names(&self.by, &other.by), names(&self.of, &other.of));
        let genders = matches!((self.gender, other.gender), (Some(x), Some(y)) if x != y);
        if by == Meet::Other || of == Meet::Other || genders {
            return Meet::Other;
        }
        if by == Meet::Same || of == Meet::Same {
            return Meet::Same;
        }
        let anybody = |nouns: &[String]| nouns.is_empty();
        if anybody(&self.nouns) || anybody(&other.nouns) {
            Meet::Unknown
        } else if self.nouns.iter().any(|noun| other.nouns.contains(noun)) {
            Meet::Likely
        } else {
            Meet::Other
        }
    }
}

/// Verbs that set a sum anew: the sum is that of their object.
const SETTING: [&str; 14] = [
    "boost", "bring", "cut", "hike", "improve", "increase", "lift", "lower", "put", "raise",
    "reduce", "sweeten", "trim", "up",
];
/// How far up a number's word is looked for.
const HIGHEST: usize = 4;

/// Whose number `found` is.
pub(super) fn bearer(
    index: usize,
    report: &Extracted,
    found: &FoundQuantity,
    names: &Names,
) -> Bearer {
    let doc = &report.annotated.blocks()[found.block].doc;
    let finder = Finder {
        index,
        block: found.block,
        report,
        names,
    };
    match found.quantity.kind {
        Kind::Age => finder.aged(doc, found),
        Kind::Money => finder.dealing(doc, found),
        Kind::Percent => finder.moving(doc, found),
        _ => Bearer::default(),
    }
}

/// The word that says what a sum is of: "bid" in "its $38 billion bid".
pub(super) fn sum_word<'d>(doc: &'d Doc, found: &FoundQuantity) -> Option<Token<'d>> {
    let tokens = &found.quantity.tokens;
    let start = tokens
        .clone()
        .filter_map(|i| doc.get(i))
        .find(|token| !tokens.contains(&token.head().index()) || token.is_root())?;
    let mut at = start;
    for _ in 0..HIGHEST {
        let setting = SETTING.contains(&at.lemma());
        if setting && let Some(object) = at.child("dobj").or_else(|| at.child("nsubjpass")) {
            return Some(object);
        }
        if at.index() != start.index() && is_sum_word(at) {
            return Some(at);
        }
        if at.is_root() || at.dep() == "advcl" {
            break;
        }
        at = at.head();
    }
    None
}

fn is_sum_word(token: Token<'_>) -> bool {
    lexicon::family_of(&token.lemma().to_lowercase(), |counts| {
        counts == Counts::Money
    })
    .is_some()
}

/// The nearest verb above a token, and the subject that it has or shares.
fn subject(token: Token<'_>) -> Option<Token<'_>> {
    let verb = std::iter::once(token)
        .chain(token.ancestors())
        .take(HIGHEST + 1)
        .find(|token| matches!(token.pos(), "VERB" | "AUX"))?;
    std::iter::once(verb)
        .chain(verb.ancestors())
        .take(HIGHEST)
        .take_while(|token| matches!(token.pos(), "VERB" | "AUX"))
        .find_map(|verb| verb.child("nsubj").or_else(|| verb.child("nsubjpass")))
}

struct Finder<'a> {
    index: usize,
    block: usize,
    report: &'a Extracted,
    names: &'a Names,
}

impl Finder<'_> {
    fn name(&self, token: Token<'_>) -> Option<NameId> {
        self.names
            .of(self.index, TokenId::new(self.block, token.index()))
    }

    /// The names in the phrase of a noun, not those of clauses on it.
    fn named(&self, head: Token<'_>) -> Vec<NameId> {
        let mut all: Vec<NameId> = self.name(head).into_iter().collect();
        if all.is_empty() {
            let near = head.children().filter(|child| {
                matches!(child.dep(), "poss" | "compound" | "nmod" | "amod" | "appos")
            });
            all.extend(near.filter_map(|child| self.name(child)));
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    fn aged(&self, doc: &Doc, found: &FoundQuantity) -> Bearer {
        let mut bearer = Bearer::default();
        let Some(noun) = &found.quantity.noun else {
            return bearer;
        };
        let Some(head) = doc.get(noun.token) else {
            return bearer;
        };
        let own = lexicon::noun_class(&noun.lemma).unwrap_or(&noun.lemma);
        let telling = matches!(head.pos(), "NOUN" | "ADJ" | "NUM") && own != "people-all";
        if telling {
            bearer.nouns.push(own.to_owned());
        }
        bearer.gender = match noun.lemma.as_str() {
            "he" | "boy" | "man" | "father" | "son" | "brother" | "husband" => {
                Some(Gender::Masculine)
            }
            "she" | "girl" | "woman" | "mother" | "daughter" | "sister" | "wife" => {
                Some(Gender::Feminine)
            }
            _ => None,
        };
        bearer.by.extend(self.name(head));
        let head = TokenId::new(self.block, head.index());
        let Some(mention) = self
            .report
            .mentions
            .iter()
            .find(|mention| mention.head == head)
        else {
            return bearer;
        };
        let entity = self.report.entity(mention.entity);
        bearer.gender = bearer.gender.or(entity.gender);
        for other in &self.report.mentions {
            if other.entity == mention.entity && other.kind == MentionKind::Nominal {
                let token = self.report.annotated.token(other.head);
                let lemma = token.lemma().to_lowercase();
                let class = lexicon::noun_class(&lemma).unwrap_or(&lemma);
                if token.pos() == "NOUN" && class != "people-all" {
                    bearer.nouns.push(class.to_owned());
                }
            }
        }
        bearer.nouns.sort_unstable();
        bearer.nouns.dedup();
        bearer
    }

    fn dealing(&self, doc: &Doc, found: &FoundQuantity) -> Bearer {
        let mut bearer = Bearer::default();
        let Some(word) = sum_word(doc, found) else {
            return bearer;
        };
        let object_of = |prepositions: &[&str], token: Token<'_>| -> Vec<NameId> {
            token
                .children()
                .filter(|child| {
                    child.dep() == "prep" && prepositions.iter().any(|prep| child.is(prep))
                })
                .filter_map(|prep| prep.child("pobj"))
                .flat_map(|object| self.named(object))
                .collect()
        };
        if word.pos() == "VERB" {
            bearer.of = word
                .child("dobj")
                .map_or_else(Vec::new, |object| self.named(object));
            bearer.by = subject(word).map_or_else(Vec::new, |subject| self.named(subject));
        } else {
            bearer.of = object_of(&["for", "of"], word);
            for verb in word
                .children()
                .filter(|child| matches!(child.dep(), "acl" | "relcl"))
            {
                if bearer.of.is_empty()
                    && let Some(object) = verb.child("dobj")
                {
                    bearer.of = self.named(object);
                }
            }
            bearer.by = word
                .children()
                .filter(|child| matches!(child.dep(), "poss" | "compound"))
                .filter_map(|child| self.name(child))
                .collect();
            if bearer.by.is_empty() {
                bearer.by = object_of(&["by", "from"], word);
            }
            // "X made an offer of ... for Y": the verb has what the noun lacks.
            if word.dep() == "dobj" {
                let verb = word.head();
                if bearer.of.is_empty() {
                    bearer.of = object_of(&["for"], verb);
                }
                if bearer.by.is_empty()
                    && matches!(
                        verb.lemma(),
                        "make" | "launch" | "submit" | "raise" | "table"
                    )
                {
                    bearer.by = subject(verb).map_or_else(Vec::new, |subject| self.named(subject));
                }
            }
        }
        bearer.of.retain(|name| !bearer.by.contains(name));
        bearer
    }

    fn moving(&self, doc: &Doc, found: &FoundQuantity) -> Bearer {
        let mut bearer = Bearer::default();
        let Some(token) = doc.get(found.quantity.tokens.end.saturating_sub(1)) else {
            return bearer;
        };
        // "A 4 percent drop in income": the income dropped.
        let noun = std::iter::once(token)
            .chain(token.ancestors())
            .take(HIGHEST)
            .find(|token| {
                token.pos() == "NOUN"
                    && lexicon::family_of(token.lemma(), |counts| counts == Counts::Change)
                        .is_some()
            });
        let of = noun.and_then(|noun| {
            noun.children()
                .filter(|child| child.is("in") || child.is("of"))
                .find_map(|prep| prep.child("pobj"))
        });
        let Some(head) = of.or_else(|| subject(token)) else {
            return bearer;
        };
        bearer.by = self.named(head);
        if let Some(of) = of
            && bearer.by.is_empty()
            && of.index() == head.index()
        {
            bearer.by = subject(token).map_or_else(Vec::new, |subject| self.named(subject));
        }
        if matches!(head.pos(), "NOUN") {
            let lemma = head.lemma().to_lowercase();
            let class = lexicon::noun_class(&lemma).unwrap_or(&lemma);
            bearer.nouns.push(class.to_owned());
        }
        bearer
    }
}
