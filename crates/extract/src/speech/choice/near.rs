//! Who is spoken of around a quotation, entity by entity.

use crate::speech::speakers::Speakers;
use crate::tables::{self, Cue};
use crate::{EntityId, EntityKind, Mention, MentionKind, TokenId};

/// So many blocks before a quotation and behind it its speaker is looked for.
const BLOCKS_BEFORE: usize = 3;
const BLOCKS_AFTER: usize = 1;
/// So many mentions are looked at on each side.
const MENTIONS: usize = 40;

/// One mention near a quotation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Near {
    pub(super) mention: usize,
    /// Words between it and the quotation; negative before it.
    pub(super) words: f32,
    pub(super) sentences: f32,
    pub(super) blocks: f32,
    pub(super) kind: MentionKind,
    /// What it does in its clause.
    pub(super) part: Part,
    /// Inside the quotation itself.
    pub(super) inside: bool,
    /// Inside other marks.
    pub(super) quoted: bool,
    /// Free of other quotations between.
    pub(super) free: bool,
    /// The first subject of its paragraph.
    pub(super) first: bool,
    /// Words between its own edge and the quotation, where they share a block.
    pub(super) gap: f32,
    /// How it hangs in its clause, as [`Role::dep`].
    pub(super) dep: f32,
    /// What sort of verb it is the subject of, as [`Role::verb`].
    pub(super) verb: f32,
    /// Words between that verb and the quotation; negative before it.
    pub(super) verb_words: f32,
}

/// What of a mention is the same for every quotation.
struct Role {
    part: Part,
    /// The first subject of its block.
    first: bool,
    /// The tokens that it covers.
    start: usize,
    end: usize,
    /// Its relation by its place in [`RELATIONS`], from one.
    dep: f32,
    /// The verb whose subject it is, and of what sort: 1 of no speech, 2 of speech in a clause only,
    /// 3 of speech in marks; 0 for none.
    at: Option<usize>,
    verb: f32,
}

/// The relations that are told apart.
const RELATIONS: [&str; 13] = [
    "nsubj",
    "nsubjpass",
    "pobj",
    "dobj",
    "poss",
    "appos",
    "compound",
    "conj",
    "agent",
    "attr",
    "ROOT",
    "dative",
    "npadvmod",
];

/// The part that a mention plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Other,
    /// What a verb of speech is said to, or about.
    Addressed,
    Subject,
    /// The subject of a verb that can carry speech.
    Speaks,
}

/// One entity near a quotation and its mentions.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) entity: EntityId,
    pub(super) near: Vec<Near>,
}

/// What of the report is the same for every quotation.
pub(super) struct Scene {
    /// For every block its sentences, numbered over the report, by token.
    sentences: Vec<Vec<u32>>,
    /// What every mention does in its clause.
    roles: Vec<Role>,
    /// For every entity its mentions, and the first named people by them.
    pub(super) uses: Vec<usize>,
    pub(super) rank: Vec<usize>,
    pub(super) in_title: Vec<bool>,
}

impl Scene {
    pub(super) fn new(speakers: &Speakers<'_>) -> Scene {
        let mut number = 0;
        let mut sentences = Vec::new();
        for block in speakers.annotated.blocks() {
            let mut own = vec![0; block.doc.len()];
            for sentence in block.doc.sentences() {
                number += 1;
                own[sentence].fill(number);
            }
            number += 1;
            sentences.push(own);
        }
        let who = speakers.who;
        let mut uses = vec![0; who.entities.len()];
        let mut in_title = vec![false; who.entities.len()];
        let mut roles = Vec::with_capacity(who.mentions.len());
        let mut last_block = None;
        for mention in &who.mentions {
            let block = mention.head.block as usize;
            let at = mention.entity.0 as usize;
            uses[at] += 1;
            in_title[at] |=
                speakers.annotated.blocks()[block].role == crosswire_report::Role::Title;
            let part = part(speakers, mention.head);
            let first = part >= Part::Subject
                && last_block != Some(block)
                && !speakers.is_quoted(block, mention.head.token as usize);
            if first {
                last_block = Some(block);
            }
            roles.push(role(speakers, mention, part, first));
        }
        let mut order: Vec<usize> = (0..uses.len()).collect();
        order.retain(|&i| who.entities[i].kind == EntityKind::Person);
        order.sort_by_key(|&i| (std::cmp::Reverse(uses[i]), i));
        let mut rank = vec![99; uses.len()];
        for (at, &entity) in order.iter().enumerate() {
            rank[entity] = at;
        }
        Scene {
            sentences,
            roles,
            uses,
            rank,
            in_title,
        }
    }

