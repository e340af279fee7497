//! Whose number it is: who has the age, who bids for whom, whose shares fell.

use crosswire_annotate::{Doc, Token};
use crosswire_extract::{Extracted, FoundQuantity, Gender, MentionKind, TokenId};
use crosswire_quantities::Kind;

use crate::lexicon::{self, Counts, Set};
use crate::told::cast::{Cast, Meet, NameId};

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
    /// Somebody or something does it that has no name.
    pub(super) unnamed: bool,
}

impl Bearer {
    /// Whether two bearers can be one.
    pub(super) fn meet(&self, other: &Bearer) -> Meet {
        let by = Meet::of(&self.by, &other.by);
        let of = Meet::of(&self.of, &other.of);
        let genders = matches!((self.gender, other.gender), (Some(x), Some(y)) if x != y);
        if by == Meet::Other || of == Meet::Other || genders {
            return Meet::Other;
        }
        if by == Meet::Same || of == Meet::Same {
            return Meet::Same;
        }
        Meet::of_nouns(&self.nouns, &other.nouns)
    }
}

/// How far up a number's word is looked for.
const HIGHEST: usize = 4;

/// Whose number `found` is.
pub(super) fn bearer(
    index: usize,
    report: &Extracted,
    found: &FoundQuantity,
    names: &Cast,
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
        Kind::Measure => finder.measured(doc, found),
        Kind::Duration => finder.lasting(doc, found),
        Kind::Count => finder.doing(doc, found),
        _ => Bearer::default(),
    }
}

/// The token of a quantity that the others of it hang on.
fn top<'d>(doc: &'d Doc, found: &FoundQuantity) -> Option<Token<'d>> {
    let tokens = &found.quantity.tokens;
    let mut top = doc.get(tokens.end.checked_sub(1)?)?;
    for _ in 0..tokens.len() {
        let head = top.head();
        if top.is_root() || !tokens.contains(&head.index()) || head.pos() == "ADP" {
            break;
        }
        top = head;
    }
    Some(top)
}

fn class(token: Token<'_>) -> String {
    let lemma = token.lemma().to_lowercase();
    lexicon::noun_class(&lemma).map_or(lemma, str::to_owned)
}

/// What a share is of: "turnout" in "a turnout of 61 percent", "the turnout was 61 percent".
pub(super) fn share_word(doc: &Doc, found: &FoundQuantity) -> Option<String> {
    let top = top(doc, found)?;
    let head = top.head();
    if matches!(top.dep(), "compound" | "nmod" | "amod" | "nummod") && head.pos() == "NOUN" {
        return Some(class(head));
    }
    if top.dep() == "pobj" && (head.is("of") || head.is("at")) && head.head().pos() == "NOUN" {
        return Some(class(head.head()));
    }
    let of = found.quantity.of.as_ref().and_then(|whole| whole.token);
    if let Some(whole) = of.and_then(|token| doc.get(token)) {
        return Some(class(whole));
    }
    let noun = found.quantity.noun.as_ref();
    if let Some(noun) = noun.and_then(|noun| doc.get(noun.token))
        && noun.index() < top.index()
    {
        return Some(class(noun));
    }
    let subject = matches!(top.dep(), "attr" | "dobj" | "npadvmod" | "acomp" | "pobj")
        .then(|| subject(top))
        .flatten()?;
    (subject.pos() == "NOUN").then(|| class(subject))
}

