//! The tables and their columns.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_schema::{DataType, Field, Fields, Schema};

use crate::{derived, found, kept};

/// The version of every table here. It only ever grows by columns that can be null.
pub const VERSION: u32 = 1;

/// A table that a command prints. Offsets count Unicode characters of the report's text, or of
/// its title where `in_title`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Table {
    /// `read`: one row a report, with its text and what is wrong with it.
    Reports,
    /// `annotate`: one row a token.
    Tokens,
    /// `statements`: one row a statement.
    Statements,
    /// `undertakings`: one row an undertaking, a count over a span or a state.
    Undertakings,
    /// `times`: one row a time expression.
    Times,
    /// `quantities`: one row a quantity.
    Quantities,
    /// `quotes`: one row a quotation.
    Quotes,
    /// `stories`: one row a report of a story.
    Stories,
    /// `check`: one row a finding.
    Findings,
    /// `export reports`: one row a report of a ledger, with its text.
    KeptReports,
    /// `export stories`: one row a story of a ledger.
    KeptStories,
    /// `export findings`: one row a finding of a ledger, with what people said of it.
    KeptFindings,
    /// `export quotes`: one row a quotation of a ledger.
    KeptQuotes,
    /// `export statements`: one row a statement of a ledger.
    KeptStatements,
}

impl Table {
    /// All of them, in the order of the flow.
    pub const ALL: [Table; 14] = [
        Table::Reports,
        Table::Tokens,
        Table::Statements,
        Table::Undertakings,
        Table::Times,
        Table::Quantities,
        Table::Quotes,
        Table::Stories,
        Table::Findings,
        Table::KeptReports,
        Table::KeptStories,
        Table::KeptFindings,
        Table::KeptQuotes,
        Table::KeptStatements,
    ];

    /// The name, as in the schema's metadata.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Table::Reports => "reports",
            Table::Tokens => "tokens",
            Table::Statements => "statements",
            Table::Undertakings => "undertakings",
            Table::Times => "times",
            Table::Quantities => "quantities",
            Table::Quotes => "quotes",
            Table::Stories => "stories",
            Table::Findings => "findings",
            Table::KeptReports => "ledger_reports",
            Table::KeptStories => "ledger_stories",
            Table::KeptFindings => "ledger_findings",
            Table::KeptQuotes => "ledger_quotes",
            Table::KeptStatements => "ledger_statements",
        }
    }

    /// The Arrow schema.
    #[must_use]
    pub fn schema(self) -> Schema {
        let metadata = HashMap::from([
            ("crosswire.table".to_owned(), self.name().to_owned()),
            ("crosswire.version".to_owned(), VERSION.to_string()),
        ]);
        Schema::new_with_metadata(self.fields(), metadata)
    }

    fn fields(self) -> Fields {
        let fields = match self {
            Table::Reports => found::reports(),
            Table::Times => found::times(),
            Table::Quantities => found::quantities(),
            Table::Quotes => found::quotes(),
            Table::Undertakings => found::undertakings(),
            Table::Tokens => vec![
                text("report"),
                number("block"),
                text("role"),
                flag("in_title"),
                number("sentence"),
                number("token"),
                number("start"),
                number("end"),
                text("text"),
                text("lemma"),
                text("pos"),
                text("tag"),
                text("dep"),
                number("head"),
                text("morph"),
                maybe(text("entity")),
                flag("entity_start"),
                flag("space_after"),
            ],
            Table::Statements => vec![
                text("report"),
                number("statement"),
                flag("in_title"),
                number("start"),
                number("end"),
                text("text"),
                text("kind"),
                text("lemma"),
                flag("negated"),
                text("factuality"),
                flag("background"),
                list(
                    "attribution",
                    vec![
                        maybe(text("speaker")),
                        maybe(text("mention")),
                        text("cue"),
                        flag("denies"),
                    ],
                ),
                list(
                    "arguments",
                    vec![
                        text("role"),
                        number("start"),
                        number("end"),
                        text("text"),
                        maybe(number("entity")),
                        maybe(text("name")),
                    ],
                ),
                list(
                    "times",
                    vec![
                        number("start"),
                        number("end"),
                        text("text"),
                        text("type"),
                        text("value"),
                        maybe(text("from")),
                        maybe(text("to")),
                    ],
                ),
                list(
                    "quantities",
                    vec![
                        number("start"),
                        number("end"),
                        text("text"),
                        maybe(real("low")),
                        maybe(real("high")),
                        flag("low_open"),
                        flag("high_open"),
                        text("unit"),
                    ],
                ),
            ],
            Table::Stories => vec![
                number("story"),
                text("label"),
                texts("keywords"),
                maybe(text("first")),
                maybe(text("last")),
                maybe(number("continues")),
                maybe(number("outlets")),
                maybe(number("origins")),
                text("report"),
                maybe(text("outlet")),
                maybe(text("published")),
                maybe(text("origin")),
                maybe(text("origin_kind")),
                maybe(text("origin_first")),
                maybe(real("origin_confidence")),
            ],
            Table::Findings => {
                let mut fields = vec![text("story"), text("label")];
                fields.extend(finding(false));
                fields
            }
            Table::KeptReports => kept::reports(),
            Table::KeptStories => kept::stories(),
            Table::KeptFindings => kept::findings(),
            Table::KeptQuotes => kept::quotes(),
            Table::KeptStatements => kept::statements(),
        };
        Fields::from(fields)
    }
}

/// A finding of format 1, of a ledger or not.
pub(crate) fn finding(kept: bool) -> Vec<Field> {
    let columns = derived::columns(crosswire_record::finding_schema().as_value());
    let of_a_ledger = |field: &Field| ["story", "marks"].contains(&field.name().as_str());
    columns
        .into_iter()
        .filter(|field| kept || !of_a_ledger(field))
        // A finding of a ledger has both.
        .map(|field| {
            let nullable = field.is_nullable() && !of_a_ledger(&field);
            field.with_nullable(nullable)
        })
        .collect()
}

pub(crate) fn text(name: &str) -> Field {
    Field::new(name, DataType::Utf8, false)
}

pub(crate) fn number(name: &str) -> Field {
    Field::new(name, DataType::UInt32, false)
}

pub(crate) fn long(name: &str) -> Field {
    Field::new(name, DataType::UInt64, false)
}

pub(crate) fn real(name: &str) -> Field {
    Field::new(name, DataType::Float64, false)
}

pub(crate) fn flag(name: &str) -> Field {
    Field::new(name, DataType::Boolean, false)
}

pub(crate) fn maybe(field: Field) -> Field {
    field.with_nullable(true)
}

pub(crate) fn texts(name: &str) -> Field {
    Field::new_list(name, Arc::new(text("item")), false)
}

pub(crate) fn list(name: &str, of: Vec<Field>) -> Field {
    Field::new_list(name, Arc::new(Field::new_struct("item", of, false)), false)
}
