//! Ways in for what attacks the parsers.

/// A rule file: read, or refused with a place and words; and a rule of the desk.
pub fn rules(text: &str) {
    let none = |_: &std::path::Path| -> std::io::Result<String> {
        Err(std::io::ErrorKind::NotFound.into())
    };
    match crate::rules(text, "rules", &none) {
        Ok(rules) => {
            for rule in &rules.rules {
                assert!(!rule.name.is_empty());
            }
        }
        Err(wrong) => assert!(wrong.place.starts_with("rules") && !wrong.message.is_empty()),
    }
    if let Ok(rule) = crate::Rule::of_the_desk(text, &[]) {
        assert!(rule.tell.is_empty() && rule.words_file.is_none());
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_rule_file_that_is_broken_in_any_way_is_read_or_refused() {
        let sample = "[mail]\nserver = \"a:25\"\nfrom = \"a@b.example\"\n[[channel]]\nname = \"x\"\nspool = \"out\"\n\
            [[rule]]\nname = \"r\"\nkind = [\"update\"]\nwords = [\"ferry*\"]\nmoves_by = \"10%\"\nleast_confidence = 0.5\ntell = [\"x\"]\n";
        let marks = [
            "",
            "[",
            "]",
            "\"",
            "=",
            "\n",
            "\0",
            "é",
            "1e999",
            "-1",
            "%",
            "[[rule]]\n",
        ];
        for (at, _) in sample.char_indices() {
            for mark in marks {
                super::rules(&format!("{}{mark}{}", &sample[..at], &sample[at..]));
                super::rules(&format!("{}{mark}", &sample[..at]));
            }
        }
        for json in [
            "{}",
            "[]",
            "{\"name\": \"a\", \"least_origins\": -1}",
            "{\"name\": \"a\", \"words\": [\"\"]}",
            "{\"name\": \"a\", \"moves_by\": \"nan\"}",
        ] {
            super::rules(json);
        }
    }
}
