//! What comes back: an answer's meaning, and why there is none.

pub mod classification;
pub mod error_codes;
pub mod graph_error;
pub mod pagination;
pub mod regain_access;
pub mod retry_safety;
