//! Where the Cloud API answers.

use uip_kit::CommandError;
use uip_kit::failure::quoted;
use uip_kit::http::{BaseUrl, InvalidBaseUrl, Scheme};

use uip_kit::property::refuse;

const ADVICE: &str = "Leave apiBaseUrl out to use https://graph.facebook.com, or set it to scheme, \
                      host and optional port, such as http://127.0.0.1:8080.";

/// Parses the property `apiBaseUrl`. There is no path prefix: the contract
/// gives the property none, and a path would have to be checked against every
/// request that is put behind it.
///
/// # Errors
/// A permanent failure when it is not scheme, host and port, or leads to Meta
/// without TLS.
pub fn parse(value: &str) -> Result<BaseUrl, CommandError> {
    let url = BaseUrl::parse(value).map_err(|error| match error {
        // The excerpt would show a password.
        InvalidBaseUrl::Credentials => refuse(
            "invalid-api-base-url",
            &format!("The property apiBaseUrl must {error}."),
            ADVICE,
        ),
        _ => invalid(value, &error.to_string()),
    })?;
    if url.scheme() == Scheme::Http && is_meta(url.host()) {
        return Err(invalid(
            value,
            "begin with https:// for Meta's own hosts, or the token would be sent unencrypted",
        ));
    }
    Ok(url)
}

/// Meta's own: `https://graph.facebook.com`.
pub fn default() -> BaseUrl {
    BaseUrl::https("graph.facebook.com")
}

fn invalid(value: &str, must: &str) -> CommandError {
    refuse(
        "invalid-api-base-url",
        &format!(
            "The property apiBaseUrl must {must}; it is {}.",
            quoted(value)
        ),
        ADVICE,
    )
}

/// Whether a host, in lower case, is one of Meta's own.
fn is_meta(host: &str) -> bool {
    ["facebook.com", "fbsbx.com", "whatsapp.com", "whatsapp.net"]
        .iter()
        .any(|domain| {
            host.strip_suffix(domain)
                .is_some_and(|before| before.is_empty() || before.ends_with('.'))
        })
}
