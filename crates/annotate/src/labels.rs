//! Label texts by number: a document's rows hold numbers, all documents of a pipeline share the texts.

use std::collections::HashMap;
use std::sync::Arc;

/// Texts that have been given numbers.
#[derive(Debug, Default)]
pub(crate) struct Interner {
    texts: Vec<Arc<str>>,
    ids: HashMap<Arc<str>, u16>,
}

impl Interner {
    /// The number of a text, if there is room for one more.
    pub(crate) fn try_id(&mut self, text: &str) -> Option<u16> {
        if let Some(&id) = self.ids.get(text) {
            return Some(id);
        }
        let id = u16::try_from(self.texts.len()).ok()?;
        let text: Arc<str> = text.into();
        self.texts.push(Arc::clone(&text));
        self.ids.insert(text, id);
        Some(id)
    }

    /// The number of a text of the model's; its tables hold a few hundred.
    pub(crate) fn id(&mut self, text: &str) -> u16 {
        self.try_id(text).unwrap_or(0)
    }

    /// All texts, by number.
    pub(crate) fn finish(self) -> Arc<[Arc<str>]> {
        self.texts.into()
    }
}
