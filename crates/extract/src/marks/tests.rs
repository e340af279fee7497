use super::*;

/// Outer pieces of a text whose lines are blocks, `+` before one that goes on.
fn outer(text: &str) -> Vec<String> {
    let mut at = 0;
    let mut blocks = Vec::new();
    for line in text.split('\n') {
        if !line.trim().is_empty() {
            blocks.push(Span::new(at, at + line.len()).trim(text));
        }
        at += line.len() + 1;
    }
    let mut last = 0;
    pieces(text, &blocks)
        .into_iter()
        .filter(|piece| !piece.nested)
        .map(|piece| {
            let goes_on = piece.speech == last;
            last = piece.speech;
            let words = piece.inner.slice(text);
            format!("{}{words}", if goes_on { "+" } else { "" })
        })
        .collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(outer(text), expected, "in {text:?}");
}

#[test]
fn every_shape_of_pair() {
    for text in [
        "\"We won,\" she said.",
        "“We won,” she said.",
        "“We won,\" she said.",
        "\"We won,” she said.",
        "”We won,“ she said.",
        "„We won,“ she said.",
        "''We won,'' she said.",
        "‘We won,’ she said.",
        "'We won,' she said.",
    ] {
        check(text, &["We won,"]);
    }
}

#[test]
fn apostrophes_are_no_marks() {
    check("The drivers’ union isn’t happy about the ‘90s deal.", &[]);
    check("It was QUALMER‘S deal, rock 'n' roll and all.", &[]);
    check(
        "‘The drivers’ strike isn’t over,’ he said.",
        &["The drivers’ strike isn’t over,"],
    );
    check(
        "He said 'it's the drivers' fault' twice.",
        &["it's the drivers' fault"],
    );
    check("She is 5'10\" tall and \"very quick\".", &["very quick"]);
}

#[test]
fn one_kind_inside_the_other() {
    check(
        "\"He told me 'go now' and left,\" she said.",
        &["He told me 'go now' and left,"],
    );
    check(
        "'He told me \"go now\" and left,' she said.",
        &["He told me \"go now\" and left,"],
    );
    check(
        "“He told me “go now” and left,” she said.",
        &["He told me “go now” and left,"],
    );
    check("She wrote: \"Stop asking 'why?'\"", &["Stop asking 'why?'"]);
}

#[test]
fn speech_over_paragraphs() {
    check(
        "Ana Brell said: “We mean it.\n“We will go on.”\n“New day,” said Tom.",
        &["We mean it.", "+We will go on.", "New day,"],
    );
    check(
        "She said: \"We mean it.\nA picture of the harbour\nMARLO/Harbour News\n\"We will go on.\"",
        &["We mean it.", "+We will go on."],
    );
}

#[test]
fn single_marks_at_the_start_of_paragraphs() {
    check(
        "'We sailed,' he said.\n'The sea was rough.\n'We weren't afraid.\n'Then we turned.'",
        &[
            "We sailed,",
            "The sea was rough.",
            "+We weren't afraid.",
            "+Then we turned.",
        ],
    );
    // Never closed, and nothing goes on.
    check(
        "'The sea was rough.\nThe boat is old.",
        &["The sea was rough."],
    );
    check("'Tis the season of the drivers' strike.", &[]);
    check("'90s songs were played.\nNobody left.", &[]);
}

#[test]
fn a_caption_with_marks_of_its_own_inside_a_speech() {
    check(
        "She said: “It is a ten.\nHalden said they 'had no knowledge'\n“It hits all of us.”",
        &["It is a ten.", "had no knowledge", "It hits all of us."],
    );
    let text = "She said: “It is a ten.\nHalden said they 'had no knowledge'\n“It hits us.”";
    let mut blocks = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        blocks.push(Span::new(at, at + line.len()));
        at += line.len() + 1;
    }
    let found = pieces(text, &blocks);
    assert_eq!(found[0].speech, found[2].speech);
    assert_ne!(found[0].speech, found[1].speech);
}

#[test]
fn run_together_and_never_closed() {
    check(
        "She said: \"It shook. \"Then it fell. \"We ran.\" Police came.",
        &["It shook.", "+Then it fell.", "+We ran."],
    );
    check(
        "They said it \"undervalues the firm by far.\nNext day they \"agreed\".",
        &["undervalues the firm by far.", "agreed"],
    );
    check("A stray mark here.\" Then \"speech\" again.", &["speech"]);
    check("He said: \" Quite so . \" And left.", &["Quite so ."]);
}

#[test]
fn a_speech_left_open_does_not_go_on_in_the_middle_of_a_paragraph() {
    check(
        "She wrote: “We offer boats (Sund and Halden).\nThis “hobby” is dear, the mayor said.",
        &["We offer boats (Sund and Halden).", "hobby"],
    );
}

#[test]
fn hostile_input() {
    for text in [
        "",
        "\"",
        "''''''",
        "“““”””",
        "\"'\"'\"'\n\"'\"'",
        "'\u{301}\"é”",
    ] {
        outer(text);
    }
    let long = "\"' ".repeat(20_000);
    assert!(outer(&long).len() < 20_000);
}
