//! What is asked of one stretch that somebody may be reported as saying or thinking.

use crosswire_annotate::{Doc, Token};
use crosswire_report::Role;

use super::clauses::{Clause, Tie};
use crate::speech::speakers::Speakers;
use crate::tables::{self, Being};
use crate::{EntityKind, MentionKind, TokenId};

/// The names of the numbers, in the order of a row; the rates of [`keys`] follow.
pub(crate) const FEATURES: [&str; 77] = [
    "tie",
    "rank",
    "rivals",
    "longest",
    "cue_tag",
    "cue_dep",
    "cue_pos",
    "class",
    "direct",
    "clause",
    "mixed",
    "polarity",
    "noun",
    "document",
    "negated",
    "modal",
    "to",
    "passive",
    "adverb",
    "depth",
    "in_told",
    "source",
    "source_distance",
    "source_own",
    "pronoun",
    "being",
    "entity",
    "mention",
    "named",
    "source_document",
    "source_plural",
    "source_definite",
    "source_words",
    "source_dep",
    "words",
    "head_tag",
    "head_dep",
    "mark",
    "finite",
    "marks",
    "content_pronoun",
    "content_entity",
    "content_being",
    "content_noun",
    "content_cue",
    "ends",
    "comma",
    "gap",
    "title",
    "sentence",
    "at",
    "root",
    "told",
    "preposition",
    "source_medium",
    "content_first",
    "after_cue",
    "particle",
    "quoted_sentence",
    "direct_object",
    "complement",
    "numbers",
    "share",
    "next_tag",
    "next_comma",
    "next_mark",
    "last_label",
    "last_distance",
    "cues_inside",
    "commas",
    "quotes_before",
    "cue_of_marks",
    "source_marks",
    "source_uses",
    "above",
    "above_dep",
    "number",
];

/// The names of all that the forest sees: [`FEATURES`] and the rates of [`keys`].
pub(crate) fn names() -> Vec<&'static str> {
    let mut names = FEATURES.to_vec();
    names.extend([
        "rate_cue",
        "rate_tie",
        "rate_source",
        "rate_head",
        "rate_above",
        "rate_pair",
        "rate_form",
    ]);
    names
}

/// So many words under a source are looked at.
const MOST_CHILDREN: usize = 64;

fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

/// The place of a word in a list, counted from one; 0 for none.
fn place(word: &str, list: &[&str]) -> f32 {
    list.iter()
        .position(|&other| other == word)
        .map_or(0.0, |at| at as f32 + 1.0)
}

const TAGS: [&str; 15] = [
    "VBD", "VBZ", "VBP", "VBG", "VBN", "VB", "NN", "NNS", "NNP", "NNPS", "JJ", "IN", "PRP", "DT",
    "CD",
];
const DEPS: [&str; 18] = [
    "ROOT",
    "conj",
    "ccomp",
    "xcomp",
    "advcl",
    "relcl",
    "acl",
    "pcomp",
    "dobj",
    "pobj",
    "nsubj",
    "attr",
    "prep",
    "parataxis",
    "nsubjpass",
    "csubj",
    "appos",
    "dative",
];
const MODALS: [&str; 10] = [
    "will", "would", "can", "could", "may", "might", "should", "must", "shall", "’ll",
];
const MARKS: [&str; 14] = [
    "that", "to", "if", "whether", "what", "how", "why", "who", "when", "where", "because", "as",
    "for", "which",
];
const AFTER: [&str; 14] = [
    ".", ",", "and", "but", "on", "in", "at", "during", "after", "as", "while", "that", "which",
    "—",
];
const PRONOUNS: [&str; 15] = [
    "he", "she", "they", "it", "i", "we", "you", "who", "that", "which", "this", "one", "his",
    "her", "their",
];
const PREPOSITIONS: [&str; 16] = [
    "for", "to", "about", "on", "of", "against", "with", "as", "in", "by", "from", "at", "over",
    "into", "that", "toward",
];

/// So many rates are looked up.
pub(crate) const KEYS: usize = 7;

