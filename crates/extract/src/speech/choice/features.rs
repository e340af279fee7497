//! What is asked of one candidate for the speaker of one quotation, as numbers.

use crosswire_annotate::Token;

use super::Round;
use super::near::{Above, Candidate, Near, Part, above};
use super::target::Target;
use crate::speech::speakers::Speakers;
use crate::tables;
use crate::{EntityId, EntityKind, Gender, MentionKind, QuotationKind};

/// The names of the features, in the order of a row.
pub(crate) const FEATURES: [&str; 89] = [
    "rule",
    "rule_none",
    "rule_reason",
    "rule_mention",
    "rule_words",
    "kind",
    "n_words",
    "title",
    "begins",
    "ends",
    "block_tail",
    "i",
    "we",
    "you",
    "question",
    "he",
    "candidates",
    "speaking",
    "before_words",
    "before_sentences",
    "before_blocks",
    "before_kind",
    "before_part",
    "before_free",
    "after_words",
    "after_sentences",
    "after_blocks",
    "after_kind",
    "after_part",
    "after_free",
    "speaks_words",
    "speaks_free",
    "speaks_kind",
    "speaks_after_words",
    "speaks_after_free",
    "first_here",
    "first_before",
    "near",
    "inside",
    "inside_name",
    "addressed",
    "same_sentence",
    "last",
    "last_blocks",
    "last_two",
    "next",
    "next_blocks",
    "next_reason",
    "utterance_same",
    "share",
    "in_block",
    "uses",
    "rank",
    "in_title",
    "entity_kind",
    "named",
    "plural_fit",
    "gender_fit",
    "pieces",
    "alternates",
    "subject_words",
    "subject_kind",
    "last_reason",
    "rule_kind",
    "name_adjacent",
    "speakers",
    "above",
    "above_cue",
    "above_root",
    "aboves",
    "rule_entity",
    "mention_words",
    "colon",
    "rival_above",
    "before_gap",
    "before_dep",
    "before_verb",
    "before_verb_words",
    "after_gap",
    "after_dep",
    "after_verb",
    "after_verb_words",
    "end_mark",
    "mark_before",
    "mark_after",
    "cue_words",
    "cue_direct",
    "nearer",
    "plain_words",
];

fn kind_number(kind: MentionKind) -> f32 {
    match kind {
        MentionKind::Name => 1.0,
        MentionKind::Nominal => 2.0,
        MentionKind::Pronoun => 3.0,
    }
}

fn entity_number(kind: EntityKind) -> f32 {
    match kind {
        EntityKind::Person => 1.0,
        EntityKind::Organisation => 2.0,
        EntityKind::Group => 3.0,
        EntityKind::Place => 4.0,
        EntityKind::Thing => 5.0,
        EntityKind::Unknown => 6.0,
    }
}

fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

/// What is the same for all candidates of a quotation.
pub(super) struct Common {
    i: bool,
    we: bool,
    you: bool,
    he: bool,
    question: bool,
    begins: bool,
    tail: f32,
    title: bool,
    speaking: usize,
    above: Vec<Above>,
    /// What the words end with, and what stands right before and behind them, as [`mark`].
    marks: [f32; 3],
    /// Where the cue of the rules is, in words from the quotation, and whether it takes marks.
    cue: (f32, f32),
    /// How far from the quotation the subjects of verbs of speech are, whoever they are.
    distances: Vec<f32>,
}

/// What sort of mark a token is.
fn mark(text: &str) -> f32 {
    match text
        .trim_matches(['“', '”', '"', '\'', '‘', '’'])
        .chars()
        .next_back()
    {
        Some(',') => 1.0,
        Some('.') => 2.0,
        Some('?' | '!') => 3.0,
        Some('…' | '–' | '—' | '-') => 4.0,
        Some(':') => 5.0,
        Some(';' | ')' | '(') => 6.0,
        Some(c) if c.is_alphanumeric() => 7.0,
        _ => 0.0,
    }
}

/// Where the cue that the rules go by is, in words from the quotation, and whether it takes marks.
fn cue_of(speakers: &Speakers<'_>, target: &Target) -> Option<(f32, f32)> {
    let cue = target.link.as_ref()?.cue?;
    let block = &speakers.annotated.blocks()[target.block];
    block.own(cue)?;
    let at = block.tokens(cue).start;
    let words = if at < target.start {
        at as f32 - target.start as f32
    } else {
        at as f32 - target.end as f32 + 1.0
    };
    let direct = tables::cue_verb(block.doc.get(at)?).is_some_and(|cue| cue.direct);
    Some((words, flag(direct)))
}

