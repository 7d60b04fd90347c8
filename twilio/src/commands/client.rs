//! The one place that knows how a request to Twilio is made.

use crate::bindings::uip::whatsapp_twilio::properties::AdapterProperties;
use crate::configuration::{Access, properties};
use crate::twilio_api::answer::read;
use crate::twilio_api::{Purpose, TWILIO};
use uip_kit::CommandError;
use uip_kit::http::{self, Action, Answer, BaseUrl, Body, LARGEST_JSON, Part, Request};
use uip_kit::json::Object;

/// What the adapter calls itself to Twilio.
pub const USER_AGENT: &str = concat!("uip-whatsapp-twilio/", env!("CARGO_PKG_VERSION"));

/// An instance of the adapter that is set up to call Twilio.
pub struct Session {
    /// The properties, as values that cannot be wrong.
    pub access: Access,
}

/// A call of an endpoint.
pub struct Call<'a> {
    /// The method, and what is posted.
    pub action: Action<'a>,
    /// Where to.
    pub host: &'a BaseUrl,
    /// Path and query, made of checked parts.
    pub path: &'a str,
    /// Whether the call is safe to repeat.
    pub purpose: Purpose,
    /// How many bytes of the answer's body are read at most.
    pub largest_answer: usize,
}

impl<'a> Call<'a> {
    /// A call that may be repeated, with an answer of the usual size.
    pub fn new(action: Action<'a>, host: &'a BaseUrl, path: &'a str) -> Self {
        Self {
            action,
            host,
            path,
            purpose: Purpose::Repeatable,
            largest_answer: LARGEST_JSON,
        }
    }
}

impl Session {
    /// A session with these properties.
    ///
    /// # Errors
    /// A permanent failure that names the property that is missing or wrong.
    pub fn of(properties: &AdapterProperties) -> Result<Self, CommandError> {
        let access = Access::parse(properties)?;
        Ok(Self { access })
    }

    /// Reads the instance's properties.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    pub fn open() -> Result<Self, CommandError> {
        Self::of(&properties()?)
    }

    /// The path of something that the account has.
    pub fn path(&self, resource: &str) -> String {
        let account = self.access.account.as_str();
        format!("/2010-04-01/Accounts/{account}/{resource}")
    }

    /// Calls an endpoint and reads its answer: `documented` returns `None` when
    /// the answer does not have the documented form.
    ///
    /// # Errors
    /// Whatever Twilio or the network says, as `command-error` tells them apart.
    pub fn call<T>(
        &self,
        call: &Call<'_>,
        documented: impl FnOnce(&Object<'_>, &str) -> Option<T>,
    ) -> Result<T, CommandError> {
        let mut documented = Some(documented);
        let mut taken = None;
        self.read_answer(call, &mut |answer, json| {
            taken = documented.take().and_then(|it| it(answer, json));
            taken.is_some()
        })?;
        // What was not taken has failed above.
        taken.ok_or(CommandError::ExecutionFailed)
    }

    /// Not generic: a copy for each command would add to the component's size.
    fn read_answer(
        &self,
        call: &Call<'_>,
        is_documented: &mut dyn FnMut(&Object<'_>, &str) -> bool,
    ) -> Result<(), CommandError> {
        let answer = self.exchange(call)?;
        let credentials = &self.access.credentials;
        read(answer, credentials, call.purpose, |object, json| {
            is_documented(object, json).then_some(())
        })
    }

    /// Sends a request, once.
    ///
    /// # Errors
    /// What the network says.
    pub fn exchange(&self, call: &Call<'_>) -> Result<Answer, CommandError> {
        http::exchange(&Request {
            action: call.action,
            base_url: call.host,
            path: call.path,
            authorization: self.access.credentials.authorization(),
            header: None,
            user_agent: USER_AGENT,
            timeout: self.access.timeout,
            largest_answer: call.largest_answer,
        })
        .map_err(|error| error.classify(&TWILIO, call.host.authority(), call.purpose.effect()))
    }
}

/// A text of this type as a request's body.
pub fn post<'a>(content_type: &'a str, parts: &'a [Part<'a>]) -> Action<'a> {
    Action::Post(Body {
        content_type,
        parts,
    })
}
