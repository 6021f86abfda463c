//! YAML into [`Value`](super::Value).
