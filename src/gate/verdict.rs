//! How a comparison ends: one scheme for every command that compares.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a comparison ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Nothing stops the merge.
    Passes,
    /// A change stops the merge.
    Stops,
    /// Wrong arguments, settings that cannot be used, or output that cannot be written.
    CannotRun,
    /// The old version cannot be found, or has errors.
    NoOldVersion,
    /// The new version has errors.
    NoNewVersion,
    /// Only acknowledgements stop the merge.
    Acknowledgements,
    /// The versions are too entangled for the limit on work.
    Undecided,
    /// The comparison contradicts itself, which is a fault of Candor.
    Contradiction,
}

impl Verdict {
    /// All of them: whichever comes first here wins over those behind it.
    pub const ALL: [Self; 8] = [
        Self::Contradiction,
        Self::CannotRun,
        Self::NoOldVersion,
        Self::NoNewVersion,
        Self::Undecided,
        Self::Stops,
        Self::Acknowledgements,
        Self::Passes,
    ];

    /// The exit status.
    #[must_use]
    pub const fn status(self) -> u8 {
        match self {
            Self::Passes => 0,
            Self::Stops => 1,
            Self::CannotRun => 2,
            Self::NoOldVersion => 3,
            Self::NoNewVersion => 4,
            Self::Acknowledgements => 5,
            Self::Undecided => 6,
            Self::Contradiction => 70,
        }
    }

    /// What it means, in one sentence.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Passes => "nothing stops the merge",
            Self::Stops => "a change stops the merge",
            Self::CannotRun => "the command could not run: wrong arguments, settings or files",
            Self::NoOldVersion => "the old version cannot be found, or has errors",
            Self::NoNewVersion => "the new version has errors",
            Self::Acknowledgements => "only the acknowledgements stop the merge",
            Self::Undecided => "the versions are too entangled to be compared",
            Self::Contradiction => "the comparison contradicts itself: a fault of Candor",
        }
    }

    /// The verdict that wins over the other.
    #[must_use]
    pub fn over(self, other: Self) -> Self {
        let rank = |one: Self| Self::ALL.iter().position(|verdict| *verdict == one);
        if rank(self) <= rank(other) { self } else { other }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_graver_verdict_wins_in_either_order() {
        let statuses: Vec<u8> = Verdict::ALL.iter().map(|one| one.status()).collect();
        assert_eq!(statuses, [70, 2, 3, 4, 6, 1, 5, 0]);
        for (rank, one) in Verdict::ALL.iter().enumerate() {
            for other in &Verdict::ALL[rank..] {
                assert_eq!((one.over(*other), other.over(*one)), (*one, *one));
            }
        }
    }
}