/// The words of a clause that rates are known of: the cue, the cue with what ties to it, the source.
pub(crate) fn keys(doc: &Doc, clause: &Clause) -> [String; KEYS] {
    let cue = doc.token(clause.cue);
    let lemma = cue.lemma().to_lowercase();
    let pos = match cue.pos() {
        "VERB" | "AUX" => 'v',
        "ADJ" => 'a',
        _ => 'n',
    };
    let preposition = clause
        .preposition
        .map_or(String::new(), |i| doc.token(i).text().to_lowercase());
    let particle = cue
        .child("prt")
        .map_or(String::new(), |t| t.text().to_lowercase());
    let tie = clause.tie as u8;
    let source = clause.source.map_or("-".to_owned(), |i| {
        let token = doc.token(i);
        match token.entity() {
            Some(entity) => entity.label.to_string(),
            None => token.lemma().to_lowercase(),
        }
    });
    let content = head(doc, clause);
    let head = content.lemma().to_lowercase();
    let above = cue.head();
    let sort = clause.source.map_or("-", |i| sort_of(doc.token(i)));
    let first = doc.token(clause.tokens.start).text().to_lowercase();
    let mark = clause
        .tokens
        .start
        .checked_sub(1)
        .map(|i| doc.token(i).text().to_lowercase());
    let mark = mark.filter(|word| MARKS.contains(&word.as_str()));
    let mark = mark.or_else(|| MARKS.contains(&first.as_str()).then_some(first));
    [
        format!("{pos} {lemma}"),
        format!("{pos} {lemma} {particle} {tie} {preposition}"),
        format!("s {source}"),
        format!("h {tie} {head}"),
        format!("a {} {}", cue.dep(), above.lemma().to_lowercase()),
        format!("p {sort} {lemma}"),
        format!(
            "f {} {} {lemma}",
            content.tag(),
            mark.as_deref().unwrap_or("-")
        ),
    ]
}

/// What sort of source a word is, for the rates.
fn sort_of(token: Token<'_>) -> &'static str {
    let named = token.entity().map(|entity| &*entity.label);
    match (named, token.tag()) {
        (Some("PERSON"), _) => "person",
        (Some("ORG"), _) => "body",
        (Some("GPE" | "NORP" | "LOC"), _) => "place",
        (Some("CARDINAL" | "PERCENT"), _) => "number",
        (_, "PRP") if matches!(&*token.text().to_lowercase(), "i" | "we" | "you" | "it") => "it",
        (_, "PRP" | "WP") => "pronoun",
        (_, "NNP" | "NNPS") => "name",
        _ => match tables::being(token.lemma()) {
            Some((Being::Person | Being::People, _)) => "people",
            Some((Being::Organisation, _)) => "body",
            _ if tables::cue_noun(token).is_some() => "document",
            _ => "thing",
        },
    }
}

fn head<'d>(doc: &'d Doc, clause: &Clause) -> Token<'d> {
    let inside = |i: usize| clause.tokens.contains(&i);
    let mut at = clause.tokens.clone().map(|i| doc.token(i));
    at.find(|t| !inside(t.head().index()) || t.is_root())
        .unwrap_or_else(|| doc.token(clause.tokens.start))
}

/// What of its surroundings counts for a clause.
pub(crate) struct Beside<'a> {
    /// The rules find the same stretch, or one that holds the cue.
    pub(crate) told: bool,
    pub(crate) in_told: bool,
    /// The cues of what stands in marks, and how much in marks is whose.
    pub(crate) marks: &'a Marks,
}

/// What stands in marks in a report: by which cues, and said by whom.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    cues: std::collections::HashSet<crosswire_report::Passage>,
    said: std::collections::HashMap<crate::EntityId, usize>,
    uses: std::collections::HashMap<crate::EntityId, usize>,
}

impl Marks {
    pub(crate) fn read(speakers: &Speakers<'_>, quotations: &[crate::Quotation]) -> Marks {
        let mut marks = Marks::default();
        for quotation in quotations {
            if matches!(
                quotation.kind,
                crate::QuotationKind::Direct | crate::QuotationKind::Mixed
            ) {
                let link = quotation.chain.first();
                marks.cues.extend(link.and_then(|link| link.cue));
                if let Some(speaker) = quotation.speaker() {
                    *marks.said.entry(speaker).or_default() += 1;
                }
            }
        }
        for mention in &speakers.who.mentions {
            *marks.uses.entry(mention.entity).or_default() += 1;
        }
        marks
    }
}

