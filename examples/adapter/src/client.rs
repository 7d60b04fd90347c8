//! The one place that knows how a request to Helpdesk is made.

use uip_kit::CommandError;
use uip_kit::http::{
    self, Action, Authorization, Body, Effect, LARGEST_JSON, Part, Request, Service,
};
use uip_kit::json::Object;

use crate::configuration::{self, Configuration};

/// What the adapter calls itself to Helpdesk.
const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// Helpdesk, as failures name it.
const HELPDESK: Service = Service {
    name: "Helpdesk",
    too_large_advice: "Ask Helpdesk's support: no answer of its API should be this large.",
};

/// What reading leaves in doubt when the answer is lost: nothing.
const READING: Effect = Effect {
    is_repeatable: true,
    nothing: "nothing was changed",
    doubt: "nothing was changed",
    unknown_advice: "Try again: it is safe to retry this command.",
};

/// An instance of the adapter that is set up to call Helpdesk.
pub struct Client(Configuration);

impl Client {
    /// Reads the instance's properties.
    ///
    /// # Errors
    /// A permanent failure that names the property that is missing or wrong.
    pub fn open() -> Result<Self, CommandError> {
        let properties = configuration::properties()?;
        Configuration::parse(&properties).map(Self)
    }

    /// Reads what is at a path made of checked parts. `documented` returns `None`
    /// when the answer does not have the documented form.
    ///
    /// # Errors
    /// What Helpdesk's answer means, or its absence.
    pub fn get<T>(
        &self,
        path: &str,
        documented: impl FnOnce(&Object<'_>) -> Option<T>,
    ) -> Result<T, CommandError> {
        self.call(Action::Get, path, &READING, documented)
    }

    /// Posts JSON, once. `effect` is what it does at Helpdesk.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn post<T>(
        &self,
        path: &str,
        json: &str,
        effect: &Effect,
        documented: impl FnOnce(&Object<'_>) -> Option<T>,
    ) -> Result<T, CommandError> {
        let body = Body {
            content_type: "application/json",
            parts: &[Part::Text(json)],
        };
        self.call(Action::Post(body), path, effect, documented)
    }

    fn call<T>(
        &self,
        action: Action<'_>,
        path: &str,
        effect: &Effect,
        documented: impl FnOnce(&Object<'_>) -> Option<T>,
    ) -> Result<T, CommandError> {
        let Self(configuration) = self;
        let token = configuration.access_token.reveal();
        let answer = http::exchange(&Request {
            action,
            base_url: &configuration.base_url,
            path,
            authorization: Authorization::Bearer(token),
            user_agent: USER_AGENT,
            timeout: configuration.timeout,
            header: None,
            largest_answer: LARGEST_JSON,
        })
        .map_err(|error| error.classify(&HELPDESK, configuration.base_url.authority(), effect))?;
        answer.read(&HELPDESK, effect, token, documented)
    }
}
