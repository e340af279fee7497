//! The words by which kinds go outside: in JSON, columns and searches.

/// Gives a kind its words, each once.
macro_rules! named {
    ($kind:ident { $($variant:ident = $word:literal,)+ }) => {
        impl $kind {
            /// All of them.
            pub const ALL: [$kind; [$($word),+].len()] = [$($kind::$variant),+];

            /// The word used in JSON.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $($kind::$variant => $word,)+
                }
            }

            /// The one that [`Self::name`] calls `name`.
            #[must_use]
            pub fn from_name(name: &str) -> Option<$kind> {
                $kind::ALL.into_iter().find(|kind| kind.name() == name)
            }
        }
    };
}

pub(crate) use named;