/// The row of one clause among the `rivals` of its cue.
#[expect(clippy::too_many_lines, reason = "one value a feature, in order")]
pub(crate) fn row(
    speakers: &Speakers<'_>,
    block: usize,
    clause: &Clause,
    rivals: &[Clause],
    near: &Beside<'_>,
) -> Vec<f32> {
    let (told, in_told) = (near.told, near.in_told);
    let annotated = &speakers.annotated.blocks()[block];
    let doc = &annotated.doc;
    let cue = doc.token(clause.cue);
    let sentence = doc.sentence_of(clause.cue);
    let known = tables::cue_verb(cue);
    let noun = tables::cue_noun(cue);
    let child = |test: &dyn Fn(Token<'_>) -> bool| cue.children().any(test);
    let modal = cue.children().find(|c| c.dep() == "aux" && c.tag() == "MD");
    let source = clause.source.map(|i| doc.token(i));
    let mention = clause
        .source
        .and_then(|i| speakers.heads.get(TokenId::new(block, i)))
        .map(|at| &speakers.who.mentions[at]);
    let entity = mention.map(|m| &speakers.who.entities[m.entity.0 as usize]);
    let lower = |t: Token<'_>| t.text().to_lowercase();
    let content = head(doc, clause);
    let first = doc.token(clause.tokens.start);
    let being = |t: Token<'_>| match tables::being(t.lemma()) {
        Some((Being::Person, _)) => 1.0,
        Some((Being::People, _)) => 2.0,
        Some((Being::Organisation, _)) => 3.0,
        Some((Being::Place, _)) => 4.0,
        None => 0.0,
    };
    let label = |t: Token<'_>| {
        t.entity().map_or(0.0, |e| {
            place(
                &e.label,
                &[
                    "PERSON",
                    "ORG",
                    "GPE",
                    "NORP",
                    "DATE",
                    "CARDINAL",
                    "MONEY",
                    "LOC",
                    "EVENT",
                    "WORK_OF_ART",
                ],
            ) + 1.0
        })
    };
    let before_mark = clause
        .tokens
        .start
        .checked_sub(1)
        .map_or(0.0, |i| place(&lower(doc.token(i)), &MARKS));
    let finite = clause
        .tokens
        .clone()
        .map(|i| doc.token(i))
        .any(|t| matches!(t.tag(), "VBD" | "VBZ" | "VBP" | "MD"));
    let quoted = speakers.n_quoted(block, clause.tokens.clone());
    let rank = rivals
        .iter()
        .filter(|r| r.tokens.len() > clause.tokens.len())
        .count();
    let last = clause
        .tokens
        .clone()
        .rev()
        .take(12)
        .find(|&i| doc.token(i).entity().is_some());
    let row = vec![
        clause.tie as u8 as f32,
        rank as f32,
        rivals.len() as f32,
        rivals.iter().map(|r| r.tokens.len()).max().unwrap_or(0) as f32,
        place(cue.tag(), &TAGS),
        place(cue.dep(), &DEPS),
        place(cue.pos(), &["VERB", "NOUN", "ADJ", "PROPN", "AUX"]),
        known.map_or(0.0, |k| place(k.class, &CLASSES)),
        flag(known.is_some_and(|k| k.direct)),
        flag(known.is_some_and(|k| k.clause)),
        flag(known.is_some_and(|k| k.mixed)),
        flag(known.is_some_and(|k| k.polarity == crate::Polarity::Negative)),
        flag(noun.is_some()),
        flag(noun.is_some_and(|n| n.document)),
        flag(child(&|c| c.dep() == "neg")),
        modal.map_or(0.0, |m| place(&lower(m), &MODALS) + 1.0),
        flag(child(&|c| c.dep() == "aux" && c.tag() == "TO")),
        flag(child(&|c| matches!(c.dep(), "auxpass" | "nsubjpass"))),
        flag(child(&|c| c.dep() == "advmod")),
        cue.ancestors().take(12).count() as f32,
        flag(in_told),
        flag(source.is_some()),
        source.map_or(f32::NAN, |s| s.index() as f32 - clause.cue as f32),
        flag(source.is_some_and(|s| s.head().index() == clause.cue)),
        source.map_or(0.0, |s| place(&lower(s), &PRONOUNS)),
        source.map_or(0.0, being),
        entity.map_or(0.0, |e| match e.kind {
            EntityKind::Person => 1.0,
            EntityKind::Organisation => 2.0,
            EntityKind::Group => 3.0,
            EntityKind::Place => 4.0,
            EntityKind::Thing => 5.0,
            EntityKind::Unknown => 6.0,
        }),
        mention.map_or(0.0, |m| match m.kind {
            MentionKind::Name => 1.0,
            MentionKind::Nominal => 2.0,
            MentionKind::Pronoun => 3.0,
        }),
        source.map_or(0.0, label),
        flag(source.is_some_and(|s| tables::cue_noun(s).is_some_and(|n| n.document))),
        flag(source.is_some_and(|s| matches!(s.tag(), "NNS" | "NNPS"))),
        flag(source.is_some_and(|s| {
            let mut near = s.children().take(MOST_CHILDREN);
            near.any(|c| c.dep() == "det" || c.dep() == "poss")
        })),
        source.map_or(0.0, |s| s.subtree().len() as f32),
        source.map_or(0.0, |s| place(s.dep(), &DEPS)),
        clause.tokens.len() as f32,
        place(content.tag(), &TAGS),
        place(content.dep(), &DEPS),
        place(&lower(first), &MARKS).max(before_mark),
        flag(finite),
        quoted as f32,
        place(&lower(content), &PRONOUNS),
        label(content),
        being(content),
        flag(content.pos() == "NOUN"),
        flag(tables::cue_noun(content).is_some()),
        flag(clause.tokens.end + 1 >= sentence.end),
        flag(clause.tokens.clone().any(|i| doc.token(i).text() == ",")),
        clause.tokens.start as f32 - clause.cue as f32,
        match annotated.role {
            Role::Title => 1.0,
            Role::Heading => 2.0,
            Role::Caption => 3.0,
            _ => 0.0,
        },
        sentence.len() as f32,
        (clause.cue - sentence.start) as f32,
        flag(cue.is_root()),
        flag(told),
        clause
            .preposition
            .map_or(0.0, |i| place(&lower(doc.token(i)), &PREPOSITIONS) + 1.0),
        flag(source.is_some_and(|s| tables::is_medium(s.lemma()))),
        place(first.tag(), &TAGS),
        doc.get(clause.cue + 1)
            .map_or(0.0, |t| place(t.tag(), &TAGS)),
        flag(cue.child("prt").is_some()),
        flag(speakers.n_quoted(block, sentence.clone()) > 0),
        flag(cue.child("dobj").is_some()),
        flag(cue.child("ccomp").is_some() || cue.child("xcomp").is_some()),
        flag(clause.tokens.clone().any(|i| doc.token(i).tag() == "CD")),
        clause.tokens.len() as f32
            / rivals.iter().map(|r| r.tokens.len()).max().unwrap_or(1) as f32,
        doc.get(clause.tokens.end)
            .map_or(0.0, |t| place(t.tag(), &TAGS)),
        flag(doc.get(clause.tokens.end).is_some_and(|t| t.text() == ",")),
        doc.get(clause.tokens.end)
            .map_or(0.0, |t| place(&lower(t), &AFTER)),
        last.map_or(0.0, |i| label(doc.token(i))),
        last.map_or(f32::NAN, |i| (clause.tokens.end - i) as f32),
        clause
            .tokens
            .clone()
            .filter(|&i| tables::cue_verb(doc.token(i)).is_some())
            .count() as f32,
        clause
            .tokens
            .clone()
            .filter(|&i| doc.token(i).text() == ",")
            .count() as f32,
        flag(speakers.n_quoted(block, sentence.start..clause.cue) > 0),
        flag(
            near.marks.cues.contains(
                &speakers
                    .annotated
                    .passage(block, clause.cue..clause.cue + 1),
            ),
        ),
        mention.map_or(0.0, |m| {
            near.marks.said.get(&m.entity).copied().unwrap_or(0) as f32
        }),
        mention.map_or(0.0, |m| {
            near.marks.uses.get(&m.entity).copied().unwrap_or(0) as f32
        }),
        place(cue.head().pos(), &["VERB", "NOUN", "ADJ", "PROPN", "AUX"]),
        flag(tables::cue_verb(cue.head()).is_some()),
        block as f32,
    ];
    debug_assert_eq!(row.len(), FEATURES.len());
    debug_assert!(clause.tie != Tie::According || source.is_some());
    row
}

const CLASSES: [&str; 23] = [
    "say", "tell", "answer", "ask", "claim", "admit", "deny", "reject", "warn", "vow", "announce",
    "suggest", "believe", "complain", "call", "judge", "order", "write", "read", "cry", "quote",
    "decline", "offer",
];
