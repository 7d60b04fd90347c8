//! Headers of deliveries that an operator chooses.

use http::{HeaderMap, HeaderName, HeaderValue};
use uip_contract::config::Section;

/// Headers that a delivery has already, or that say how a message is framed.
const RESERVED: [&str; 15] = [
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "expect",
    "host",
    "idempotency-key",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "authorization",
];

/// Reads `headers`: names, each with a text, `{ env = "NAME" }` or
/// `{ file = "PATH" }`. Their values count as secrets.
pub(super) fn read(section: &mut Section<'_>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in section.table("headers").unwrap_or_default() {
        let key = format!("headers.{name}");
        let parsed = match self::name(&name) {
            Ok(parsed) => parsed,
            Err(problem) => {
                section.wrong(&key, problem);
                continue;
            }
        };
        let Some(given) = section.given_value(&key, value) else {
            continue;
        };
        let Ok(mut value) = HeaderValue::from_str(given.text.expose()) else {
            section.wrong(
                &key,
                "holds a line break or another character that a header cannot hold",
            );
            continue;
        };
        value.set_sensitive(true);
        if headers.insert(parsed, value).is_some() {
            section.wrong(
                &key,
                "is there twice; upper and lower case make no difference",
            );
        }
    }
    headers
}

fn name(text: &str) -> Result<HeaderName, String> {
    let name = HeaderName::from_bytes(text.as_bytes())
        .map_err(|_| format!("`{text}` is not a header's name"))?;
    if name == http::header::AUTHORIZATION {
        return Err("has a key of its own: authorization".to_owned());
    }
    if RESERVED.contains(&name.as_str()) || name.as_str().starts_with("webhook-") {
        return Err("cannot be set: each delivery has it, or HTTP needs it".to_owned());
    }
    Ok(name)
}
