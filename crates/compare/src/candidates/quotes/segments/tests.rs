use super::*;
use crate::told::quoted::utterance::tests::said;

/// The texts of two reports' utterances to the words that differ in what they share.
fn differing(one: (&str, Option<&str>), two: (&str, Option<&str>)) -> Vec<(String, String)> {
    let mut rarity = Rarity::default();
    let all = [said(0, one, &mut rarity), said(1, two, &mut rarity)];
    let text = |side: usize, run: Option<(usize, usize)>| {
        run.map_or_else(String::new, |(from, to)| {
            let words = &all[side].words;
            [one.0, two.0][side][words[from].start..words[to].end].to_owned()
        })
    };
    segments(&all, &[0, 1], &rarity)
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

#[test]
fn a_short_fragment_needs_the_clause_around_it() {
    let mut rarity = Rarity::default();
    let whole = "We regret that we were not as thorough as we should have been";
    let mut all = [
        said(0, ("not being as thorough", TOVE), &mut rarity),
        said(1, (whole, TOVE), &mut rarity),
    ];
    assert!(segments(&all, &[0, 1], &rarity).is_empty());
    let clause = said(
        0,
        ("she regretted as she should have been", TOVE),
        &mut rarity,
    );
    let (before, after) = clause.ids.split_at(2);
    all[0].around = [before.to_vec(), after.to_vec()];
    let found = segments(&all, &[0, 1], &rarity);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].differences.len(), 1);
    // A like thing said again is no variant.
    assert_eq!(
        differing(("a very bad night", TOVE), ("It was a bad night", TOVE)),
        []
    );
}

#[test]
fn a_stray_word_of_the_sentence_before_does_not_part_two() {
    let one = "All of us were waiting down below for the pilot. The bridge shook twice";
    let two = "Nobody else in the whole old town of ours ever asked about the pilot. The old bridge \
               shook twice";
    let (one, two) = ((one, TOVE), (two, TOVE));
    assert_eq!(differing(one, two), [(String::new(), "old".to_owned())]);
}

#[test]
fn a_neighbouring_quotation_vouches_for_one_without_a_speaker() {
    let long = "The harbour will open again when the inspectors are satisfied, not before.";
    let (one, two) = ("They were told at noon", "They were warned at noon");
    let mut rarity = Rarity::default();
    let mut read = |first: &str| {
        let all = [
            said(0, (first, TOVE), &mut rarity),
            said(0, (one, TOVE), &mut rarity),
            said(1, (long, TOVE), &mut rarity),
            said(1, (two, None), &mut rarity),
        ];
        let found = segments(&all, &[0, 1], &rarity);
        let changed = found.iter().filter(|found| !found.differences.is_empty());
        changed.count()
    };
    assert_eq!(
        read("Nobody came down to the pier on the first day of the strike"),
        0
    );
    assert_eq!(read(long), 1);
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
    let mut rarity = Rarity::default();
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
            all.push(said(report, (&text, TOVE), &mut rarity));
        }
    }
    let texts: Vec<usize> = (0..reports).collect();
    let found = segments(&all, &texts, &rarity);
    let pairs = pairs(&all, &texts, &rarity).len();
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
