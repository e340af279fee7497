//! What somebody said, over all reports.

use crate::error::Error;
use crate::query::language;
use crate::view::{Listed, Page, View};
use crosswire_record::QuoteRecord;

impl View<'_> {
    /// Everything that somebody of this name is reported as saying, the last added first.
    ///
    /// # Errors
    ///
    /// When there is nothing in the name to look for, or the file cannot be read.
    pub fn quotes(&self, by: &str, page: &Page) -> Result<Listed<QuoteRecord>, Error> {
        let wanted = language::speaker(by)?;
        let rows = self.found(&wanted, page)?;
        self.told(|connection| {
            let mut items = Vec::with_capacity(rows.items.len());
            for id in rows.items {
                items.push(self.quote_at(connection, id)?);
            }
            Ok(Listed {
                items,
                next: rows.next,
            })
        })
    }
}
