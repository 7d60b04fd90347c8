//! A small adapter that the host's tests load: every type of the contract,
//! events, outgoing requests, and every way to misbehave.

mod fetch;
mod misbehave;

#[allow(missing_docs, clippy::pedantic, reason = "generated")]
mod bindings {
    wit_bindgen::generate!({
        path: "wit",
        world: "adapter",
        additional_derives: [Clone, PartialEq],
        generate_all,
    });
}

use bindings::acme::tiny::{events, properties};
use bindings::exports::acme::tiny::commands::{
    EchoError, EmitError, EmitRequest, Emitted, Everything, FailRequest, FailingError, Failure,
    FetchError, FetchRequest, Fetched, GreetRequest, Greeting, Guest, MisbehaveRequest, Survived,
};

struct Tiny;

bindings::export!(Tiny with_types_in bindings);

impl Guest for Tiny {
    fn echo(request: Everything) -> Result<Everything, EchoError> {
        Ok(request)
    }

    fn greet(request: GreetRequest) -> Result<Greeting, EchoError> {
        let properties = properties::get().map_err(EchoError::Never)?;
        let word = properties.greeting.unwrap_or_else(|| "hello".to_owned());
        let mut text = vec![word; properties.repeat.unwrap_or(1).into()].join(" ");
        if let Some(name) = request.name {
            text = format!("{text}, {name}");
        }
        if properties.loud == Some(true) {
            text = text.to_uppercase();
        }
        let access_key_length = u32::try_from(properties.access_key.len()).unwrap_or(u32::MAX);
        Ok(Greeting {
            text,
            access_key_length,
        })
    }

    fn fail(request: FailRequest) -> Result<Greeting, FailingError> {
        let mut text = request.text;
        if request.leak == Some(true) {
            text.push_str(&key());
        }
        let failure = Failure {
            code: "made-up".to_owned(),
            error: text.clone(),
            color: None,
        };
        Err(match request.as_.as_str() {
            "permanent-failure" => FailingError::PermanentFailure(failure),
            "temporary-failure" => FailingError::TemporaryFailure(failure),
            "plain" => FailingError::Plain(text),
            _ => FailingError::NothingToSay,
        })
    }

    fn emit_things(request: EmitRequest) -> Result<Emitted, EmitError> {
        for number in 0..request.count {
            let event = events::ThingHappenedEvent {
                event_id: format!("{}-{number}", request.id),
                number,
                payload: request.payload.clone(),
            };
            events::thing_happened(&event).map_err(|error| match error {
                events::EventError::Busy => refused("busy".to_owned()),
                events::EventError::Refused(why) => refused(why),
            })?;
        }
        Ok(Emitted {
            count: request.count,
        })
    }

    fn say_word(request: EmitRequest) -> Result<Emitted, EmitError> {
        let event = events::WordSaidEvent {
            event_id: request.id,
            payload: request.payload,
        };
        events::word_said(&event).map_err(refused)?;
        Ok(Emitted { count: 1 })
    }

    fn fetch(request: FetchRequest) -> Result<Fetched, FetchError> {
        fetch::fetch(&request)
    }

    fn misbehave(request: MisbehaveRequest) -> Result<Survived, EchoError> {
        Ok(misbehave::misbehave(&request))
    }
}

fn refused(error: String) -> EmitError {
    EmitError::TemporaryFailure(Failure {
        code: "refused".to_owned(),
        error,
        color: None,
    })
}

/// The property that is secret.
fn key() -> String {
    properties::get()
        .map(|properties| properties.access_key)
        .unwrap_or_default()
}
