use crosswire_report::Role::{self, *};

use super::segment;

/// Checks that the blocks of `text` are exactly these words in these roles.
fn check(text: &str, title: Option<&str>, expected: &[(Role, &str)]) {
    let segmented = segment(text, title);
    let found: Vec<(Role, &str)> = segmented
        .blocks
        .iter()
        .map(|block| (block.role, block.span.slice(text)))
        .collect();
    assert_eq!(found, expected);
    for pair in segmented.blocks.windows(2) {
        assert!(pair[0].span.end() <= pair[1].span.start());
    }
}

#[test]
fn a_date_a_caption_and_a_credit_on_one_line() {
    let text = " date 2022-12-08 Crews lift the wreck in Port Ellery - JO ARDEN/AFP via Getty Images\n\nThe ferry sank on Monday.\n\nNew rules\n\nThe port closed.\n";
    check(
        text,
        None,
        &[
            (Metadata, "date 2022-12-08"),
            (Caption, "Crews lift the wreck in Port Ellery"),
            (Credit, "- JO ARDEN/AFP via Getty Images"),
            (Paragraph, "The ferry sank on Monday."),
            (Heading, "New rules"),
            (Paragraph, "The port closed."),
        ],
    );
    let (stamp, line) = segment(text, None).published.expect("a date");
    assert_eq!((stamp.to_string().as_str(), line), ("2022-12-08", 1));
}

#[test]
fn a_title_a_byline_and_a_dateline() {
    check(
        "Ferry sinks off Port Ellery\nBy Jo Arden\nDecember 8, 2022\n\nPORT ELLERY (AP) — A ferry sank on Monday, officials said.\nRead more\nThe pier that fell\nHow to book\n",
        None,
        &[
            (Title, "Ferry sinks off Port Ellery"),
            (Credit, "By Jo Arden"),
            (Metadata, "December 8, 2022"),
            (Dateline, "PORT ELLERY (AP) —"),
            (Paragraph, "A ferry sank on Monday, officials said."),
            (Boilerplate, "Read more"),
            (Boilerplate, "The pier that fell"),
            (Boilerplate, "How to book"),
        ],
    );
}

#[test]
fn the_title_of_the_field_stands_in_the_text() {
    check(
        "Ferry sinks off Port Ellery Updated: 2022-12-08 06:50 (Desk)\nA ferry sank on Monday, officials said.",
        Some("Ferry sinks off Port Ellery"),
        &[
            (Title, "Ferry sinks off Port Ellery"),
            (Metadata, "Updated: 2022-12-08 06:50 (Desk)"),
            (Paragraph, "A ferry sank on Monday, officials said."),
        ],
    );
}

#[test]
fn questions_lists_and_captions() {
    check(
        "The ferry sank on Monday.\nWho was on board?\nSome forty people from Velmora were on board, officials said.\n“Why us?”\n- Sunday: it leaves the port.\nDivers from the navy search the wreck of the ferry in the bay of Port Ellery\n- 'Like a stone' -\nIt went down.",
        None,
        &[
            (Paragraph, "The ferry sank on Monday."),
            (Heading, "Who was on board?"),
            (
                Paragraph,
                "Some forty people from Velmora were on board, officials said.",
            ),
            (Paragraph, "“Why us?”"),
            (Paragraph, "- Sunday: it leaves the port."),
            (
                Caption,
                "Divers from the navy search the wreck of the ferry in the bay of Port Ellery",
            ),
            (Heading, "- 'Like a stone' -"),
            (Paragraph, "It went down."),
        ],
    );
}

#[test]
fn a_sentence_repeated_large_is_a_pull_quote() {
    check(
        "“The sea took all that we had in one night,” said Vale, who lost two boats.\n\nThe sea took all that we had in one night\n\nShe wept.",
        None,
        &[
            (
                Paragraph,
                "“The sea took all that we had in one night,” said Vale, who lost two boats.",
            ),
            (PullQuote, "The sea took all that we had in one night"),
            (Paragraph, "She wept."),
        ],
    );
}

#[test]
fn wrapped_lines_are_one_paragraph() {
    let text = "The ferry left the port of Ellery on Monday with some forty\npeople on board and sank within an hour of leaving, the coast\nguard said.\n\nDivers searched the wreck all day on Tuesday and found that its\ndoors had been left open.\n";
    let segmented = segment(text, None);
    assert_eq!(segmented.blocks.len(), 2);
    assert_eq!(
        segmented.blocks[1].span.slice(text),
        "Divers searched the wreck all day on Tuesday and found that its\ndoors had been left open."
    );
}

#[test]
fn nothing_and_line_ends() {
    check("", None, &[]);
    check(" \r\n\r\n", None, &[]);
    check(
        "It sank.\r\nIt rose.\rIt fell.",
        None,
        &[
            (Paragraph, "It sank."),
            (Paragraph, "It rose."),
            (Paragraph, "It fell."),
        ],
    );
}
