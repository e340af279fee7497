//! Relations and states that last.

use std::ops::Range;

use crosswire_annotate::Token;
use crosswire_extract::{EntityKind, Extracted, TokenId};
use crosswire_report::{Field, Passage, Role};

use crate::modal::{in_question, under_if};
use crate::undertaking::named;
use crate::{Who, act, holder, states};

/// What lasts, and is told as such.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// What sort.
    pub relation: Relation,
    /// From the word that tells it to its object.
    pub passage: Passage,
    /// Of whom.
    pub subject: Option<Who>,
    /// To whom or what.
    pub object: Option<Who>,
    /// Whether it holds, began or ended.
    pub phase: Phase,
}

named! {
    /// What sort of state.
    Relation {
        /// Belongs to a body.
        Member "member",
        /// An offshoot, branch or subsidiary.
        Part "part",
        /// On one side with another.
        Ally "ally",
        /// Has it.
        Owner "owner",
        /// Holds, takes or leaves an office.
        Office "office",
        /// Designated, sanctioned, listed, wanted.
        Designation "designation",
        /// A ceasefire, treaty or deal.
        Truce "truce",
        /// A licence, permit or approval.
        Licence "licence",
        /// A ban.
        Ban "ban",
        /// Held by somebody.
        Custody "custody",
    }
}

named! {
    /// Whether a state holds.
    Phase {
        /// It is so.
        Holds "holds",
        /// It begins.
        Begun "begun",
        /// It is no more.
        Ended "ended",
    }
}

/// Those of a report's text, in order.
pub(crate) fn find(extracted: &Extracted) -> Vec<State> {
    let mut all = Vec::new();
    for (block, annotated) in extracted.annotated.blocks().iter().enumerate() {
        if annotated.passage.field != Field::Text
            || !matches!(annotated.role, Role::Paragraph | Role::Caption)
        {
            continue;
        }
        let mut end = 0;
        for token in annotated.doc.tokens() {
            let Some(told) = told(extracted, block, token) else {
                continue;
            };
            // "was elected chairman": one state, told once.
            if told.tokens.start < end {
                continue;
            }
            end = told.tokens.end;
            let who = |token: Option<Token<'_>>| holder::who(extracted, block, token?);
            all.push(State {
                relation: told.relation,
                passage: extracted.annotated.passage(block, told.tokens),
                subject: who(told.subject),
                object: who(told.object),
                phase: told.phase,
            });
        }
    }
    all
}

/// A state as its words tell it.
struct Told<'d> {
    relation: Relation,
    phase: Phase,
    tokens: Range<usize>,
    subject: Option<Token<'d>>,
    object: Option<Token<'d>>,
}

fn told<'d>(extracted: &Extracted, block: usize, token: Token<'d>) -> Option<Told<'d>> {
    let lemma = token.lemma().to_lowercase();
    match token.pos() {
        "NOUN" | "PROPN" => noun(extracted, block, token, &lemma),
        "VERB" | "AUX" => verb(extracted, block, token, &lemma),
        "ADJ" => {
            of_preposition(token, &token.text().to_lowercase(), 'a').map(|(row, object)| Told {
                relation: row.relation,
                phase: row.phase,
                tokens: token.index()..end(token),
                subject: holder::subject(token),
                object: Some(object),
            })
        }
        _ => None,
    }
}

