use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use http::header::{self, HeaderName};
use serde_json::Value;
use uip_contract::{CallError, DryRun, Event, OutgoingBody, OutgoingRequest, Refusal};

use super::Instance;
use crate::outgoing::{Door, Recorded, Recorder};
use crate::secrets::{REDACTED, Secrets};

impl Instance {
    /// Runs a command with a door that is shut: nothing leaves, and its events
    /// are taken and thrown away. It works for any adapter.
    ///
    /// A request to a host that is not allowed is denied as always, and the
    /// command answers for it.
    ///
    /// # Errors
    /// As [`Instance::call`].
    ///
    /// # Cancel safety
    /// Dropping the future discards the guest. Nothing was sent.
    pub async fn dry_run(&self, command: &str, request: Value) -> Result<DryRun, CallError> {
        let recorder = Recorder::default();
        let door = Door::Shut(recorder.clone());
        let called = self
            .call_through(command, request, Arc::new(thrown_away), door)
            .await;
        let kept = recorder.take();
        if kept.is_empty() {
            return called.map(DryRun::Answer);
        }
        let shown = |request| shown(request, &self.inner.secrets);
        Ok(DryRun::Requests(kept.into_iter().map(shown).collect()))
    }
}

async fn thrown_away(_: Event) -> Result<(), Refusal> {
    Ok(())
}

/// A request as it would be sent, without secrets.
fn shown(recorded: Recorded, secrets: &Secrets) -> OutgoingRequest {
    let body = match recorded.body {
        None => OutgoingBody::Omitted,
        Some(body) if body.is_empty() => OutgoingBody::Empty,
        Some(body) => match std::str::from_utf8(&body) {
            Ok(text) => OutgoingBody::text(&secrets.scrub(text)),
            // Nothing can be taken out of bytes without another meaning.
            Err(_) if holds_a_secret(&body, secrets) => OutgoingBody::Omitted,
            Err(_) => OutgoingBody::Bytes(body.to_vec()),
        },
    };
    OutgoingRequest::new(
        recorded.head.method.as_str(),
        secrets.scrub(&recorded.head.uri.to_string()),
        headers(&recorded.head.headers, secrets),
        body,
    )
}

fn holds_a_secret(bytes: &[u8], secrets: &Secrets) -> bool {
    let text = String::from_utf8_lossy(bytes);
    secrets.scrub(&text) != text
}

fn holds_credentials(name: &HeaderName) -> bool {
    *name == header::AUTHORIZATION || *name == header::PROXY_AUTHORIZATION
}

/// The schemes of credentials that are shown. Anything else before a space may be
/// part of a secret.
const SCHEMES: [&str; 6] = [
    "AWS4-HMAC-SHA256",
    "Basic",
    "Bearer",
    "Digest",
    "OAuth",
    "Token",
];

/// `Basic dTpw` as `Basic [redacted]`: credentials can be an encoding or a
/// signature of secrets, in which no secret is found.
fn without_credentials(value: &str) -> String {
    let scheme = value.split_once(' ').map(|(scheme, _)| scheme);
    let is_known = |scheme: &&str| SCHEMES.iter().any(|it| it.eq_ignore_ascii_case(scheme));
    match scheme.filter(is_known) {
        Some(scheme) => format!("{scheme} {REDACTED}"),
        None => REDACTED.to_owned(),
    }
}

/// In the order of their names: that of a request says nothing.
fn headers(headers: &http::HeaderMap, secrets: &Secrets) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        let value = if holds_credentials(name) {
            Cow::Owned(without_credentials(&value))
        } else {
            secrets.scrub(&value)
        };
        all.entry(name.as_str().to_owned())
            .and_modify(|earlier| {
                earlier.push_str(", ");
                earlier.push_str(&value);
            })
            .or_insert_with(|| value.clone().into_owned());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_header_shows_a_secret_whatever_it_is_encoded_in() {
        let secrets = Secrets::new(["p4ssword-of-the-test".to_owned()]);
        // `user:p4ssword-of-the-test`
        let basic = "dXNlcjpwNHNzd29yZC1vZi10aGUtdGVzdA==";
        let mut given = http::HeaderMap::new();
        for (name, value) in [
            ("authorization", format!("Basic {basic}")),
            ("proxy-authorization", "signed-with-it".to_owned()),
            ("x-key", format!("<{basic}>")),
            ("accept", "*/*".to_owned()),
        ] {
            given.insert(name, value.parse().unwrap());
        }
        let shown = headers(&given, &secrets);
        assert_eq!(shown["authorization"], "Basic [redacted]");
        assert_eq!(shown["proxy-authorization"], "[redacted]");
        for odd in [
            "p4ssword-of-the-test 17",
            "p4ssword-of-the- test",
            "MAC t=1",
        ] {
            given.insert("authorization", odd.parse().unwrap());
            assert_eq!(headers(&given, &secrets)["authorization"], "[redacted]");
        }
        assert_eq!(shown["accept"], "*/*");
        // The end of `user:` and a bit of the secret share a character.
        assert_eq!(shown["x-key"], "<dXNlcjp[redacted]A==>");
    }
}
