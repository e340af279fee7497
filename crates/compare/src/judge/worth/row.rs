//! A row of features under construction: name and number at once, so that they cannot part.

/// Numbers, and their names where those are asked for.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) numbers: Vec<f32>,
    pub(super) names: Option<Vec<String>>,
}

impl Row {
    pub(super) fn put(&mut self, name: &str, number: f32) {
        self.numbers.push(number);
        if let Some(names) = &mut self.names {
            names.push(name.to_owned());
        }
    }

    /// Both sides of a pair whose order tells nothing.
    pub(super) fn both(&mut self, name: &str, one: f32, two: f32) {
        self.side(name, "least", one.min(two));
        self.side(name, "most", one.max(two));
    }

    /// Both sides of a pair, that told first before that told last.
    pub(super) fn told(&mut self, name: &str, first: f32, last: f32) {
        self.side(name, "first", first);
        self.side(name, "last", last);
    }

    fn side(&mut self, name: &str, side: &str, number: f32) {
        self.numbers.push(number);
        if let Some(names) = &mut self.names {
            names.push(format!("{name}_{side}"));
        }
    }
}