impl Common {
    pub(super) fn new(
        speakers: &Speakers<'_>,
        target: &Target,
        candidates: &[Candidate],
    ) -> Common {
        let block = &speakers.annotated.blocks()[target.block];
        let doc = &block.doc;
        let mut common = Common {
            i: false,
            we: false,
            you: false,
            he: false,
            question: false,
            begins: (0..target.start)
                .all(|i| !doc.token(i).text().chars().any(char::is_alphanumeric)),
            tail: (doc.len() - target.end) as f32,
            title: block.role == crosswire_report::Role::Title,
            speaking: 0,
            above: above(speakers, target.block, target.start, target.end),
            marks: [0.0; 3],
            cue: cue_of(speakers, target).unwrap_or((f32::NAN, f32::NAN)),
            distances: Vec::new(),
        };
        let text = |i: Option<usize>| i.and_then(|i| doc.get(i)).map_or("", Token::text);
        let worded = |i: &usize| mark(doc.token(*i).text()) > 0.0;
        let around = [
            (target.start..target.end).rev().take(3).find(worded),
            target.start.checked_sub(1),
            Some(target.end),
        ];
        common.marks = around.map(|i| mark(text(i)));
        for i in (target.start..target.end).take(200) {
            match &*doc.token(i).text().to_lowercase() {
                "i" | "my" | "me" | "myself" => common.i = true,
                "we" | "our" | "us" => common.we = true,
                "you" | "your" => common.you = true,
                "he" | "she" | "his" | "her" | "him" => common.he = true,
                "?" => common.question = true,
                _ => {}
            }
        }
        common.speaking = candidates
            .iter()
            .filter(|c| c.near.iter().any(|n| n.part == Part::Speaks && n.free))
            .count();
        let near = candidates.iter().flat_map(|c| &c.near);
        let told = near.filter(|n| n.part == Part::Speaks && n.free && !n.inside);
        common.distances = told.map(|n| n.words.abs()).collect();
        common
    }
}

