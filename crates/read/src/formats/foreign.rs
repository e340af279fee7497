//! Documents that hold reports but are none of the formats read here, told by their first bytes, so
//! that whoever gives one learns how to get its text.

use super::Head;

/// What a document is called, and how its text is got out.
pub(super) struct Foreign {
    pub(super) what: &'static str,
    pub(super) mend: &'static str,
}

const OFFICE: &str = "save it as text or HTML in the office program, or convert it \
     (soffice --headless --convert-to txt FILE, or pandoc FILE -t plain -o FILE.txt), and give that";

/// What an input is that begins like this; `None` for anything else.
pub(super) fn told(head: &Head<'_>) -> Option<Foreign> {
    let start = head.start;
    let holds = |words: &[u8]| head.bytes.windows(words.len()).any(|part| part == words);
    let (what, mend) = if start.starts_with(b"%PDF-") {
        (
            "it is a PDF",
            "take its text out (pdftotext FILE.pdf, or copy it from a viewer) and give that; a scan \
             needs text recognition first",
        )
    } else if start.starts_with(b"{\\rtf") {
        ("it is a document in Rich Text Format", OFFICE)
    } else if head.bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        ("it is a document of an older Office program", OFFICE)
    } else if head.bytes.starts_with(b"PK\x03\x04") {
        if holds(b"mimetypeapplication/epub+zip") {
            (
                "it is an e-book (EPUB)",
                "convert it to text or HTML and give that",
            )
        } else if holds(b"mimetypeapplication/vnd.oasis.opendocument") {
            ("it is an OpenDocument file", OFFICE)
        } else if holds(b"[Content_Types].xml")
            || holds(b"word/")
            || holds(b"xl/")
            || holds(b"ppt/")
        {
            ("it is a document of an Office program", OFFICE)
        } else {
            return None;
        }
    } else {
        return None;
    };
    Some(Foreign { what, mend })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_told_by_their_first_bytes() {
        let what = |bytes: &[u8]| told(&Head::of(bytes)).map(|foreign| foreign.what);
        assert_eq!(what(b"%PDF-1.7\n%\xe2\xe3"), Some("it is a PDF"));
        assert_eq!(
            what(b"{\\rtf1\\ansi The ferry sank.}"),
            Some("it is a document in Rich Text Format")
        );
        assert_eq!(
            what(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"),
            Some("it is a document of an older Office program")
        );
        assert_eq!(
            what(b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0[Content_Types].xml"),
            Some("it is a document of an Office program")
        );
        assert_eq!(
            what(b"PK\x03\x04\x14\0\0\x08\0\0mimetypeapplication/vnd.oasis.opendocument.text"),
            Some("it is an OpenDocument file")
        );
        assert_eq!(what(b"PK\x03\x04\x14\0\0\x08\0\0page.html"), None);
        assert_eq!(what(b"The ferry sank."), None);
        assert_eq!(what(b""), None);
    }
}
