//! The columns of what is read, and of what stands in it: the objects that `read`, `times`,
//! `quantities` and `quotes` print as JSON Lines, each with its report.

use arrow_schema::{DataType, Field, Fields};

use crate::table::{flag, list, long, maybe, number, real, text, texts};

pub(crate) fn reports() -> Vec<Field> {
    vec![
        text("id"),
        text("source"),
        maybe(text("outlet")),
        maybe(text("url")),
        maybe(text("title")),
        texts("authors"),
        maybe(text("published")),
        maybe(text("updated")),
        maybe(text("language")),
        maybe(text("section")),
        maybe(text("canonical")),
        flag("live"),
        maybe(number("record")),
        text("sha256"),
        text("text"),
        list("blocks", vec![text("role"), number("start"), number("end")]),
        list("provenance", vec![text("item"), text("from")]),
        list(
            "problems",
            vec![text("kind"), text("message"), text("mend")],
        ),
        maybe(object(
            "spot",
            vec![
                maybe(number("line")),
                maybe(number("record")),
                maybe(number("item")),
                maybe(long("byte")),
            ],
        )),
    ]
}

pub(crate) fn times() -> Vec<Field> {
    let interval = vec![
        text("from"),
        text("to"),
        text("granularity"),
        maybe(text("offset")),
    ];
    of_report(vec![
        text("type"),
        text("value"),
        maybe(object("interval", interval)),
    ])
}

pub(crate) fn quantities() -> Vec<Field> {
    let range = || {
        vec![
            maybe(real("low")),
            maybe(real("high")),
            flag("low_open"),
            flag("high_open"),
            text("unit"),
        ]
    };
    of_report(vec![
        text("kind"),
        text("operator"),
        maybe(text("noun")),
        maybe(text("of")),
        maybe(text("event")),
        maybe(text("change")),
        maybe(text("per")),
        object("normal", range()),
        object("tolerance", range()),
        maybe(real("other")),
    ])
}

pub(crate) fn quotes() -> Vec<Field> {
    of_report(vec![
        text("kind"),
        maybe(text("speaker")),
        maybe(text("cue")),
        maybe(number("utterance")),
        real("confidence"),
        list("candidates", vec![text("speaker"), real("confidence")]),
        text("why"),
        list(
            "chain",
            vec![
                maybe(text("speaker")),
                maybe(text("mention")),
                maybe(text("cue")),
                flag("negative"),
                flag("relay"),
            ],
        ),
    ])
}

/// A stretch of a report, and what was made of it.
fn of_report(fields: Vec<Field>) -> Vec<Field> {
    let mut all = vec![
        text("report"),
        flag("in_title"),
        number("start"),
        number("end"),
        text("text"),
    ];
    all.extend(fields);
    all
}

fn object(name: &str, of: Vec<Field>) -> Field {
    Field::new(name, DataType::Struct(Fields::from(of)), false)
}

pub(crate) fn undertakings() -> Vec<Field> {
    vec![
        text("report"),
        flag("in_title"),
        text("sort"),
        text("kind"),
        number("start"),
        number("end"),
        text("text"),
        maybe(text("strength")),
        maybe(text("state")),
        maybe(text("holder")),
        texts("by"),
        maybe(text("towards")),
        maybe(text("condition")),
        maybe(text("when")),
        maybe(text("from")),
        maybe(text("to")),
        maybe(text("counted")),
        maybe(real("low")),
        maybe(real("high")),
        maybe(text("unit")),
        maybe(real("confidence")),
    ]
}
