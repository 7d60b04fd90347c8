//! Whether a request is safe to repeat, and so what it means when its answer is
//! lost.

use uip_kit::http::{Effect, Service};
use uip_kit::{CommandError, Failure};

/// What to do when nobody knows whether the message was sent.
pub const UNKNOWN_OUTCOME_ADVICE: &str = "Do not retry: wait for a status event with \
                                          the same callback data, or let a person decide.";

/// What to do when an answer to a request that is safe to repeat is lost.
const TRY_AGAIN: &str = "Try again: it is safe to retry this command. If the problem persists, \
                         check WhatsApp's status page.";

/// What to do when nobody knows whether a step was taken that WhatsApp counts.
const CHECK_FIRST: &str = "Check the state of the number with testConnection or in WhatsApp \
                           Manager before you retry: WhatsApp counts the attempts.";

/// WhatsApp, as failures name it.
pub const WHATSAPP: Service = Service {
    name: "WhatsApp",
    too_large_advice: "Request less data: for templates, lower limit, or filter by name, status or \
                       language.",
};

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// It sends a message: a repeat may deliver it twice.
    Message,
    /// It marks a message as read: a repeat does no harm.
    Mark,
    /// It creates or changes a template: whether it did is seen in the list.
    Template,
    /// It reads, or what it changes is the same after a second time: a repeat
    /// does no harm.
    Repeatable,
    /// It changes the account, and after a second time it is the same: a repeat
    /// does no harm.
    Change,
    /// It takes a step in the registration of the number. WhatsApp counts these,
    /// so a repeat may use up what is left.
    Step,
}

impl Purpose {
    /// How the sentence about a refusal of WhatsApp's begins.
    pub fn refused(self) -> String {
        let what = match self {
            Self::Message => "message",
            Self::Template => "template",
            Self::Mark | Self::Repeatable | Self::Change | Self::Step => "request",
        };
        format!(
            "WhatsApp rejected the {what}, and {}",
            self.effect().nothing
        )
    }

    /// How the sentence about a failure inside WhatsApp begins.
    pub fn failed(self) -> String {
        format!("WhatsApp failed, and {}", self.doubt())
    }

    /// How the sentence about a success begins that has not the documented
    /// form.
    pub fn unexpected(self) -> String {
        let how = match self {
            Self::Message => "contains no message id",
            Self::Mark | Self::Template | Self::Repeatable | Self::Change | Self::Step => {
                "does not have the documented form"
            }
        };
        format!("WhatsApp's answer {how}, and {}", self.doubt())
    }

    /// What is left in doubt when no whole answer came.
    pub fn doubt(self) -> &'static str {
        self.effect().doubt
    }

    /// What to do when nobody knows the outcome.
    pub fn unknown_advice(self) -> &'static str {
        self.effect().unknown_advice
    }

    /// The failure of a request that left and whose outcome nobody knows.
    pub fn unknown_outcome(self, failure: Failure) -> CommandError {
        self.effect().unknown_outcome(failure)
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
            Self::Template => &Effect {
                is_repeatable: false,
                nothing: "nothing was changed",
                doubt: "the template may have been created or changed",
                unknown_advice: "Do not retry yet: see in listTemplates whether the template was \
                                 created or changed.",
            },
            Self::Repeatable => &Effect {
                is_repeatable: true,
                nothing: "no message was sent",
                doubt: "no message was sent",
                unknown_advice: TRY_AGAIN,
            },
            Self::Change => &Effect {
                is_repeatable: true,
                nothing: "nothing was changed",
                doubt: "the change may have been made",
                unknown_advice: TRY_AGAIN,
            },
            Self::Step => &Effect {
                is_repeatable: false,
                nothing: "nothing was changed",
                doubt: "the request may have been carried out",
                unknown_advice: CHECK_FIRST,
            },
        }
    }
}
