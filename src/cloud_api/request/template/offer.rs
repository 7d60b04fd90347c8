//! When a template's limited-time offer ends.

use super::object::{LimitedTimeOffer, Parameter};
use crate::cloud_api::request::refusal::{Refusal, refuse_as};
use uip_kit::FailureCategory;

/// The time at which an offer ends, in milliseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferEnd {
    field: String,
    milliseconds: u64,
}

/// In milliseconds this is September 2001, in seconds the year 33658: a
/// smaller number is one of seconds, or a duration.
const EARLIEST: u64 = 1_000_000_000_000;

impl OfferEnd {
    /// Parses the field `field`.
    ///
    /// # Errors
    /// A permanent failure for a number of seconds, which would be an offer
    /// that ended in 1970.
    pub fn parse(field: &str, milliseconds: u64) -> Result<Self, Refusal> {
        if milliseconds >= EARLIEST {
            return Ok(Self {
                field: field.to_owned(),
                milliseconds,
            });
        }
        Err(refused(&format!(
            "The field {field} must be a time in milliseconds since 1970, which has 13 digits; it \
             is {milliseconds}."
        )))
    }

    /// Checks that the offer still runs at the time `now`, in milliseconds
    /// since 1970.
    ///
    /// # Errors
    /// A permanent failure when it has ended.
    pub fn check(&self, now: u64) -> Result<(), Refusal> {
        if self.milliseconds > now {
            return Ok(());
        }
        Err(refused(&format!(
            "The field {} must be a time in the future, in milliseconds since 1970; it is {}.",
            self.field, self.milliseconds
        )))
    }

    /// The component `limited_time_offer`'s one parameter.
    pub fn parameter(&self) -> Parameter {
        Parameter::LimitedTimeOffer {
            limited_time_offer: LimitedTimeOffer {
                expiration_time_ms: self.milliseconds,
            },
        }
    }
}

fn refused(error: &str) -> Refusal {
    refuse_as(
        FailureCategory::Template,
        "invalid-offer-end",
        error,
        "Give the time at which the offer ends, in milliseconds since 1970 (seconds times 1000). If it \
         has not ended, check the engine's clock.",
    )
}
