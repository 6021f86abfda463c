//! Reading a map key by key: typed, with a diagnostic for each wrong value, and unknown keys told.

/// TODO by data helper
#[derive(Debug)]
pub struct Fields;
