//! Which slots of a sentence are slots of a flow.

use super::space::Dimension;
use crate::model::Field;

impl Field {
    /// The slot of a flow that it restricts; `None` if it restricts the facts of a flow, or none at all.
    #[must_use]
    pub const fn dimension(self) -> Option<Dimension> {
        match self {
            Self::Second => Some(Dimension::Second),
            Self::SecondSubject => Some(Dimension::SecondSubject),
            Self::Source => Some(Dimension::Source),
            Self::Channel => Some(Dimension::Channel),
            Self::Recipient => Some(Dimension::Recipient),
            Self::RecipientRegion => Some(Dimension::RecipientRegion),
            Self::Purpose => Some(Dimension::Purpose),
            Self::Region => Some(Dimension::Region),
            Self::SubjectRegion => Some(Dimension::Place),
            Self::Measures => Some(Dimension::Measure),
            Self::Events => Some(Dimension::Event),
            Self::Duties => Some(Dimension::Safeguard),
            Self::Subject | Self::Over => None,
        }
    }

    /// The slot that restricts one of a flow; `None` for what is no such slot of a sentence: who does what with which data.
    #[must_use]
    pub fn of(dimension: Dimension) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.dimension() == Some(dimension))
    }
}
