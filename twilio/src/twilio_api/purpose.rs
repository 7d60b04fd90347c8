//! Whether a request is safe to repeat, and so what it means when its answer is
//! lost.

use uip_kit::http::{Effect, Service};

/// Twilio, as failures name it.
pub const TWILIO: Service = Service {
    name: "Twilio",
    too_large_advice: "Request less data: for templates, lower limit, or filter by name, status or \
                       language.",
};

/// What to do when nobody knows whether the message was sent.
pub const UNKNOWN_OUTCOME_ADVICE: &str = "Do not retry: wait for a status event with the same \
                                          callback data, or look in Twilio's message log and let a \
                                          person decide.";

/// What to do when an answer to a request that is safe to repeat is lost.
const TRY_AGAIN: &str = "Try again: it is safe to retry this command. If the problem persists, \
                         check Twilio's status page.";

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// It sends a message: a repeat may deliver it twice.
    Message,
    /// It marks a message as read: a repeat does no harm.
    Mark,
    /// It cancels a message: a repeat does no harm.
    Cancellation,
    /// It deletes a file: a repeat does no harm.
    Deletion,
    /// It fetches a file, which is in a storage of Twilio's.
    File,
    /// It reads, or what it changes is the same after a second time and concerns
    /// no customer: a repeat does no harm.
    Repeatable,
}

impl Purpose {
    /// How the sentence about a refusal of Twilio's begins.
    pub fn refused(self) -> String {
        let what = match self {
            Self::Message => "message",
            Self::Mark | Self::Cancellation | Self::Deletion | Self::File | Self::Repeatable => {
                "request"
            }
        };
        format!("Twilio rejected the {what}, and {}", self.effect().nothing)
    }

    /// What a rejection leaves undone, and a lost answer in doubt.
    pub fn effect(self) -> &'static Effect {
        match self {
            Self::Message => &Effect {
                is_repeatable: false,
                nothing: "nothing was sent",
                doubt: "the message may have been sent",
                unknown_advice: UNKNOWN_OUTCOME_ADVICE,
            },
            Self::Mark => &Effect {
                is_repeatable: true,
                nothing: "nothing was marked",
                doubt: "the message may have been marked",
                unknown_advice: TRY_AGAIN,
            },
            Self::Cancellation => &Effect {
                is_repeatable: true,
                nothing: "nothing was canceled",
                doubt: "the message may have been canceled",
                unknown_advice: TRY_AGAIN,
            },
            Self::Deletion => &Effect {
                is_repeatable: true,
                nothing: "nothing was deleted",
                doubt: "the file may have been deleted",
                unknown_advice: TRY_AGAIN,
            },
            Self::File | Self::Repeatable => &Effect {
                is_repeatable: true,
                nothing: "no message was sent",
                doubt: "no message was sent",
                unknown_advice: TRY_AGAIN,
            },
        }
    }
}
