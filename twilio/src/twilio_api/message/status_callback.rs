//! Where Twilio sends the statuses of one message, with the caller's own reference.

use crate::configuration::CallbackUrl;
use uip_kit::field::given;
use uip_kit::refusal::{Refusal, refuse};

/// The parameter of the request.
pub const PARAMETER: &str = "StatusCallback";

/// How long a reference is at most, in characters.
const LONGEST: usize = 512;

/// Where the statuses of a message go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum StatusCallback {
    /// Where Twilio's console says.
    #[default]
    AsInConsole,
    /// To this URL, unless the message's own content names another.
    Usual(String),
    /// To this URL, which has the reference in its query.
    WithReference(String),
}

impl StatusCallback {
    /// Parses the field `callbackData`, which comes back in the query of the URL in the
    /// property `statusCallbackUrl`. A blank one counts as not given.
    ///
    /// # Errors
    /// A permanent failure when the reference is too long, alone or together with the
    /// URL, or has no URL to come back in.
    pub fn parse(callback_data: Option<&str>, url: Option<&CallbackUrl>) -> Result<Self, Refusal> {
        let reference = given(callback_data);
        let length = reference.map_or(0, |reference| reference.chars().count());
        if length > LONGEST {
            return Err(refuse(
                "callback-data-too-long",
                &format!(
                    "The field callbackData may have at most {LONGEST} characters; it has {length}."
                ),
                "Use a short reference in callbackData, and store the rest in your own system.",
            ));
        }
        match (reference, url) {
            (Some(reference), Some(url)) => Ok(Self::WithReference(url.with_reference(reference)?)),
            (Some(_), None) => Err(refuse(
                "missing-status-callback-url",
                "The field callbackData needs the property statusCallbackUrl, which is not set: \
                 Twilio returns a reference only in the query of that URL.",
                "Set statusCallbackUrl to the public URL of your webhook, or leave callbackData \
                 out.",
            )),
            (None, Some(url)) => Ok(Self::Usual(url.as_str().to_owned())),
            (None, None) => Ok(Self::AsInConsole),
        }
    }
}