/// A noun behind "is", behind a name, or behind "as"; a ceasefire or a ban with the verb over it.
fn noun<'d>(
    extracted: &Extracted,
    block: usize,
    token: Token<'d>,
    lemma: &str,
) -> Option<Told<'d>> {
    let over = token.head();
    // "peace deal", "ceasefire arrangement"
    let compound = token
        .children()
        .filter(|child| child.dep() == "compound")
        .find_map(|child| {
            states::get(
                &format!("{} {lemma}", child.lemma().to_lowercase()),
                'n',
                "any",
            )
        });
    if over.is("of") && over.head().is("one") && over.head().dep() == "attr" {
        return one_of(token, lemma, over.head());
    }
    let any = compound.or_else(|| states::get(lemma, 'n', "any"));
    let with = of_preposition(token, lemma, 'n').filter(|_| compound.is_none());
    let row = with.map(|(row, _)| row).or(any)?;
    let possessor = token.child("poss");
    let object = with
        .map(|(_, object)| object)
        .or(possessor)
        .or_else(|| {
            let preposition = token.children().find(|child| child.dep() == "prep")?;
            preposition.child("pobj")
        })
        .or_else(|| token.children().find(|child| child.dep() == "compound"));
    if matches!(
        row.relation,
        Relation::Truce | Relation::Ban | Relation::Licence
    ) {
        return arranged(token, row, object);
    }
    if row.relation == Relation::Custody {
        return None;
    }
    let former = token.children().any(|child| {
        let word = child.text().to_lowercase();
        matches!(word.as_str(), "former" | "ex" | "then" | "late")
            || word.starts_with("ex-")
            || word.starts_with("then-")
    });
    // "Orlin, of Sund, the chairman": what is beside what stands beside the name.
    let mut over = over;
    while token.dep() == "appos" && over.dep() == "appos" && !is_person_name(over) {
        over = over.head();
    }
    let bare = object.is_none() && !former;
    if row.relation == Relation::Ally
        && let Some(theirs) = possessor.filter(|it| it.is("its") || it.is("their") || it.is("our"))
        && let Some(named) = named_among(token)
    {
        return Some(Told {
            relation: row.relation,
            phase: row.phase,
            tokens: token.index()..act::end(token.index(), token),
            subject: Some(theirs),
            object: Some(named),
        });
    }
    let (subject, start, past) = match token.dep() {
        "attr" | "oprd" if matches!(over.lemma(), "be" | "become" | "remain") => {
            if is_supposed(over) || bare && row.relation != Relation::Office {
                return None;
            }
            let first = over.children().find(|child| matches!(child.dep(), "aux"));
            let start = first.map_or(over, |aux| {
                if aux.index() + 2 >= over.index() {
                    aux
                } else {
                    over
                }
            });
            let subject = holder::subject(over)?;
            let past = matches!(over.tag(), "VBD" | "VBN");
            (Some(subject), start.index(), past)
        }
        "appos" if over.index() < token.index() && is_named(over) => {
            (Some(over), first(token), false)
        }
        "conj" if over.dep() == "appos" && is_named(over.head()) && over.pos() == "NOUN" => {
            (Some(over.head()), first(token), false)
        }
        "pobj" if over.is("as") && !bare => {
            let clause = over.head();
            if is_supposed(clause) {
                return None;
            }
            let verb = std::iter::once(clause)
                .chain(clause.ancestors())
                .find(|above| matches!(above.pos(), "VERB" | "AUX"))?;
            (holder::subject(verb), over.index(), false)
        }
        _ => return None,
    };
    let subject = subject?;
    if row.relation == Relation::Office && !is_somebody(extracted, block, subject)
        || bare && token.dep() != "attr"
    {
        return None;
    }
    let phase = match () {
        () if over.lemma() == "become" => Phase::Begun,
        () if former || past => Phase::Ended,
        () => row.phase,
    };
    Some(Told {
        relation: row.relation,
        phase,
        tokens: start..end(token).max(start + 1),
        subject: Some(subject),
        object,
    })
}

/// "is one of our activists", "became one of the judges on the court".
fn one_of<'d>(token: Token<'d>, lemma: &str, one: Token<'d>) -> Option<Told<'d>> {
    let be = one.head();
    let with = of_preposition(token, lemma, 'n').map(|(row, _)| row);
    let row = with.or_else(|| states::get(lemma, 'n', "any"))?;
    let possessor = token.child("poss");
    if !matches!(be.lemma(), "be" | "become" | "remain") || is_supposed(be) {
        return None;
    }
    let relation = if possessor.is_some() {
        Relation::Member
    } else {
        row.relation
    };
    let phase = match be.tag() {
        _ if be.lemma() == "become" => Phase::Begun,
        "VBD" | "VBN" => Phase::Ended,
        _ => row.phase,
    };
    Some(Told {
        relation,
        phase,
        tokens: be.index()..end(token),
        subject: holder::subject(be),
        object: possessor.or(Some(token)),
    })
}

