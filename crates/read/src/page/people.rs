//! Names of authors as pages print them: "By Jo Arden and Kim Vale, Harbour Correspondent".

/// Splits and cleans what a page gives as its authors; addresses and handles are no names.
pub(crate) fn authors(printed: &[String]) -> Vec<String> {
    let mut authors: Vec<String> = Vec::new();
    for one in printed {
        let one = one.trim();
        let one = ["By ", "by ", "BY ", "Von ", "Par "]
            .iter()
            .find_map(|by| one.strip_prefix(by))
            .unwrap_or(one);
        for name in one
            .replace(" AND ", " and ")
            .replace(" & ", " and ")
            .split(" and ")
            .flat_map(|part| part.split([',', ';', '|', '\n']))
        {
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            let spelt = name.clone();
            let name = name.trim_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != ')');
            if !spelt.contains('@')
                && is_name(name)
                && !authors.iter().any(|known| known.eq_ignore_ascii_case(name))
            {
                authors.push(name.to_owned());
            }
        }
    }
    authors.truncate(20);
    authors
}

fn is_name(name: &str) -> bool {
    let words = name.split_whitespace().count();
    let titles = [
        "correspondent",
        "editor",
        "reporter",
        "writer",
        "staff writer",
        "contributor",
        "jr",
        "jr.",
    ];
    (1..=6).contains(&words)
        && name.len() <= 60
        && name.chars().any(char::is_alphabetic)
        && !name.contains(['@', '/', '<', '{'])
        && !name.starts_with("http")
        && !titles.contains(&name.to_lowercase().as_str())
        && !name.chars().any(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::authors;

    #[test]
    fn names_only() {
        let check = |printed: &[&str], names: &[&str]| {
            let printed: Vec<String> = printed.iter().map(|&name| name.to_owned()).collect();
            assert_eq!(authors(&printed), names);
        };
        check(&["By Jo Arden and Kim Vale"], &["Jo Arden", "Kim Vale"]);
        check(
            &["Jo Arden", "jo arden", "https://post.example/jo", "@jo"],
            &["Jo Arden"],
        );
        check(&["Jo Arden, Correspondent"], &["Jo Arden"]);
        check(&["", "  "], &[]);
    }
}
