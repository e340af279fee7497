//! Bylines, as pages print them.

/// The authors of a page with a title, what stands under it, three sentences, and what stands under them.
fn authors(head: &str, under: &str, after: &str) -> Vec<String> {
    let prose = "The dam above Karrow was closed on Friday after cracks were found in its wall, the valley's council said.";
    let page = format!(
        "<html lang=\"de\"><head><title>Dam above Karrow closed</title>{head}</head><body><article>\
         <h1>Dam above Karrow closed</h1>{under}<p>{prose}</p><p>{prose} Nobody was hurt.</p><p>{prose} It opens in \
         June.</p>{after}</article></body></html>"
    );
    crate::page::draft(&page, None, &crate::options::Limits::default()).authors
}

#[test]
fn the_names_that_are_the_byline() {
    let author = |name: &str| format!("<meta name=\"author\" content=\"{name}\">");
    assert_eq!(authors(&author("Jo Arden"), "", ""), ["Jo Arden"]);
    // What the page prints goes before what its program knows.
    let byline = "<p class=\"byline\">Von <a rel=\"author\" href=\"/autoren/1\">Jo Arden</a> und <a rel=\"author\" \
                  href=\"/autoren/2\">Kim Vale</a></p>";
    assert_eq!(authors("", byline, ""), ["Jo Arden", "Kim Vale"]);
    assert_eq!(authors("", "<p>Von Jo Arden</p>", ""), ["Jo Arden"]);
    assert_eq!(authors("", "<p>16. Mai 2031</p>", ""), [] as [&str; 0]);
    // Whom the head names goes before somebody else whom the page prints, without her degree.
    let other = "<div class=\"byline\">Written by: Kim Vale</div>";
    assert_eq!(authors("", other, ""), ["Kim Vale"]);
    assert_eq!(authors(&author("Jo Arden, MD"), other, ""), ["Jo Arden"]);
}

#[test]
fn the_weights_are_of_these_features() {
    assert!(super::WRITERS.is_some());
}