/// A name below a noun, behind it: "its partners in the area, particularly Pakistan".
fn named_among(token: Token<'_>) -> Option<Token<'_>> {
    let range = token.index() + 1..token.subtree().end;
    range
        .take(24)
        .map(|i| token.doc().token(i))
        .find(|word| word.pos() == "PROPN" && word.dep() != "compound")
}

/// A ceasefire, ban or licence with the verb that begins or ends it; without one, it holds.
fn arranged<'d>(token: Token<'d>, row: states::Row, object: Option<Token<'d>>) -> Option<Told<'d>> {
    let mut over = token.head();
    if over.pos() == "ADP" {
        over = over.head();
    }
    // "declared an end to its ceasefire"
    if over.is("end")
        && over.pos() == "NOUN"
        && matches!(over.head().pos(), "VERB")
        && !is_supposed(over.head())
    {
        return Some(Told {
            relation: row.relation,
            phase: Phase::Ended,
            tokens: over.head().index()..end(token),
            subject: holder::subject(over.head()),
            object,
        });
    }
    let governed = matches!(token.dep(), "dobj" | "nsubjpass" | "pobj");
    let changed = states::phase(&over.lemma().to_lowercase())
        .filter(|_| governed && over.pos() == "VERB" && !is_supposed(over));
    let (start, phase) = match changed {
        Some(phase) if over.index() < token.index() => (over.index(), phase),
        _ if row.relation == Relation::Truce && token.dep() != "compound" && !is_supposed(over) => {
            (token.index(), row.phase)
        }
        _ if row.relation == Relation::Ban && object.is_some() && !is_supposed(over) => {
            (token.index(), row.phase)
        }
        _ => return None,
    };
    Some(Told {
        relation: row.relation,
        phase,
        tokens: start..end(token).max(token.index() + 1),
        subject: holder::subject(over),
        object,
    })
}

fn verb<'d>(
    extracted: &Extracted,
    block: usize,
    token: Token<'d>,
    lemma: &str,
) -> Option<Told<'d>> {
    if is_supposed(token) {
        return None;
    }
    let particle = token
        .child("prt")
        .map(|child| format!("{lemma} {}", child.text().to_lowercase()));
    let word = particle.as_deref().unwrap_or(lemma);
    let passive = token.child("auxpass").is_some() || token.tag() == "VBN" && token.dep() == "acl";
    let object = token
        .child("dobj")
        .filter(|object| object.index() > token.index());
    let with_object = object.and_then(|object| {
        states::get(
            &format!("{word} {}", object.lemma().to_lowercase()),
            'v',
            "np",
        )
    });
    if token.dep() == "pcomp" || with_object.is_none() && leads_nothing(word, object) {
        return None;
    }
    let prepositional = of_preposition(token, word, 'v');
    let np = states::get(word, 'v', "np").filter(|_| object.is_some() || passive);
    let any = states::get(word, 'v', "any");
    let row = with_object
        .or(prepositional.map(|(row, _)| row))
        .or(np)
        .or(any)?;
    if token.dep() == "acl"
        && prepositional.is_none()
        && np.is_some()
        && row.relation == Relation::Office
    {
        return None;
    }
    let changes =
        row.phase == Phase::Begun || row.relation == Relation::Office && row.phase == Phase::Ended;
    let patient = if passive {
        holder::subject(token)
    } else {
        object
    };
    let subject = if changes && np.is_some() {
        patient
    } else {
        holder::subject(token)
    };
    let about_people = matches!(row.relation, Relation::Office | Relation::Member);
    if about_people && !subject.is_some_and(|subject| is_somebody(extracted, block, subject)) {
        return None;
    }
    if row.relation == Relation::Office && np.is_some() && prepositional.is_none() && passive {
        // "was elected in May": to what?
        let told = token
            .children()
            .any(|child| matches!(child.dep(), "oprd" | "xcomp" | "prep" | "attr" | "agent"));
        if !told {
            return None;
        }
    }
    if row.relation == Relation::Ban && !passive && object.is_none() {
        return None;
    }
    let past = row.phase == Phase::Holds
        && matches!(token.tag(), "VBD" | "VBN")
        && row.relation != Relation::Ally;
    let be = token
        .child("auxpass")
        .filter(|be| be.index() + 3 > token.index());
    Some(Told {
        relation: row.relation,
        phase: if past { Phase::Ended } else { row.phase },
        tokens: be.map_or(token.index(), Token::index)
            ..prepositional.map_or_else(|| end(token), |(_, object)| end(object)),
        subject,
        object: prepositional.map(|(_, object)| object).or(object),
    })
}