/// What lasts as long as a length of time says: the words for it, and the verb over it.
pub(super) fn lasting<'d>(
    doc: &'d Doc,
    found: &FoundQuantity,
) -> Option<(Vec<String>, Option<Token<'d>>)> {
    let top = top(doc, found)?;
    let head = top.head();
    let prison = top
        .children()
        .filter(|child| child.is("in"))
        .filter_map(|prep| prep.child("pobj"))
        .any(|place| Set::Jail.has(place.lemma()));
    let verb = || {
        std::iter::once(top)
            .chain(top.ancestors())
            .take(HIGHEST)
            .find(|token| token.pos() == "VERB")
    };
    if prison {
        return Some((vec!["sentence".to_owned()], verb()));
    }
    let described = matches!(
        top.dep(),
        "compound" | "nmod" | "amod" | "nummod" | "npadvmod"
    );
    let noun = if described && head.pos() == "NOUN" && head.index() > top.index() {
        Some(head)
    } else if top.dep() == "pobj" && head.is("of") && head.head().pos() == "NOUN" {
        Some(head.head())
    } else {
        None
    };
    if let Some(noun) = noun {
        let parts = noun.children().filter(|child| {
            child.dep() == "compound"
                && child.pos() == "NOUN"
                && !found.quantity.tokens.contains(&child.index())
        });
        let what = std::iter::once(noun).chain(parts).map(class).collect();
        return Some((what, verb()));
    }
    let verb = verb()?;
    if Set::Punishing.has(verb.lemma()) {
        return Some((vec!["sentence".to_owned()], Some(verb)));
    }
    let told = Set::Lasting.has(verb.lemma())
        && matches!(top.dep(), "dobj" | "npadvmod" | "attr" | "pobj" | "advmod");
    let subject = subject(verb).filter(|subject| told && subject.pos() == "NOUN")?;
    Some((vec![class(subject)], None))
}

/// The word that says what a sum is of: "bid" in "its $38 billion bid".
pub(super) fn sum_word<'d>(doc: &'d Doc, found: &FoundQuantity) -> Option<Token<'d>> {
    let start = top(doc, found)?;
    let mut at = start;
    for _ in 0..HIGHEST {
        let setting = Set::Setting.has(at.lemma());
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
    names: &'a Cast,
}

