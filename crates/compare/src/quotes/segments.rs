//! Which stretches of two reports' quotations are one and the same utterance.
//!
//! Utterances that share rare words are found through an inverted index and aligned; an
//! alignment counts when what it matches outweighs what it changes.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use super::align::{self, Column};
use super::changes::{Difference, Sort, differences, is_equal};
use super::lexicon::Lexicon;
use super::speakers::{Likeness, Speaker};
use super::utterance::Utterance;

/// An utterance is laid beside at most this many others, those that share most.
const MOST_PARTNERS: usize = 24;
/// Of the utterances that hold a word, each is paired with so many that come after it.
const MOST_NEIGHBOURS: usize = 32;
/// A word that more utterances hold tells little; it is looked up only where nothing rarer is.
const MOST_POSTINGS: usize = 256;
/// The rarest words of an utterance that are looked up however many utterances hold them.
const LEAST_LOOKED_UP: usize = 4;
/// What two utterances must share to be aligned, in nats.
const LEAST_SHARED: f32 = 2.0;
/// How often two utterances are aligned again with the matched words masked.
const ROUNDS: usize = 4;
/// Equal words that an alignment has at least.
const LEAST_EQUAL: usize = 3;

/// A stretch that two utterances share, from one equal word to another.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    /// Indices of the utterances, in the order of the story's reports.
    pub(super) one: usize,
    pub(super) two: usize,
    pub(super) columns: Vec<Column>,
    pub(super) differences: Vec<Difference>,
    /// How much speaks for one utterance, in nats.
    pub(super) score: f32,
}

/// All shared stretches of utterances of different texts, in the order of the utterances.
pub(super) fn segments(all: &[Utterance], texts: &[usize], lexicon: &Lexicon) -> Vec<Segment> {
    let mut found = Vec::new();
    for (one, two, shared) in pairs(all, texts, lexicon) {
        let (a, b) = (&all[one], &all[two]);
        let likeness = Speaker::likeness(a.speaker.as_ref(), b.speaker.as_ref());
        // The words between the rare ones never weigh more than these.
        if 2.0 * shared < asked(likeness).0 {
            continue;
        }
        let masked = |utterance: &Utterance| -> Vec<Option<u32>> {
            utterance.ids.iter().copied().map(Some).collect()
        };
        let (mut x, mut y) = (masked(a), masked(b));
        for _ in 0..ROUNDS {
            let columns = align::local(&x, &y, |id| lexicon.weight(id));
            let weight: f32 = columns
                .iter()
                .filter(|&&column| is_equal(a, b, column))
                .filter_map(|column| column.0.map(|i| lexicon.weight(a.ids[i])))
                .sum();
            // The next one would not be better.
            if weight < asked(likeness).0 {
                break;
            }
            for part in align::parts(&columns, |column| is_equal(a, b, column)) {
                let mut differences = differences(a, b, part);
                differences.retain(|difference| difference.sort != Sort::Cut);
                if let Some(score) = judge(a, b, part, &differences, likeness, lexicon) {
                    found.push(Segment {
                        one,
                        two,
                        columns: part.to_vec(),
                        differences,
                        score,
                    });
                }
            }
            for (i, j) in columns {
                i.into_iter().for_each(|i| x[i] = None);
                j.into_iter().for_each(|j| y[j] = None);
            }
        }
    }
    found
}

