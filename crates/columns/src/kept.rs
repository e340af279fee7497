//! The columns of what a ledger writes out: the objects that `export` prints as JSON Lines, in the
//! same order.

use arrow_schema::Field;

use crate::table::{finding, flag, list, maybe, number, real, text, texts};

pub(crate) fn reports() -> Vec<Field> {
    vec![
        text("id"),
        text("source"),
        maybe(text("outlet")),
        maybe(text("origin")),
        maybe(text("origin_first")),
        maybe(text("origin_kind")),
        maybe(real("origin_confidence")),
        texts("origin_with"),
        list(
            "origin_evidence",
            vec![
                text("ground"),
                maybe(text("name")),
                maybe(text("copy_of")),
                maybe(real("share")),
                maybe(number("start")),
                maybe(number("end")),
            ],
        ),
        maybe(text("title")),
        maybe(text("published")),
        text("sha256"),
        number("characters"),
        list(
            "problems",
            vec![text("kind"), text("message"), text("mend")],
        ),
        maybe(text("url")),
        maybe(text("story")),
        text("captured"),
        text("added"),
        number("revision"),
        texts("authors"),
        text("text"),
        maybe(text("place")),
    ]
}

pub(crate) fn stories() -> Vec<Field> {
    vec![
        text("id"),
        text("label"),
        texts("keywords"),
        maybe(text("continues")),
        number("reports"),
        number("outlets"),
        number("origins"),
        number("statements_aligned"),
        number("disputes"),
        maybe(text("first")),
        maybe(text("last")),
        text("updated"),
        maybe(number("compared")),
        maybe(text("topic")),
    ]
}

pub(crate) fn findings() -> Vec<Field> {
    finding(true)
}

pub(crate) fn quotes() -> Vec<Field> {
    let mut fields = passage();
    fields.extend([
        maybe(text("speaker")),
        maybe(text("cue")),
        maybe(number("utterance")),
        maybe(text("mention")),
        maybe(real("confidence")),
        maybe(list(
            "candidates",
            vec![text("speaker"), real("confidence")],
        )),
        maybe(text("around")),
        maybe(flag("possible")),
    ]);
    fields
}

pub(crate) fn statements() -> Vec<Field> {
    let mut fields = passage();
    fields.extend([
        text("lemma"),
        text("factuality"),
        flag("negated"),
        maybe(text("attributed_to")),
    ]);
    fields
}

/// A stretch of a report, of one kind.
fn passage() -> Vec<Field> {
    vec![
        text("report"),
        maybe(text("outlet")),
        maybe(text("published")),
        text("kind"),
        number("start"),
        number("end"),
        flag("in_title"),
        text("text"),
    ]
}