impl Finder<'_> {
    fn name(&self, token: Token<'_>) -> Option<NameId> {
        self.names
            .of(self.index, TokenId::new(self.block, token.index()))
            .or_else(|| {
                let definite = token
                    .child("det")
                    .is_some_and(|det| matches!(det.lemma(), "the" | "this" | "that"));
                (definite && token.pos() == "NOUN")
                    .then(|| self.names.of_noun(&token.lemma().to_lowercase()))
                    .flatten()
            })
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
        if all.is_empty() {
            let of = head
                .children()
                .filter(|child| child.is("of") || child.is("in") || child.is("by"));
            all.extend(
                of.filter_map(|prep| prep.child("pobj"))
                    .filter_map(|object| self.name(object)),
            );
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
        bearer.gender = if Set::Masculine.has(&noun.lemma) {
            Some(Gender::Masculine)
        } else if Set::Feminine.has(&noun.lemma) {
            Some(Gender::Feminine)
        } else {
            None
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
            let noun = found.quantity.noun.as_ref();
            if let Some(noun) = noun.and_then(|noun| doc.get(noun.token))
                && noun.index() >= found.quantity.tokens.end
            {
                bearer.nouns.push(class(noun));
                bearer.by = self.named(noun);
            }
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
            // "Fined her 50,000": the sum is an object too.
            let objects = word.children().filter(|child| {
                matches!(child.dep(), "dobj" | "dative")
                    && !found.quantity.tokens.contains(&child.index())
            });
            bearer.of = objects.flat_map(|object| self.named(object)).collect();
            if let Some(subject) = word.child("nsubjpass") {
                bearer.of.extend(self.named(subject));
            } else if let Some(subject) = subject(word) {
                bearer.by = self.named(subject);
                if subject.pos() == "NOUN" {
                    bearer.nouns.push(class(subject));
                }
            }
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
                if bearer.by.is_empty() && Set::Bidding.has(verb.lemma()) {
                    bearer.by = subject(verb).map_or_else(Vec::new, |subject| self.named(subject));
                }
            }
        }
        bearer.of.retain(|name| !bearer.by.contains(name));
        bearer
    }

    /// Who sold, scored, won as many.
    fn doing(&self, doc: &Doc, found: &FoundQuantity) -> Bearer {
        let mut bearer = Bearer::default();
        let own = found.quantity.noun.as_ref().map(|noun| noun.token);
        if let Some(top) = top(doc, found)
            && let Some(subject) = subject(top)
            && Some(subject.index()) != own
            && !found.quantity.tokens.contains(&subject.index())
        {
            bearer.by = self.named(subject);
            bearer.unnamed = bearer.by.is_empty();
        }
        bearer
    }

    /// What lasts, and whose it is.
    fn lasting(&self, doc: &Doc, found: &FoundQuantity) -> Bearer {
        let mut bearer = Bearer::default();
        let Some((nouns, verb)) = lasting(doc, found) else {
            return bearer;
        };
        bearer.nouns = nouns;
        if let Some(verb) = verb
            && let Some(subject) = verb.child("nsubjpass").or_else(|| subject(verb))
        {
            let subject = verb
                .child("dobj")
                .filter(|_| Set::Punishing.has(verb.lemma()) && verb.child("nsubjpass").is_none())
                .unwrap_or(subject);
            bearer.by = self.named(subject);
        }
        bearer
    }

    /// What has a measure: the noun, whatever stands for it.
    fn measured(&self, doc: &Doc, found: &FoundQuantity) -> Bearer {
        let mut bearer = Bearer::default();
        let noun = found.quantity.noun.as_ref();
        let Some(mut head) = noun
            .and_then(|noun| doc.get(noun.token))
            .or_else(|| top(doc, found).and_then(subject))
        else {
            return bearer;
        };
        // "40 km from the town": what counts is from where.
        let from = top(doc, found).and_then(|top| {
            top.children()
                .chain(top.head().children())
                .filter(|child| child.is("from") || child.is("of") || child.is("off"))
                .find_map(|prep| prep.child("pobj"))
        });
        if let Some(from) = from
            && found.quantity.unit == "m"
            && let Some(place) = self
                .name(from)
                .or_else(|| self.named(from).first().copied())
        {
            bearer.of.push(place);
            return bearer;
        }
        // "A 19-ton delivery truck": the truck weighs it, not the delivery.
        while head.dep() == "compound" && !head.is_root() {
            head = head.head();
        }
        // "The shaft, which is 40 m deep"
        if matches!(head.tag(), "WDT" | "WP")
            && let Some(clause) = head.ancestors().find(|token| token.dep() == "relcl")
        {
            head = clause.head();
        }
        // "A depth of 40 m", "with a diameter of 40 m, the crater": what is deep?
        let dimension = lexicon::family_of(head.lemma(), |counts| counts == Counts::Measure);
        if dimension.is_some() && head.pos() == "NOUN" {
            let of = head
                .children()
                .filter(|child| child.is("of"))
                .filter_map(|prep| prep.child("pobj"))
                .find(|object| {
                    object.pos() != "NUM" && !found.quantity.tokens.contains(&object.index())
                });
            match of.or_else(|| subject(head)) {
                Some(other) if other.index() != head.index() => head = other,
                _ => {}
            }
        }
        bearer.by = self.named(head);
        if head.pos() == "NOUN" {
            bearer.nouns.push(class(head));
        }
        if head.pos() == "PRON" && bearer.by.is_empty() {
            let token = TokenId::new(self.block, head.index());
            let entity = self.report.mention_of(token).map(|mention| mention.entity);
            let nouns = self
                .report
                .mentions
                .iter()
                .filter(|mention| Some(mention.entity) == entity)
                .map(|mention| self.report.annotated.token(mention.head))
                .filter(|token| token.pos() == "NOUN")
                .map(class);
            bearer.nouns.extend(nouns);
        }
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
        if head.pos() == "NOUN" && !found.quantity.tokens.contains(&head.index()) {
            bearer.nouns.push(class(head));
        }
        bearer
    }
}
