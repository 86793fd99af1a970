//! Where something is: in some regions, or anywhere but there.

use super::Composer;
use super::message::Message;
use super::set::Join;
use crate::model::{Set, What};

impl Composer<'_> {
    /// “in France and Belgium”, “outside the European Economic Area”, “in any country”.
    pub(super) fn place(&self, regions: &Set, join: Join) -> String {
        let is_everywhere =
            matches!(regions.items.as_slice(), [item] if matches!(item.what, What::Any { .. }));
        let (frame, regions) = match is_everywhere && !regions.except.is_empty() {
            true => {
                let except: Vec<String> = regions.except.iter().map(|item| self.item(item)).collect();
                (Message::PlaceOutside, self.list(&except, Join::And))
            }
            false => (Message::PlaceIn, self.set(regions, join)),
        };
        self.frames.fill(frame, &[("regions", regions.into())])
    }
}
