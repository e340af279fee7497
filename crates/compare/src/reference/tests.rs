//! Quotations against a reference of our own.

use super::*;

const BRIEFING: &str = "MS LINDQVIST: The Aurelia struck the northern breakwater at a quarter \
    past ten last night, coming in from Sund. The pilots saw it happen from the tower and \
    raised the alarm.\n\nQUESTION: Is the harbour open?\n\nMS LINDQVIST: The southern quay is \
    open now. The northern quay opens when the wreck has been made safe, and I would not call \
    it safe today. We will not do that.";

/// The verdict, the changed words, and the stretch of the reference.
fn lay(quotation: &str) -> (Verdict, Vec<(String, String)>, String) {
    let mut rarity = Rarity::default();
    let report = Report::new("briefing", "-", BRIEFING);
    let reference = Reference::new(0, &report, &mut rarity);
    let said = run(0, quotation, &mut rarity);
    let laid = reference.lay(&said, quotation, &rarity);
    let changed = laid.changed.into_iter().filter(|change| change.meaning);
    (
        laid.verdict,
        changed.map(|change| (change.from, change.to)).collect(),
        laid.found
            .map_or_else(String::new, |(_, passage)| report.words(passage).to_owned()),
    )
}

#[test]
fn verbatim_whatever_the_spelling() {
    for quotation in [
        "the pilots saw it happen from the tower",
        "The pilots saw it happen from the tower and raised the alarm",
        "I wouldn't call it safe today",
        "Is the harbor open?",
        "struck the northern breakwater at a quarter past 10 last night",
        "We will not do that",
        "breakwater",
    ] {
        let (verdict, changed, found) = lay(quotation);
        assert_eq!(
            (verdict, changed.len()),
            (Verdict::Verbatim, 0),
            "{quotation}"
        );
        assert!(!found.is_empty());
    }
}

#[test]
fn cuts_show_themselves() {
    for quotation in [
        "The Aurelia struck the northern breakwater … coming in from Sund",
        "The Aurelia struck the northern breakwater at a quarter past ten last night … raised \
         the alarm",
        "The southern quay is open now. I would not call it safe today.",
        "The northern quay [of the harbour] opens when [it] has been made safe",
    ] {
        let (verdict, changed, _) = lay(quotation);
        assert_eq!((verdict, changed), (Verdict::Cut, vec![]), "{quotation}");
    }
}

#[test]
fn changed_words_are_named() {
    for (quotation, from, to) in [
        ("I would call it safe today", "not", ""),
        (
            "The pilots saw it happen from the quay and raised the alarm",
            "tower",
            "quay",
        ),
        ("The southern quay is open tomorrow", "now", "tomorrow"),
        ("Our pilots saw it happen from the tower", "The", "Our"),
        (
            "The northern quay opens when the wreck has been made safe today",
            "",
            "today",
        ),
    ] {
        let (verdict, changed, _) = lay(quotation);
        assert_eq!(verdict, Verdict::Altered, "{quotation}");
        if !to.is_empty() && from.is_empty() {
            assert!(
                changed.iter().any(|(_, own)| own.contains(to)),
                "{changed:?}"
            );
        } else {
            assert_eq!(changed, [(from.to_owned(), to.to_owned())], "{quotation}");
        }
    }
}

#[test]
fn what_was_not_said_is_not_found() {
    for quotation in [
        "Every boat was out there all night in heavy seas",
        "The quay is a safe place, and I will say so",
        "wreckage",
        "",
        "… …",
    ] {
        assert_eq!(
            lay(quotation),
            (Verdict::NotFound, vec![], String::new()),
            "{quotation}"
        );
    }
}

#[test]
fn a_long_quotation_is_laid_in_stretches() {
    let long: String = (0..1500).map(|n| format!("word{n} ")).collect();
    let mut rarity = Rarity::default();
    let report = Report::new("long", "-", format!("Before it. {long} After it."));
    let reference = Reference::new(0, &report, &mut rarity);
    let altered = long.replace("word777 ", "else ");
    let said = run(0, &altered, &mut rarity);
    let laid = reference.lay(&said, &altered, &rarity);
    assert_eq!(laid.verdict, Verdict::Altered);
    let changed: Vec<(&str, &str)> = laid
        .changed
        .iter()
        .map(|change| (change.from.as_str(), change.to.as_str()))
        .collect();
    assert_eq!(changed, [("word777", "else")]);
}
