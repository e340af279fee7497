//! Columns on standard output.

use std::io::{BufWriter, IsTerminal, Stdout};

use anyhow::bail;
use crosswire_columns::{Format, Table, Writer};

/// Columns going to standard output.
pub(crate) type Columns = Writer<BufWriter<Stdout>>;

/// Begins to print a table; refuses a terminal, which bytes would only confuse.
pub(crate) fn begin(table: Table, format: Format) -> anyhow::Result<Columns> {
    let out = std::io::stdout();
    if out.is_terminal() {
        bail!(
            "columns are bytes and no text: send them to a file or a program, \
             as in --format parquet PATH > {}.parquet",
            table.name()
        );
    }
    Ok(Writer::new(table, format, BufWriter::new(out))?)
}
