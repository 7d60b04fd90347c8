//! An answer as it came over HTTP.

use super::error::TransportError;
use crate::FailureCategory;

/// What came back over HTTP.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers, in any case.
    pub headers: Vec<(String, String)>,
    /// The body, as far as it was read.
    pub body: Vec<u8>,
    /// Why the body ends before its end, when it does.
    pub cut: Option<TransportError>,
}

impl Answer {
    /// Whether the HTTP status means success.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

impl Answer {
    /// `Retry-After` in seconds, at least 1. The form with a date is not read: it
    /// would need a clock that agrees with the server's.
    pub fn retry_after(&self) -> Option<u32> {
        let seconds = self.header("retry-after")?.trim().parse().ok()?;
        Some(seconds).filter(|&seconds| seconds > 0)
    }
}

/// What kind of problem a status is where there is nothing better.
pub fn category_of_status(status: u16) -> FailureCategory {
    match status {
        401 => FailureCategory::Authentication,
        403 => FailureCategory::Permission,
        429 => FailureCategory::Throttled,
        407 => FailureCategory::Network,
        300..=399 | 404 | 405 => FailureCategory::Configuration,
        400..=499 => FailureCategory::Request,
        _ => FailureCategory::Service,
    }
}
