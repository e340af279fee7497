"""From our annotation to spaCy's."""

from __future__ import annotations

from typing import Any


def document(annotation: dict[str, Any], vocab: Any) -> Any:
    """A `spacy.tokens.Doc` of what `Doc.to_json` gives."""
    try:
        from spacy.tokens import Doc
        from spacy.lang.en import English
    except ImportError as error:
        raise ImportError("Doc.to_spacy needs spaCy: pip install 'spacy>=3.8,<3.9'") from error
    return Doc(English().vocab if vocab is None else vocab).from_json(annotation)