    /// Everybody and everything that may be the speaker of the tokens `start..end` of a block.
    pub(super) fn candidates(
        &self,
        speakers: &Speakers<'_>,
        block: usize,
        start: usize,
        end: usize,
    ) -> Vec<Candidate> {
        let mentions = &speakers.who.mentions;
        let from = mentions
            .partition_point(|m| m.head < TokenId::new(block.saturating_sub(BLOCKS_BEFORE), 0));
        let here = mentions.partition_point(|m| m.head < TokenId::new(block, start));
        let until =
            mentions.partition_point(|m| m.head < TokenId::new(block + BLOCKS_AFTER + 1, 0));
        let field = speakers.annotated.blocks()[block].passage.field;
        let range = from.max(here.saturating_sub(MENTIONS))..until.min(here + MENTIONS);
        let mut candidates: Vec<Candidate> = Vec::new();
        for at in range {
            let mention = &mentions[at];
            let (own, token) = (mention.head.block as usize, mention.head.token as usize);
            if speakers.annotated.blocks()[own].passage.field != field {
                continue;
            }
            let inside = own == block && (start..end).contains(&token);
            let before = (own, token) < (block, start);
            let anchor = if before { start } else { end.saturating_sub(1) };
            let words = if own == block {
                token as f32
                    - if before {
                        start as f32
                    } else {
                        end as f32 - 1.0
                    }
            } else if before {
                -(start as f32 + (speakers.annotated.blocks()[own].doc.len() - token) as f32)
            } else {
                (speakers.annotated.blocks()[block].doc.len() - end + token) as f32
            };
            let sentence = |block: usize, token: usize| {
                self.sentences[block].get(token).copied().unwrap_or(0) as f32
            };
            let free = own == block && {
                let between = if before { token + 1..start } else { end..token };
                speakers.n_quoted(block, between) == 0
            };
            let role = &self.roles[at];
            let here = own == block;
            let near = Near {
                mention: at,
                words,
                sentences: sentence(own, token) - sentence(block, anchor),
                blocks: own as f32 - block as f32,
                kind: mention.kind,
                part: role.part,
                inside,
                quoted: !inside && speakers.is_quoted(own, token),
                free,
                first: role.first,
                gap: if !here {
                    f32::NAN
                } else if before {
                    start as f32 - role.end as f32
                } else {
                    role.start as f32 - end as f32
                },
                dep: role.dep,
                verb: role.verb,
                verb_words: match role.at.filter(|_| here) {
                    Some(at) if at < start => at as f32 - start as f32,
                    Some(at) => at as f32 - end as f32 + 1.0,
                    None => f32::NAN,
                },
            };
            match candidates.iter_mut().find(|c| c.entity == mention.entity) {
                Some(candidate) => candidate.near.push(near),
                None => candidates.push(Candidate {
                    entity: mention.entity,
                    near: vec![near],
                }),
            }
        }
        candidates
    }
}

/// A verb above a quotation in the parse, and whose it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Above {
    pub(super) entity: EntityId,
    /// How many verbs with subjects stand between.
    pub(super) order: usize,
    /// Whether it can carry speech.
    pub(super) cue: bool,
    /// Whether it is the main verb of its sentence.
    pub(super) root: bool,
}

/// So many words are climbed at most.
const CLIMB: usize = 16;
/// So many words under one are looked at: a list run together may hang on a single verb.
const CHILDREN: usize = 48;

/// The verbs above the tokens `start..end` of a block and who their subjects are, the nearest first.
pub(super) fn above(speakers: &Speakers<'_>, block: usize, start: usize, end: usize) -> Vec<Above> {
    let doc = &speakers.annotated.blocks()[block].doc;
    let mut found: Vec<Above> = Vec::new();
    let inside = |i: usize| (start..end).contains(&i);
    let Some(mut at) = (start..end.min(doc.len()))
        .map(|i| doc.token(i))
        .find(|t| !inside(t.head().index()))
    else {
        return found;
    };
    for _ in 0..CLIMB {
        at = at.head();
        if !speakers.is_quoted(block, at.index())
            && let Some(subject) = at
                .children()
                .take(CHILDREN)
                .find(|c| matches!(c.dep(), "nsubj" | "nsubjpass"))
            && !inside(subject.index())
            && let Some(entity) = speakers.entity(block, subject)
        {
            found.push(Above {
                entity,
                order: found.len(),
                cue: tables::cue_verb(at).is_some(),
                root: at.is_root(),
            });
        }
        if at.is_root() {
            break;
        }
    }
    found
}

/// The verb of speech whose subject a word is.
pub(super) fn speaks(speakers: &Speakers<'_>, head: TokenId) -> Option<Cue> {
    let token = speakers.annotated.token(head);
    let place = if token.dep() == "appos" {
        token.head()
    } else {
        token
    };
    let verb = place.head();
    let cue = tables::cue_verb(verb)?;
    // "was asked": who is asked says nothing; "was quoted as saying" is another matter.
    let does = place.dep() == "nsubj" || place.dep() == "nsubjpass" && cue.class == "quote";
    (does && !speakers.is_quoted(head.block as usize, verb.index())).then_some(cue)
}

fn role(speakers: &Speakers<'_>, mention: &Mention, part: Part, first: bool) -> Role {
    let block = &speakers.annotated.blocks()[mention.head.block as usize];
    let token = speakers.annotated.token(mention.head);
    let place = if token.dep() == "appos" {
        token.head()
    } else {
        token
    };
    let verb = place.head();
    let subject = matches!(place.dep(), "nsubj" | "nsubjpass");
    let tokens = block.tokens(mention.passage);
    let relation = RELATIONS.iter().position(|name| *name == token.dep());
    Role {
        part,
        first,
        start: tokens.start,
        end: tokens.end,
        dep: relation.map_or(0.0, |at| at as f32 + 1.0),
        at: subject.then(|| verb.index()),
        verb: match tables::cue_verb(verb) {
            _ if !subject => 0.0,
            None => 1.0,
            Some(cue) if cue.direct => 3.0,
            Some(_) => 2.0,
        },
    }
}

fn part(speakers: &Speakers<'_>, head: TokenId) -> Part {
    if speaks(speakers, head).is_some() {
        return Part::Speaks;
    }
    let token = speakers.annotated.token(head);
    let place = if token.dep() == "appos" {
        token.head()
    } else {
        token
    };
    match place.dep() {
        "nsubj" | "nsubjpass" => Part::Subject,
        "dobj" | "dative" | "iobj" if tables::cue_verb(place.head()).is_some() => Part::Addressed,
        "pobj" if tables::cue_verb(place.head().head()).is_some() => Part::Addressed,
        _ => Part::Other,
    }
}
