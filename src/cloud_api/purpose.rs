//! What a request is for, and so what it means when its answer is lost.

use crate::bindings::uip::whatsapp::types::{CommandError, Failure};
use crate::prelude::*;

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// It sends a message: a repeat may deliver it twice.
    Message,
    /// It reads, or what it changes is the same after a second time: a repeat
    /// does no harm.
    Repeatable,
}

impl Purpose {
    /// How the sentence about a refusal of WhatsApp's begins.
    pub fn refused(self) -> &'static str {
        match self {
            Self::Message => "WhatsApp refused the message, and nothing was sent",
            Self::Repeatable => "WhatsApp refused the request, and no message was sent",
        }
    }

    /// How the sentence about a failure inside WhatsApp begins.
    pub fn failed(self) -> &'static str {
        match self {
            Self::Message => "WhatsApp failed, and the message may have been sent",
            Self::Repeatable => "WhatsApp failed, and no message was sent",
        }
    }

    /// How the sentence about an answer begins that is not WhatsApp's, with a
    /// status that means a refusal.
    pub fn not_whatsapp(self) -> &'static str {
        match self {
            Self::Message => "The answer is not WhatsApp's, and nothing was sent",
            Self::Repeatable => "The answer is not WhatsApp's, and no message was sent",
        }
    }

    /// How the sentence about an answer begins that is not WhatsApp's, with
    /// a status that means nothing.
    pub fn perhaps_not_whatsapp(self) -> &'static str {
        match self {
            Self::Message => "The answer is not WhatsApp's, and the message may have been sent",
            Self::Repeatable => self.not_whatsapp(),
        }
    }

    /// How the sentence about a success begins that has not the documented
    /// form.
    pub fn unexpected(self) -> &'static str {
        match self {
            Self::Message => {
                "WhatsApp's answer names no message, and the message may have been sent"
            }
            Self::Repeatable => {
                "WhatsApp's answer has not the documented form, and no message was sent"
            }
        }
    }

    /// What is left in doubt when no whole answer came.
    pub fn doubt(self) -> &'static str {
        match self {
            Self::Message => "the message may have been sent",
            Self::Repeatable => "no message was sent",
        }
    }

    /// The failure of a request that left and whose outcome nobody knows.
    pub fn unknown_outcome(self, mut failure: Failure) -> CommandError {
        match self {
            Self::Message => failure.unknown_outcome(),
            Self::Repeatable => {
                "Try again: a repeat of this command does no harm. If it stays so, look at \
                 WhatsApp's status page."
                    .clone_into(&mut failure.advice);
                failure.temporary()
            }
        }
    }
}
