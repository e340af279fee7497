//! The columns of findings follow from the record, and only ever grow by what can be null.

use arrow_schema::{DataType, Field};
use crosswire_columns::Table;

fn named<'a>(fields: impl IntoIterator<Item = &'a Field>) -> Vec<String> {
    fields.into_iter().map(written).collect()
}

/// A column as its name, its type and whether it can be null.
fn written(field: &Field) -> String {
    let null = if field.is_nullable() { "?" } else { "" };
    format!("{}: {}{null}", field.name(), kind(field.data_type()))
}

fn kind(kind: &DataType) -> String {
    match kind {
        DataType::Struct(fields) => {
            format!("{{{}}}", named(fields.iter().map(AsRef::as_ref)).join(", "))
        }
        DataType::List(item) => format!("[{}]", self::kind(item.data_type())),
        other => other.to_string(),
    }
}

/// As the first release had them.
const FIRST: [&str; 12] = [
    "id: Utf8",
    "kind: Utf8",
    "about: Utf8",
    "between: Utf8",
    "question: Utf8",
    "explanation: Utf8",
    "origins: UInt32",
    "confidence: Float64",
    "assumptions: [Utf8]",
    "changed: [{from: Utf8, to: Utf8, meaning: Boolean}]",
    "values: [{value: Utf8, normal: {low: Float64?, high: Float64?, low_open: Boolean?, \
     high_open: Boolean?, unit: Utf8?, from: Utf8?, to: Utf8?, granularity: Utf8?}, \
     reports: [Utf8]}]",
    "evidence: [{report: Utf8, start: UInt32, end: UInt32, in_title: Boolean, text: Utf8, \
     value: Utf8, attributed_to: Utf8?, revision: UInt32?}]",
];

#[test]
fn the_columns_of_a_finding_are_those_of_the_first_release_and_more() {
    let schema = Table::Findings.schema();
    let columns = named(schema.fields().iter().map(AsRef::as_ref));
    assert_eq!(columns[..2], ["story: Utf8", "label: Utf8"]);
    assert_eq!(columns[2..14], FIRST);
    for field in schema.fields().iter().skip(14) {
        assert!(field.is_nullable(), "{field} was added and can be null");
    }
    let schema = Table::KeptFindings.schema();
    let columns = named(schema.fields().iter().map(AsRef::as_ref));
    assert_eq!(columns[..12], FIRST);
    assert_eq!(columns[12], "story: Utf8");
    assert!(
        columns[13]
            .starts_with("marks: [{word: Utf8, note: Utf8, name: Utf8, at: Utf8, finding: Utf8"),
        "{}",
        columns[13]
    );
    for field in schema.fields().iter().skip(14) {
        assert!(field.is_nullable(), "{field} was added and can be null");
    }
}
