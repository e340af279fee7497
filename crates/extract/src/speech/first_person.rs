//! "I" and "we" inside quotation marks: whoever speaks.

use std::collections::HashSet;

use crosswire_annotate::Token;

use crate::who::Who;
use crate::{Annotated, Mention, MentionKind, Quotation, QuotationKind, TokenId};

/// Adds the mentions that only the speaker of a quotation gives a meaning.
pub(super) fn add(annotated: &Annotated, who: &mut Who, quotations: &[Quotation]) {
    let taken: HashSet<TokenId> = who.mentions.iter().map(|mention| mention.head).collect();
    let mut added = Vec::new();
    let mut block = 0;
    for quotation in quotations {
        let marked = matches!(quotation.kind, QuotationKind::Direct | QuotationKind::Mixed);
        let Some(entity) = quotation.speaker().filter(|_| marked) else {
            continue;
        };
        // Quotations come in text order, and so do blocks.
        while let Some(next) = annotated.blocks().get(block)
            && next.own(quotation.passage).is_none()
            && (next.passage.field, next.passage.span.end())
                <= (quotation.passage.field, quotation.passage.span.start())
        {
            block += 1;
        }
        let Some(at) = annotated.blocks().get(block) else {
            break;
        };
        for i in at.tokens(quotation.passage) {
            let head = TokenId::new(block, i);
            if is_first_person(at.doc.token(i)) && !taken.contains(&head) {
                added.push(Mention {
                    passage: annotated.passage(block, i..i + 1),
                    head,
                    kind: MentionKind::Pronoun,
                    entity,
                    metonym: false,
                    told: false,
                });
            }
        }
    }
    who.mentions.extend(added);
    who.mentions.sort_by_key(|mention| mention.head);
}

fn is_first_person(token: Token<'_>) -> bool {
    matches!(token.tag(), "PRP" | "PRP$")
        && matches!(
            &*token.text().to_lowercase(),
            "i" | "me" | "my" | "mine" | "myself" | "we" | "us" | "our" | "ours" | "ourselves"
        )
}