/// "chairs a hearing", "headed to Lund": no office.
fn leads_nothing(verb: &str, object: Option<Token<'_>>) -> bool {
    matches!(verb, "chair" | "head" | "lead" | "co-chair")
        && !object.is_some_and(|object| {
            object
                .entity()
                .is_some_and(|entity| &*entity.label == "ORG")
        })
}

/// The row of a word with the preposition behind it, and what hangs on that.
fn of_preposition<'d>(
    token: Token<'d>,
    word: &str,
    class: char,
) -> Option<(states::Row, Token<'d>)> {
    token
        .children()
        .filter(|child| {
            matches!(child.dep(), "prep" | "agent" | "dative") && child.index() > token.index()
        })
        .find_map(|child| {
            let row = states::get(word, class, &child.text().to_lowercase())?;
            Some((row, child.child("pobj")?))
        })
}

/// Whether a clause is planned, asked for, denied or asked, and tells no state.
fn is_supposed(verb: Token<'_>) -> bool {
    let own = |verb: Token<'_>| {
        verb.children().any(|child| {
            child.dep() == "neg" || child.dep() == "aux" && (child.tag() == "MD" || child.is("to"))
        })
    };
    own(verb) || in_question(verb) || under_if(verb)
}

fn is_person_name(token: Token<'_>) -> bool {
    token
        .entity()
        .is_some_and(|entity| &*entity.label == "PERSON")
}

/// Whether a word is a name.
fn is_named(token: Token<'_>) -> bool {
    token.pos() == "PROPN"
        || token
            .entity()
            .is_some_and(|entity| &*entity.label == "PERSON")
}

/// Whether a word stands for a person.
fn is_somebody(extracted: &Extracted, block: usize, token: Token<'_>) -> bool {
    if matches!(token.tag(), "PRP" | "WP") && !token.is("it") {
        return true;
    }
    let mention = extracted.mention_of(TokenId::new(block, token.index()));
    match mention.map(|mention| extracted.entity(mention.entity).kind) {
        Some(EntityKind::Person) => true,
        Some(EntityKind::Place | EntityKind::Thing | EntityKind::Organisation) => false,
        _ => holder::acts(extracted, block, token),
    }
}

/// The first word of a noun phrase.
fn first(token: Token<'_>) -> usize {
    token
        .children()
        .filter(|child| {
            child.index() < token.index() && child.dep() != "punct" && child.dep() != "cc"
        })
        .map(|child| child.subtree().start)
        .min()
        .unwrap_or(token.index())
}

/// The end of the words of a noun or verb, without a second one joined to it.
fn end(token: Token<'_>) -> usize {
    let whole = act::end(token.index(), token);
    let joined = token
        .children()
        .filter(|child| {
            child.index() > token.index()
                && (matches!(child.dep(), "cc" | "conj" | "appos")
                    || child.dep() == "advcl" && token.pos() != "NOUN")
        })
        .map(|child| child.subtree().start)
        .min();
    let mut end = joined.map_or(whole, |joined| whole.min(joined));
    while end > token.index() + 1 && matches!(token.doc().token(end - 1).pos(), "PUNCT" | "SPACE") {
        end -= 1;
    }
    end
}
