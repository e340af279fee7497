//! What the elements of HTML are to a reader: a block of its own, a part of a line, or nothing.
//!
//! What is not known here (the custom elements of a page's own script) counts as part of a line
//! unless it holds blocks; so no element of which nobody has heard can end a paragraph.

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Never seen as text: scripts, pictures, fields of forms.
    Unseen,
    /// Struck out: said and taken back.
    Struck,
    /// Stands by itself.
    Block,
    /// Ends a line.
    Break,
    /// Part of a line, known to extraction.
    Inline,
    /// Part of a line that extraction would stop at: only its content counts.
    Open,
}

/// The kind of the element called `tag`.
pub(super) fn kind(tag: &str) -> Kind {
    match tag {
        "script" | "style" | "noscript" | "template" | "svg" | "iframe" | "object" | "embed"
        | "video" | "audio" | "canvas" | "map" | "picture" | "img" | "select" | "option"
        | "optgroup" | "datalist" | "textarea" | "input" | "meter" | "progress" | "rt" | "rp"
        | "noembed" | "noframes" | "head" | "title" | "link" | "meta" | "base" | "source"
        | "track" | "wbr" | "param" | "area" | "applet" => Kind::Unseen,
        "del" | "s" | "strike" => Kind::Struck,
        "br" | "hr" => Kind::Break,
        "address" | "article" | "aside" | "blockquote" | "body" | "caption" | "center" | "dd"
        | "details" | "dialog" | "div" | "dl" | "dt" | "fieldset" | "figcaption" | "figure"
        | "footer" | "form" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "header" | "hgroup"
        | "legend" | "li" | "main" | "menu" | "nav" | "ol" | "p" | "pre" | "search" | "section"
        | "summary" | "table" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr" | "ul" => {
            Kind::Block
        }
        "a" | "b" | "strong" | "em" | "i" | "u" | "span" | "code" | "sub" | "sup" | "font" => {
            Kind::Inline
        }
        _ => Kind::Open,
    }
}

/// Whether bare words and paragraphs may stand beside each other in this element.
pub(super) fn holds_blocks(tag: &str) -> bool {
    matches!(
        tag,
        "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "fieldset"
            | "figure"
            | "form"
            | "li"
            | "main"
            | "section"
            | "td"
    )
}

/// The rank of a heading, if it is one.
pub(super) fn rank(tag: &str) -> Option<u8> {
    match tag.as_bytes() {
        [b'h', rank @ b'1'..=b'6'] => Some(rank - b'0'),
        _ => None,
    }
}
