//! Deliveries as HTTP requests.

mod client;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full, Limited};
use uip_connect::chain;
use url::Url;

use crate::clock::Millis;
use crate::config::EventTrigger;
use crate::delivery::message::Message;
use crate::delivery::not_taken::{About, NotTaken};
use crate::escape::header_text;
use crate::inbox::deliveries::Ready;
pub(in crate::delivery) use client::Client;

/// How much of an answer is read. What it says is of no use to anybody, but a
/// connection can only be used again when its answer was read.
const ANSWER: usize = 64 << 10;

/// What an answer that is not 2xx speaks of.
fn about(status: StatusCode) -> About {
    match status.as_u16() {
        408 | 425 | 429 => About::Receiver,
        300..=399 | 401 | 403 | 404 | 405 | 407 | 410 => About::Address,
        400..=499 => About::Event,
        _ => About::Receiver,
    }
}

/// Posts an event to its receiver. It is taken if the answer is 2xx.
pub(in crate::delivery) async fn post(
    client: &Client,
    trigger: &EventTrigger,
    ready: &Ready,
    now: Millis,
) -> Result<(), NotTaken> {
    let request = request(client.url(), trigger, ready, now).map_err(NotTaken::by_receiver)?;
    let exchange = async {
        let response = client.request(request).await;
        let response = response.map_err(|error| format!("no answer: {}", chain(&error)))?;
        let (head, body) = response.into_parts();
        // An answer that is cut or too long has been given all the same.
        let _ = Limited::new(body, ANSWER).collect().await;
        Ok::<_, String>(head)
    };
    let head = match tokio::time::timeout(trigger.timeout, exchange).await {
        Ok(Ok(head)) => head,
        Ok(Err(error)) => return Err(NotTaken::by_receiver(error)),
        Err(_) => {
            return Err(NotTaken::by_receiver(format!(
                "no answer within {:?}",
                trigger.timeout
            )));
        }
    };
    if head.status.is_success() {
        return Ok(());
    }
    Err(NotTaken {
        error: format!("the receiver answered {}", status(head.status)),
        wait: retry_after(&head.headers, now),
        about: about(head.status),
    })
}

fn request(
    url: &Url,
    trigger: &EventTrigger,
    ready: &Ready,
    now: Millis,
) -> Result<Request<Full<Bytes>>, String> {
    let Message { content_type, body } =
        Message::of(ready, trigger.format).map_err(|error| error.to_string())?;
    let id = header_text(&ready.event_id);
    let mut request = Request::post(url.as_str())
        .header(header::CONTENT_TYPE, content_type)
        .header(
            header::USER_AGENT,
            concat!("uip-server/", env!("CARGO_PKG_VERSION")),
        )
        .header("Idempotency-Key", &id);
    if let Some(authorization) = &trigger.authorization {
        request = request.header(header::AUTHORIZATION, authorization);
    }
    for (name, value) in &trigger.headers {
        request = request.header(name, value);
    }
    if let Some(key) = &trigger.secret {
        let seconds = (now / 1000).to_string();
        let tag = key.sign(&[id.as_bytes(), b".", seconds.as_bytes(), b".", &body]);
        request = request
            .header("webhook-id", &id)
            .header("webhook-timestamp", seconds)
            .header("webhook-signature", format!("v1,{}", STANDARD.encode(tag)));
    }
    request
        .body(Full::new(body))
        .map_err(|error| error.to_string())
}

fn status(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => format!("{} {reason}", status.as_u16()),
        None => status.as_u16().to_string(),
    }
}

/// `Retry-After`, in seconds or as a date. A date is compared with the
/// receiver's own `Date`, if it sends one, so that it does not matter whose
/// clock is wrong.
fn retry_after(headers: &HeaderMap, now: Millis) -> Option<Duration> {
    let text = |name| headers.get(name)?.to_str().ok().map(str::trim);
    let date = |text| httpdate::parse_http_date(text).ok();
    let wait = text(header::RETRY_AFTER)?;
    if let Ok(seconds) = wait.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = date(wait)?;
    let since = text(header::DATE)
        .and_then(date)
        .unwrap_or_else(|| time(now));
    Some(until.duration_since(since).unwrap_or_default())
}

fn time(now: Millis) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(u64::try_from(now).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `Sat, 21 Nov 2026 11:00:00 GMT`
    const ELEVEN: Millis = 1_795_258_800_000;

    fn wait(pairs: &[(header::HeaderName, &str)]) -> Option<u64> {
        let pairs = pairs.iter();
        let headers = pairs.map(|(name, value)| (name.clone(), value.parse().unwrap()));
        retry_after(&headers.collect(), ELEVEN).map(|wait| wait.as_secs())
    }

    #[test]
    fn a_wait_is_read_in_seconds_or_as_a_date() {
        for (text, seconds) in [
            ("7", Some(7)),
            ("Sat, 21 Nov 2026 11:01:00 GMT", Some(60)),
            ("Sat, 21 Nov 2026 10:00:00 GMT", Some(0)),
            ("99999999", Some(99_999_999)),
            ("soon", None),
            ("-1", None),
        ] {
            assert_eq!(wait(&[(header::RETRY_AFTER, text)]), seconds, "{text}");
        }
    }

    #[test]
    fn a_date_is_compared_with_the_receivers_own_clock() {
        let wait = wait(&[
            (header::RETRY_AFTER, "Sat, 28 Nov 2026 11:10:00 GMT"),
            (header::DATE, "Sat, 28 Nov 2026 11:00:00 GMT"),
        ]);
        assert_eq!(wait, Some(600));
    }

    #[test]
    fn each_status_speaks_of_the_receiver_the_address_or_the_event() {
        for (about, statuses) in [
            (
                About::Receiver,
                &[408, 425, 429, 500, 502, 503, 504, 599][..],
            ),
            (
                About::Address,
                &[301, 302, 307, 401, 403, 404, 405, 407, 410],
            ),
            (About::Event, &[400, 402, 406, 409, 413, 415, 422, 451]),
        ] {
            for status in statuses {
                let status = StatusCode::from_u16(*status).unwrap();
                assert_eq!(super::about(status), about, "{status}");
            }
        }
    }
}
