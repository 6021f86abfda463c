//! TOML into [`Value`](super::Value).