/// The row of one candidate; `None` stands for the words of the cue's subject, known to be nobody.
#[expect(clippy::too_many_lines, reason = "one value a feature, in order")]
pub(super) fn row(
    round: &Round<'_>,
    index: usize,
    common: &Common,
    candidate: Option<&Candidate>,
    n_candidates: usize,
) -> Vec<f32> {
    const NONE: f32 = f32::NAN;
    let speakers = round.speakers;
    let target = &round.targets[index];
    let entity = candidate.map(|c| c.entity);
    let known = entity.map(|id| &speakers.who.entities[id.0 as usize]);
    let near: &[Near] = candidate.map_or(&[], |c| &c.near);
    let outside = || near.iter().filter(|n| !n.inside && !n.quoted);
    let before = outside()
        .filter(|n| n.words < 0.0)
        .max_by(|a, b| a.words.total_cmp(&b.words));
    let after = outside()
        .filter(|n| n.words > 0.0)
        .min_by(|a, b| a.words.total_cmp(&b.words));
    let speaks = outside()
        .filter(|n| n.part == Part::Speaks && n.words < 0.0)
        .max_by(|a, b| a.words.total_cmp(&b.words));
    let speaks_after = outside()
        .filter(|n| n.part == Part::Speaks && n.words > 0.0)
        .min_by(|a, b| a.words.total_cmp(&b.words));
    let subject = outside()
        .filter(|n| n.part >= Part::Subject && n.words < 0.0)
        .max_by(|a, b| a.words.total_cmp(&b.words));
    let is_rule = target.link.is_some()
        && target.speaker() == entity
        && (entity.is_some()
            || target
                .link
                .as_ref()
                .is_some_and(|link| link.mention.is_some()));
    let rule_kind = target.mention_kind(speakers);
    let rule_gender = target.mention.and_then(|at| {
        let head = speakers.who.mentions[at].head;
        match &*speakers.annotated.token(head).text().to_lowercase() {
            "he" | "him" | "his" => Some(Gender::Masculine),
            "she" | "her" => Some(Gender::Feminine),
            _ => None,
        }
    });
    let last = round.told(index, -1);
    let last_two = round.told(index, -2);
    let next = round.told(index, 1);
    let told = |other: Option<&Target>| {
        flag(other.is_some_and(|t| t.speaker().is_some() && t.speaker() == entity))
    };
    let blocks =
        |other: Option<&Target>| other.map_or(NONE, |t| t.block as f32 - target.block as f32);
    let of = |near: Option<&Near>, value: &dyn Fn(&Near) -> f32| near.map_or(NONE, value);
    let own_above = common.above.iter().find(|a| Some(a.entity) == entity);
    let rule_entity = target
        .speaker()
        .map(|id| &speakers.who.entities[id.0 as usize]);
    // "Ana Brell: “...”"
    let colon = outside().any(|n| {
        let doc = &speakers.annotated.blocks()[target.block].doc;
        n.words < 0.0
            && n.words >= -5.0
            && n.blocks == 0.0
            && (target.start.saturating_sub(3)..target.start)
                .any(|i| doc.token(i).text().ends_with(':'))
    });
    // NaN where nobody is near, which compares with nothing.
    let nearest = outside().map(|n| n.words.abs()).fold(NONE, f32::min);
    let own_uses = entity.map_or(0, |id: EntityId| round.scene.uses[id.0 as usize]);
    let row = vec![
        flag(is_rule),
        flag(target.link.is_none()),
        f32::from(target.reason),
        rule_kind.map_or(0.0, kind_number),
        target
            .link
            .as_ref()
            .and_then(|l| l.mention)
            .map_or(NONE, |m| m.span.len() as f32),
        match target.kind {
            QuotationKind::Direct => 1.0,
            QuotationKind::Mixed => 2.0,
            QuotationKind::Indirect => 3.0,
            QuotationKind::Reported => 4.0,
            QuotationKind::Scare => 5.0,
        },
        (target.end - target.start) as f32,
        flag(common.title),
        flag(common.begins),
        flag(common.tail <= 2.0),
        common.tail,
        flag(common.i),
        flag(common.we),
        flag(common.you),
        flag(common.question),
        flag(common.he),
        n_candidates as f32,
        common.speaking as f32,
        of(before, &|n| n.words),
        of(before, &|n| n.sentences),
        of(before, &|n| n.blocks),
        of(before, &|n| kind_number(n.kind)),
        of(before, &|n| n.part as u8 as f32),
        of(before, &|n| flag(n.free)),
        of(after, &|n| n.words),
        of(after, &|n| n.sentences),
        of(after, &|n| n.blocks),
        of(after, &|n| kind_number(n.kind)),
        of(after, &|n| n.part as u8 as f32),
        of(after, &|n| flag(n.free)),
        of(speaks, &|n| n.words),
        of(speaks, &|n| flag(n.free)),
        of(speaks, &|n| kind_number(n.kind)),
        of(speaks_after, &|n| n.words),
        of(speaks_after, &|n| flag(n.free)),
        flag(outside().any(|n| n.first && n.blocks == 0.0)),
        flag(outside().any(|n| n.first && n.blocks == -1.0)),
        near.len() as f32,
        near.iter().filter(|n| n.inside).count() as f32,
        flag(near.iter().any(|n| n.inside && n.kind == MentionKind::Name)),
        flag(outside().any(|n| n.part == Part::Addressed && n.sentences == 0.0)),
        flag(outside().any(|n| n.sentences == 0.0)),
        told(last),
        blocks(last),
        told(last_two),
        told(next),
        blocks(next),
        next.map_or(NONE, |t| f32::from(t.reason)),
        flag(round.utterance_shares(index, entity)),
        round.share(entity),
        flag(round.in_block(index, entity)),
        (1.0 + own_uses as f32).ln(),
        entity.map_or(NONE, |id| round.scene.rank[id.0 as usize] as f32),
        flag(entity.is_some_and(|id| round.scene.in_title[id.0 as usize])),
        known.map_or(0.0, |e| entity_number(e.kind)),
        flag(known.is_some_and(|e| e.name.chars().next().is_some_and(char::is_uppercase))),
        flag(known.is_some_and(|e| e.name.split_whitespace().count() > 1)),
        match (rule_gender, known.and_then(|e| e.gender)) {
            (Some(a), Some(b)) => {
                if a == b {
                    1.0
                } else {
                    -1.0
                }
            }
            (Some(_), None) => 0.0,
            _ => NONE,
        },
        round.targets.len() as f32,
        flag(
            last_two.is_some_and(|t| t.speaker() == entity)
                && last.is_some_and(|t| t.speaker() != entity),
        ),
        of(subject, &|n| n.words),
        of(subject, &|n| kind_number(n.kind)),
        last.map_or(NONE, |t| f32::from(t.reason)),
        flag(rule_kind == Some(MentionKind::Pronoun)),
        flag(outside().any(|n| n.kind == MentionKind::Name && n.free && n.words.abs() <= 4.0)),
        round.said.len() as f32,
        own_above.map_or(NONE, |a| a.order as f32),
        own_above.map_or(NONE, |a| flag(a.cue)),
        own_above.map_or(NONE, |a| flag(a.root)),
        common.above.len() as f32,
        rule_entity.map_or(0.0, |e| entity_number(e.kind)),
        known.map_or(NONE, |e| e.name.split_whitespace().count() as f32),
        flag(colon),
        common
            .above
            .iter()
            .position(|a| a.cue && Some(a.entity) != entity)
            .map_or(NONE, |at| at as f32),
        of(before, &|n| n.gap),
        of(before, &|n| n.dep),
        of(before, &|n| n.verb),
        of(before, &|n| n.verb_words),
        of(after, &|n| n.gap),
        of(after, &|n| n.dep),
        of(after, &|n| n.verb),
        of(after, &|n| n.verb_words),
        common.marks[0],
        common.marks[1],
        common.marks[2],
        common.cue.0,
        common.cue.1,
        common.distances.iter().filter(|&&d| d < nearest).count() as f32,
        nearest,
    ];
    debug_assert_eq!(row.len(), FEATURES.len());
    row
}
