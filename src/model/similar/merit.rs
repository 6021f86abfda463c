//! How alike two are, as an order.

use std::cmp::Ordering;

/// A similarity, the greater the earlier. Never NaN.
#[derive(Clone, Copy, Debug)]
pub(super) struct Merit(pub(super) f64);

impl PartialEq for Merit {
    fn eq(&self, other: &Merit) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Merit {}

impl PartialOrd for Merit {
    fn partial_cmp(&self, other: &Merit) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Merit {
    fn cmp(&self, other: &Merit) -> Ordering {
        other.0.total_cmp(&self.0)
    }
}
