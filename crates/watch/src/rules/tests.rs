//! Rule files: read, refused, and what the desk may not say.

use super::*;

fn read(text: &str) -> Result<Rules, Wrong> {
    rules(text, "dir/rules.toml", &|path| match path.to_str() {
        Some("dir/list.txt") => Ok("# words\n\nstrike\nwalk out\n".to_owned()),
        Some("dir/key") => Ok("0123456789abcdef\n".to_owned()),
        _ => Err(std::io::ErrorKind::NotFound.into()),
    })
}

#[test]
fn a_whole_file_is_read() {
    let all = read(
        "[mail]\nserver = \"smtp.example.org\"\nfrom = \"desk@example.org\"\n\
         [[channel]]\nname = \"hook\"\nwebhook = \"https://a.example/\"\nsecret_file = \"key\"\n\
         [[channel]]\nname = \"run\"\ncommand = [\"notify\"]\n\
         [[channel]]\nname = \"drop\"\nspool = \"out\"\n\
         [[channel]]\nname = \"ida\"\nmail = [\"ida@example.org\"]\n\
         [[rule]]\nname = \"tolls\"\nkind = [\"conflict\", \"update\"]\nabout = [\"quantity\"]\nmoves_by = \"10%\"\n\
         words_file = \"list.txt\"\ntell = [\"hook\", \"terminal\"]\ndigest = \"hourly\"\n\
         [[rule]]\nname = \"words\"\nin = \"reports\"\nwords = [\"ferry\"]\ntell = [\"ida\", \"drop\", \"run\"]\n",
    )
    .unwrap();
    assert_eq!(all.channels.len(), 5);
    assert_eq!(all.rules[0].words, ["strike", "walk out"]);
    assert_eq!(all.rules[0].digest, Digest::Hourly);
    assert_eq!(all.channels[3].way, Way::Spool("dir/out".into()));
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (text, told) in [
        (
            "[[rule]]\nname = \"a\"\nkinds = [\"conflict\"]\n",
            "rules.toml:3",
        ),
        (
            "[[rule]]\nname = \"a\"\nkind = [\"rumour\"]\n",
            "rules.toml:3",
        ),
        (
            "[[rule]]\nname = \"a\"\ntell = [\"nobody\"]\n",
            "no channel \"nobody\"; there are terminal",
        ),
        (
            "[[rule]]\nname = \"a\"\n[[rule]]\nname = \"a\"\n",
            "already",
        ),
        ("[[rule]]\nname = \"a\"\nmoves_by = \"much\"\n", "\"10%\""),
        ("[[rule]]\nname = \"a\"\nwords_file = \"none\"\n", "none"),
        (
            "[[rule]]\nname = \"a\"\nin = \"reports\"\nkind = [\"update\"]\n",
            "has no kind",
        ),
        ("[[channel]]\nname = \"a\"\n", "exactly one"),
        (
            "[[channel]]\nname = \"a\"\nwebhook = \"https://a.example\"\n",
            "signed",
        ),
        ("[[channel]]\nname = \"a\"\nmail = [\"a@b.c\"]\n", "[mail]"),
    ] {
        let error = read(text).unwrap_err().to_string();
        assert!(error.contains(told), "{text}: {error}");
    }
}

#[test]
fn the_desk_names_no_command_no_folder_and_no_file() {
    let channels = read(
        "[[channel]]\nname = \"hook\"\nwebhook = \"https://a.example/\"\nsecret_file = \"key\"\n\
         [[channel]]\nname = \"run\"\ncommand = [\"notify\"]\n[[channel]]\nname = \"drop\"\nspool = \"out\"\n",
    )
    .unwrap()
    .channels;
    let desk = |json: &str| Rule::of_the_desk(json, &channels);
    assert!(desk(r#"{"name": "a", "words": ["ferry"], "tell": ["hook"]}"#).is_ok());
    for refused in [
        r#"{"name": "a", "tell": ["run"]}"#,
        r#"{"name": "a", "tell": ["drop"]}"#,
        r#"{"name": "a", "tell": ["terminal"]}"#,
        r#"{"name": "a", "words_file": "/etc/passwd"}"#,
        r#"{"name": "a", "command": ["id"]}"#,
        r#"{"name": ""}"#,
        "[]",
    ] {
        assert!(desk(refused).is_err(), "{refused}");
    }
}
