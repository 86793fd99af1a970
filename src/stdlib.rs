//! The standard vocabulary: its files as text, and the vocabulary that they declare.
//!
//! The files are read when Candor is built, not when it starts: the build script runs `parse` and `resolve` over them
//! and stores the result, which is decoded here without copying a text. A fault in them stops the build.

use crate::model::Vocabulary;
use crate::source::Sources;

/// The files, in the order in which they stand in every [`Sources`].
pub const FILES: &[(&str, &str)] = &[
    ("stdlib/forms.candor", include_str!("../stdlib/forms.candor")),
    ("stdlib/data.candor", include_str!("../stdlib/data.candor")),
    ("stdlib/purposes.candor", include_str!("../stdlib/purposes.candor")),
    ("stdlib/recipients.candor", include_str!("../stdlib/recipients.candor")),
    ("stdlib/subjects.candor", include_str!("../stdlib/subjects.candor")),
    ("stdlib/sources.candor", include_str!("../stdlib/sources.candor")),
    ("stdlib/channels.candor", include_str!("../stdlib/channels.candor")),
    ("stdlib/regions.candor", include_str!("../stdlib/regions.candor")),
    ("stdlib/conditions.candor", include_str!("../stdlib/conditions.candor")),
    ("stdlib/consents.candor", include_str!("../stdlib/consents.candor")),
    ("stdlib/events.candor", include_str!("../stdlib/events.candor")),
    ("stdlib/bases.candor", include_str!("../stdlib/bases.candor")),
    ("stdlib/safeguards.candor", include_str!("../stdlib/safeguards.candor")),
    ("stdlib/measures.candor", include_str!("../stdlib/measures.candor")),
    ("stdlib/rights.candor", include_str!("../stdlib/rights.candor")),
    ("stdlib/topics.candor", include_str!("../stdlib/topics.candor")),
];

/// The version of the standard vocabulary: that of the program that carries it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What the build script stored.
static STORED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/vocabulary.postcard"));

/// Sources that hold the files of the standard vocabulary, so that its spans can be shown.
#[must_use]
pub fn sources() -> Sources {
    let mut sources = Sources::new();
    for (name, text) in FILES {
        sources.add(*name, *text);
    }
    sources
}

/// The standard vocabulary.
///
/// # Panics
/// Never: what is decoded was encoded by the build script of this very program.
#[must_use]
#[allow(clippy::expect_used, reason = "see above")]
pub fn vocabulary() -> Vocabulary {
    postcard::from_bytes(STORED).expect("the stored vocabulary belongs to this program")
}
