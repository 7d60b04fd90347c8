//! What comes back: an answer's meaning, and why there is none.

pub mod classification;
pub mod error_codes;
pub mod graph_error;
pub mod html_excerpt;
pub mod http_answer;
pub mod pagination;
pub mod redact;
pub mod retry_after;
pub mod retry_safety;
pub mod transport_error;
