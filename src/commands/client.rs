//! The one place that knows how a request to WhatsApp is made.

use crate::bindings::uip::whatsapp::outgoing::MessageSent;
use crate::bindings::uip::whatsapp::properties::AdapterProperties;
use crate::cloud_api::{Message, Purpose, WHATSAPP, message_sent, read};
use crate::configuration::{self, SendingConfiguration};
use uip_kit::CommandError;
use uip_kit::http::{
    self, Action, Answer, Authorization, Body, Header, LARGEST_JSON, Part, Request,
};
use uip_kit::json::Object;

/// What the adapter calls itself to WhatsApp.
pub const USER_AGENT: &str = concat!("uip-whatsapp/", env!("CARGO_PKG_VERSION"));

/// Where an upload begins.
const FIRST_BYTE: Header = Header {
    name: "file_offset",
    value: 0,
};

/// An instance of the adapter that is set up to call WhatsApp.
pub struct Session {
    /// The properties, as values that cannot be wrong.
    pub configuration: SendingConfiguration,
}

/// A call of an endpoint.
pub struct Call<'a> {
    /// The method, and what is posted.
    pub action: Action<'a>,
    /// The path and query behind the version.
    pub path: &'a str,
    /// Whether the call is safe to repeat.
    pub purpose: Purpose,
    /// What in the body is secret beside the token; empty where nothing is.
    pub secret: &'a str,
    /// How many bytes of the answer's body are read at most.
    pub largest_answer: usize,
    /// Whether it sends a file in Meta's protocol of resumable uploads, from
    /// the first byte on.
    pub is_upload: bool,
}

impl<'a> Call<'a> {
    /// A call that may be repeated, with an answer of the usual size.
    pub fn new(action: Action<'a>, path: &'a str) -> Self {
        Self {
            action,
            path,
            purpose: Purpose::Repeatable,
            secret: "",
            largest_answer: LARGEST_JSON,
            is_upload: false,
        }
    }

    /// Reads.
    pub fn get(path: &'a str) -> Self {
        Self::new(Action::Get, path)
    }

    /// Deletes.
    pub fn delete(path: &'a str) -> Self {
        Self::new(Action::Delete, path)
    }
}

/// A JSON text as a request's body.
pub fn post_json<'a>(parts: &'a [Part<'a>]) -> Action<'a> {
    Action::Post(Body {
        content_type: "application/json",
        parts,
    })
}

/// A JSON text that names what is taken away.
pub fn delete_json<'a>(parts: &'a [Part<'a>]) -> Action<'a> {
    Action::DeleteListed(Body {
        content_type: "application/json",
        parts,
    })
}

impl Session {
    /// Reads the instance's properties.
    ///
    /// # Errors
    /// A permanent failure that names the property that is missing or wrong.
    pub fn open() -> Result<Self, CommandError> {
        Self::of(&configuration::properties()?)
    }

    /// A session with these properties.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn of(properties: &AdapterProperties) -> Result<Self, CommandError> {
        let configuration = SendingConfiguration::parse(properties)?;
        Ok(Self { configuration })
    }

    /// Calls an endpoint and reads its answer: `documented` returns `None` when
    /// the answer has not the documented form.
    ///
    /// # Errors
    /// Whatever WhatsApp or the network says, as `command-error` tells them
    /// apart.
    pub fn call<T>(
        &self,
        call: &Call<'_>,
        documented: impl FnOnce(&Object<'_>) -> Option<T>,
    ) -> Result<T, CommandError> {
        let mut documented = Some(documented);
        let mut taken = None;
        self.read_answer(call, &mut |answer| {
            taken = documented.take().and_then(|documented| documented(answer));
            taken.is_some()
        })?;
        // What was not taken has failed above.
        taken.ok_or(CommandError::ExecutionFailed)
    }

    /// Calls an endpoint that answers only that it succeeded.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    pub fn carry_out(&self, call: &Call<'_>) -> Result<(), CommandError> {
        self.read_answer(call, &mut |answer| answer.boolean("success") == Some(true))
    }

    /// Sends a message, once.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    pub fn send(&self, message: &Message) -> Result<MessageSent, CommandError> {
        let body = message.json();
        let parts = [Part::Text(&body)];
        let path = format!("{}/messages", self.configuration.phone_number_id.as_str());
        let call = Call {
            purpose: Purpose::Message,
            ..Call::new(post_json(&parts), &path)
        };
        message_sent(&self.exchange(&call)?, self.configuration.token.reveal())
    }

    /// Not generic: a copy for each command would add to the component's size.
    fn read_answer(
        &self,
        call: &Call<'_>,
        is_documented: &mut dyn FnMut(&Object<'_>) -> bool,
    ) -> Result<(), CommandError> {
        let answer = self.exchange(call)?;
        let secrets = [self.configuration.token.reveal(), call.secret];
        read(&answer, secrets, call.purpose, |object| {
            is_documented(object).then_some(())
        })
    }

    fn exchange(&self, call: &Call<'_>) -> Result<Answer, CommandError> {
        let configuration = &self.configuration;
        let token = configuration.token.reveal();
        http::exchange(&Request {
            action: call.action,
            base_url: &configuration.base_url,
            path: &format!("/{}/{}", configuration.api_version.as_str(), call.path),
            authorization: if call.is_upload {
                Authorization::OAuth(token)
            } else {
                Authorization::Bearer(token)
            },
            header: call.is_upload.then_some(FIRST_BYTE),
            user_agent: USER_AGENT,
            timeout: configuration.timeout,
            largest_answer: call.largest_answer,
        })
        .map_err(|error| {
            let authority = configuration.base_url.authority();
            error.classify(&WHATSAPP, authority, call.purpose.effect())
        })
    }
}