/// Pairs of utterances of two texts that share enough, in order, with the weight of the words
/// that they share.
///
/// Of one wording two utterances stand for all, so that what every report quotes in the same
/// words is not laid beside itself; the cost is that of the words, not of the pairs.
fn pairs(all: &[Utterance], texts: &[usize], lexicon: &Lexicon) -> Vec<(usize, usize, f32)> {
    let chosen = one_or_two_of_each_wording(all, texts);
    let mut index: HashMap<u32, Vec<usize>> = HashMap::new();
    for &at in &chosen {
        for &id in all[at].ids.iter().filter(|&&id| lexicon.is_content(id)) {
            let list = index.entry(id).or_default();
            if list.last() != Some(&at) {
                list.push(at);
            }
        }
    }
    let mut pairs = Vec::new();
    for &one in &chosen {
        let mut ids: Vec<u32> = all[one].ids.clone();
        ids.retain(|id| index.contains_key(id));
        ids.sort_unstable_by_key(|id| (index[id].len(), *id));
        ids.dedup();
        let rare = ids
            .iter()
            .filter(|&id| index[id].len() <= MOST_POSTINGS)
            .count();
        ids.truncate(rare.max(LEAST_LOOKED_UP));
        let mut shared: BTreeMap<usize, f32> = BTreeMap::new();
        for id in ids {
            let list = &index[&id];
            let after = list.partition_point(|&two| two <= one);
            let beside = list[after..]
                .iter()
                .take(MOST_POSTINGS)
                .filter(|&&two| texts[all[one].report] != texts[all[two].report])
                .take(MOST_NEIGHBOURS);
            for &two in beside {
                *shared.entry(two).or_insert(0.0) += lexicon.weight(id);
            }
        }
        let mut partners: Vec<(usize, f32)> = shared
            .into_iter()
            .filter(|&(_, weight)| weight >= LEAST_SHARED)
            .collect();
        partners.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        partners.truncate(MOST_PARTNERS);
        partners.sort_by_key(|&(two, _)| two);
        pairs.extend(partners.into_iter().map(|(two, shared)| (one, two, shared)));
    }
    pairs
}

/// For each run of words the first utterance that has it, and the first of another text.
fn one_or_two_of_each_wording(all: &[Utterance], texts: &[usize]) -> Vec<usize> {
    let mut first: HashMap<&[u32], (usize, bool)> = HashMap::new();
    let mut chosen = Vec::new();
    for (at, utterance) in all.iter().enumerate() {
        let text = texts[utterance.report];
        match first.entry(&utterance.ids) {
            Entry::Vacant(free) => {
                free.insert((text, false));
                chosen.push(at);
            }
            Entry::Occupied(mut known) => {
                let (other, second) = known.get_mut();
                if !*second && *other != text {
                    *second = true;
                    chosen.push(at);
                }
            }
        }
    }
    chosen
}

/// How much speaks for an aligned stretch being one utterance, if enough does.
///
/// What it matches, in nats, less one for each word that the shorter side has and the other lacks
/// and half for each that the longer side has more. Chance alone reaches a few nats in any story;
/// how many more are asked hangs on the speakers.
fn judge(
    a: &Utterance,
    b: &Utterance,
    columns: &[Column],
    differences: &[Difference],
    likeness: Likeness,
    lexicon: &Lexicon,
) -> Option<f32> {
    let equal: Vec<u32> = columns
        .iter()
        .filter(|&&column| is_equal(a, b, column))
        .filter_map(|column| column.0.map(|i| a.ids[i]))
        .collect();
    let matched: f32 = equal.iter().map(|&id| lexicon.weight(id)).sum();
    let (first, last) = (columns.first()?, columns.last()?);
    let shorter = whole(a, first.0?, last.0?).min(whole(b, first.1?, last.1?));
    let lacking = shorter.saturating_sub(equal.len());
    let changed: usize = differences
        .iter()
        .map(|difference| difference.columns.len())
        .sum();
    let surplus = changed.saturating_sub(lacking);
    let score = matched - lacking as f32 - 0.5 * surplus as f32;
    let share = equal.len() as f32 / (shorter + surplus).max(1) as f32;
    let (least_score, least_share) = asked(likeness);
    let enough = equal.len() >= LEAST_EQUAL && score >= least_score && share >= least_share;
    enough.then_some(score)
}

/// The score, in nats, and the share of equal words that are asked of an alignment.
///
/// One person rarely says two like things in one story, two people do; a reporter's attribution
/// is wrong often enough that a long run of the same words outweighs it.
fn asked(likeness: Likeness) -> (f32, f32) {
    match likeness {
        Likeness::Same => (2.5, 0.55),
        Likeness::Unknown => (8.0, 0.7),
        Likeness::Different => (16.0, 0.8),
    }
}

/// How many words all sentences, or pieces where these are shorter, have that a stretch touches.
fn whole(side: &Utterance, from: usize, to: usize) -> usize {
    let sentences = side.words[from].sentence..=side.words[to].sentence;
    let pieces = side.pieces[from]..=side.pieces[to];
    let inside = |&at: &usize| {
        sentences.contains(&side.words[at].sentence) && pieces.contains(&side.pieces[at])
    };
    (0..side.words.len()).filter(inside).count()
}

