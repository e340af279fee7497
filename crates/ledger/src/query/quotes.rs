//! What somebody said, over all reports.

use rusqlite::Connection;

use crate::cast::{Cast, Standing};
use crate::error::{Error, Stored};
use crate::query::language::{self, Target, Wanted};
use crate::query::reports;
use crate::query::search::bare;
use crate::view::{Listed, Page, View};
use crosswire_record::QuoteRecord;
use crosswire_report::Field;

impl View<'_> {
    /// Everything that somebody of this name is reported as saying, the last added first. What is
    /// only possibly theirs says so ([`QuoteRecord::possible`]): where the speaker is not sure, and
    /// where a surname may be another's.
    ///
    /// # Errors
    ///
    /// When there is nothing in the name to look for, or the file cannot be read.
    pub fn quotes(&self, by: &str, page: &Page) -> Result<Listed<QuoteRecord>, Error> {
        language::speaker(by)?;
        let by: String = by.chars().take(language::LONGEST_NAME).collect();
        let mut cast = self.told(|connection| Cast::of(self, connection, &by))?;
        let wanted = Wanted {
            target: Target::Quotations,
            expression: cast.expression(),
            words: Vec::new(),
            loose: None,
            base: None,
        };
        let mut items = Vec::new();
        let mut part = page.clone();
        loop {
            part.limit = page.limit - items.len();
            let rows = self.found(&wanted, &part)?;
            self.told(|connection| {
                for id in rows.items {
                    items.extend(self.said(connection, &mut cast, id)?);
                }
                Ok(())
            })?;
            if rows.next.is_none() || items.len() >= page.limit {
                return Ok(Listed {
                    items,
                    next: rows.next,
                });
            }
            part.after = rows.next;
        }
    }

    /// The quotation of a row, if it is or may be of the one asked for.
    fn said(
        &self,
        connection: &Connection,
        cast: &mut Cast,
        id: i64,
    ) -> Stored<Option<QuoteRecord>> {
        let mut quote = self.quote_at(connection, id)?;
        let (report, start, stop, sort): (i64, usize, usize, Option<String>) = connection
            .prepare_cached("SELECT report, start, stop, sort FROM quotations WHERE id = ?")?
            .query_row([id], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?;
        let speaker = quote.speaker.clone().unwrap_or_default();
        let standing = cast.standing(self, connection, &speaker, sort.as_deref(), report)?;
        if standing == Standing::Other {
            return Ok(None);
        }
        if standing == Standing::Possible && !quote.possible {
            let field = if quote.in_title {
                Field::Title
            } else {
                Field::Text
            };
            let source = bare(connection, report)?;
            quote.around = Some(reports::around(source.field(field), start..stop));
            quote.possible = true;
        }
        Ok(Some(quote))
    }
}
