//! `POST …/Messages.json`.

use http::Uri;

use super::sender::Ends;
use super::{body, resource};
use crate::model::settings::Settings;
use crate::model::twilio::messages::Direction;
use crate::model::twilio::messages::outbound::{Draft, submit};
use crate::model::twilio::{TwilioError, time};
use crate::model::world::{State, World};
use crate::twilio::Done;
use crate::twilio::call::Call;

const LONGEST_URL: usize = 4000;
const LONGEST_VALIDITY: u32 = 36_000;
/// A message can be scheduled from five minutes to 35 days ahead.
const SOONEST: u64 = 5 * 60;
const LATEST: u64 = 35 * 24 * 60 * 60;

pub(in crate::twilio) fn create(world: &World, call: &Call) -> Result<Done, TwilioError> {
    world.change(|state| {
        let draft = draft(call, state, &world.settings)?;
        let message = submit(state, &world.settings, draft, Direction::OutboundApi)?;
        Ok(Done::Json(201, resource::of(&message, &world.settings)))
    })
}

fn draft(call: &Call, state: &State, settings: &Settings) -> Result<Draft, TwilioError> {
    let ends = Ends::read(call, settings)?;
    let payload = body::read(call, &state.twilio.contents)?;
    if let Some(seconds) = call.given("ValidityPeriod") {
        let seconds: Option<u32> = seconds.parse().ok();
        if seconds.is_none_or(|seconds| !(1..=LONGEST_VALIDITY).contains(&seconds)) {
            return Err(TwilioError::new(21_624));
        }
    }
    let status_callback = match call.given("StatusCallback") {
        None => None,
        Some(url) if is_callback(url) => Some(url.to_owned()),
        Some(_) => return Err(TwilioError::new(21_609)),
    };
    Ok(Draft {
        send_at: send_at(
            call,
            state.clock.seconds(),
            ends.messaging_service_sid.is_some(),
        )?,
        to: ends.to,
        recipient: ends.recipient,
        from: ends.from,
        messaging_service_sid: ends.messaging_service_sid,
        payload,
        status_callback,
    })
}

/// Whether Twilio takes this as the address of a callback: an address of HTTP whose host has no underscore.
fn is_callback(url: &str) -> bool {
    let Ok(uri) = url.split('#').next().unwrap_or_default().parse::<Uri>() else {
        return false;
    };
    let is_http = matches!(uri.scheme_str(), Some("http" | "https"));
    let host = uri.host().unwrap_or_default();
    url.len() <= LONGEST_URL && is_http && !host.is_empty() && !host.contains('_')
}

/// When to send. Scheduling needs a Messaging Service; the codes for mistakes are not in any stored source.
fn send_at(call: &Call, now: u64, has_service: bool) -> Result<Option<u64>, TwilioError> {
    match (call.given("ScheduleType"), call.given("SendAt")) {
        (None, None) => Ok(None),
        (Some("fixed"), Some(text)) => {
            if !has_service {
                return Err(TwilioError::invalid(
                    "MessagingServiceSid is required to schedule a message.",
                ));
            }
            let at = time::read(text);
            at.filter(|at| (now + SOONEST..=now + LATEST).contains(at))
                .map(Some)
                .ok_or_else(|| {
                    TwilioError::invalid(format!(
                        "SendAt must be an ISO 8601 time from 5 minutes to 35 days ahead: {text}"
                    ))
                })
        }
        _ => Err(TwilioError::invalid(
            "ScheduleType must be fixed, and SendAt must be given with it.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::is_callback;

    #[test]
    fn a_callback_is_an_address_of_http_with_a_host() {
        for url in [
            "https://bakery.example/a?ref=1#rc=2",
            "http://127.0.0.1:9/x",
        ] {
            assert!(is_callback(url), "{url}");
        }
        let long = format!("https://bakery.example/{}", "x".repeat(4000));
        for url in [
            "",
            "/a",
            "ftp://bakery.example",
            "https://my_host.example/",
            "https:",
            &long,
        ] {
            assert!(!is_callback(url), "{url}");
        }
    }
}