#[cfg(test)]
mod tests {
    use super::super::utterance::tests::said;
    use super::*;

    /// The texts of two reports' utterances to the words that differ in what they share.
    fn differing(one: (&str, Option<&str>), two: (&str, Option<&str>)) -> Vec<(String, String)> {
        let mut lexicon = Lexicon::default();
        let all = [said(0, one, &mut lexicon), said(1, two, &mut lexicon)];
        let text = |side: usize, run: Option<(usize, usize)>| {
            run.map_or_else(String::new, |(from, to)| {
                let words = &all[side].words;
                [one.0, two.0][side][words[from].start..words[to].end].to_owned()
            })
        };
        segments(&all, &[0, 1], &lexicon)
            .iter()
            .flat_map(|segment| &segment.differences)
            .map(|difference| (text(0, difference.left), text(1, difference.right)))
            .collect()
    }

    const TOVE: Option<&str> = Some("Tove Lindqvist");

    #[test]
    fn a_changed_word_is_found_in_fragments_of_one_speaker() {
        let whole = "The harbour will open again when the inspectors are satisfied, not before.";
        let part = "open again when the inspectors are content";
        assert_eq!(
            differing((whole, TOVE), (part, Some("Lindqvist"))),
            [],
            "what lies beyond the last equal word is cut"
        );
        let part = "open again as soon as the inspectors are satisfied";
        assert_eq!(
            differing((whole, TOVE), (part, Some("Lindqvist"))),
            [("when".to_owned(), "as soon as".to_owned())]
        );
    }

    #[test]
    fn few_words_in_common_are_not_enough_for_two_people() {
        let (one, two) = (
            "This was the worst night of my life",
            "It was the best night of my life",
        );
        assert_eq!(differing((one, TOVE), (two, Some("Henrik Solvang"))), []);
    }

    #[test]
    fn marked_cuts_house_style_and_whole_sentences_left_out_are_no_difference() {
        let whole = "We don't know the cause yet. It was dark. The crew did everything right, and \
                     the harbour's pilots will say so.";
        for other in [
            "We do not know the cause yet. It was dark. The crew did everything right … and the \
             harbor's pilots will say so",
            "We don’t know the cause yet. The crew did everything right, and the harbour’s \
             pilots will say so.",
            "We don't know the cause yet. It was dark. The crew [of the ferry] did everything \
             right, and the harbour's pilots will say so.",
            "the crew did everything right, and the harbour's pilots",
        ] {
            assert_eq!(differing((whole, TOVE), (other, TOVE)), [], "{other}");
        }
    }

    /// Words without meaning, the same for the same number.
    fn babble(seed: usize, words: usize) -> String {
        let mut state = seed as u64 * 2 + 1;
        let mut text = String::new();
        for _ in 0..words {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            // Few words are frequent and many are rare, as in a language.
            let draw = ((state >> 33) % 1_000_000) as f64 / 1e6;
            let word = (20_000f64.powf(draw)) as u32;
            text.push_str(&format!("w{word} "));
        }
        text
    }

    /// What reports quote when each has `each` quotations, a tenth of them in all reports with
    /// another word changed; and how many alignments that takes.
    fn alignments(reports: usize, each: usize) -> (usize, usize) {
        let mut lexicon = Lexicon::default();
        let mut all = Vec::new();
        for report in 0..reports {
            for number in 0..each {
                let shared = number < each / 10;
                let seed = if shared {
                    number
                } else {
                    report * each + number
                };
                let mut text = babble(seed + 1, 20);
                if shared {
                    text.push_str(&format!("changed{report} {}", babble(seed + 7, 5)));
                }
                all.push(said(report, (&text, TOVE), &mut lexicon));
            }
        }
        let texts: Vec<usize> = (0..reports).collect();
        let found = segments(&all, &texts, &lexicon);
        let pairs = pairs(&all, &texts, &lexicon).len();
        assert!(pairs <= MOST_PARTNERS * all.len());
        // Each shared one reaches, over its neighbours, all reports.
        assert!(found.len() >= each / 10 * (reports - 1), "{}", found.len());
        (pairs, found.len())
    }

    #[test]
    fn many_quotations_in_many_reports_are_few_alignments() {
        let (pairs, segments) = alignments(40, 50);
        assert!(pairs > segments);
    }
}
