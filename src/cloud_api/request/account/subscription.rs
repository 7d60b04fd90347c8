//! Which URL receives the account's notifications.

use crate::cloud_api::request::refusal::{Refusal, refuse};
use serde::Serialize;
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use uip_kit::field::{check_text, given};
use uip_kit::http::{BaseUrl, Scheme};
use uip_kit::json::to_string;

/// Meta's page "Webhook overrides".
const LONGEST_URL: usize = 200;
const LONGEST_TOKEN: usize = 1000;

/// The body of `POST /{business-account-id}/subscribed_apps`.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Subscription {
    /// To the app's own URL.
    App {},
    /// To a URL of the account.
    Account {
        /// The URL.
        override_callback_uri: CallbackUrl,
        /// Proves to it that WhatsApp asks.
        verify_token: VerifyToken,
    },
}

impl Subscription {
    /// Parses the fields `callbackUrl` and `verifyToken`; for a URL without a
    /// token, the property `verifyToken` counts.
    ///
    /// # Errors
    /// A permanent failure when the URL is not one, or there is only one of the
    /// two.
    pub fn parse(
        url: Option<&str>,
        token: Option<&str>,
        property: Option<&str>,
    ) -> Result<Self, Refusal> {
        let token = given(token);
        let Some(url) = given(url) else {
            return match token {
                None => Ok(Self::App {}),
                Some(_) => Err(refuse(
                    "verify-token-without-url",
                    "The field verifyToken is given without callbackUrl.",
                    "Give callbackUrl too, or leave verifyToken out: the app's own URL has its \
                     token in the app dashboard.",
                )),
            };
        };
        let override_callback_uri = CallbackUrl::parse(url)?;
        let Some(token) = token.or(given(property)) else {
            return Err(refuse(
                "missing-verify-token",
                "The field callbackUrl is given without verifyToken, and the property verifyToken \
                 is not set.",
                "Give the token with which the URL lets itself be verified.",
            ));
        };
        Ok(Self::Account {
            override_callback_uri,
            verify_token: VerifyToken::parse(token)?,
        })
    }

    /// The account's URL.
    pub fn url(&self) -> Option<&str> {
        match self {
            Self::App {} => None,
            Self::Account {
                override_callback_uri,
                ..
            } => Some(&override_callback_uri.0),
        }
    }

    /// The token, to redact it from answers; empty where there is none.
    pub fn secret(&self) -> &str {
        match self {
            Self::App {} => "",
            Self::Account { verify_token, .. } => &verify_token.0,
        }
    }

    /// The request's body.
    pub fn json(&self) -> String {
        to_string(self)
    }
}

/// A URL that WhatsApp can post to: `https` and a host, or `http` and a loopback
/// address, where a sandbox runs.
#[derive(Debug, Serialize)]
pub struct CallbackUrl(String);

impl CallbackUrl {
    fn parse(value: &str) -> Result<Self, Refusal> {
        let url = value.trim();
        if url.chars().count() > LONGEST_URL {
            return Err(check_text("callbackUrl", url, LONGEST_URL)
                .err()
                .map_or_else(invalid_url, Into::into));
        }
        if is_callback(url) {
            return Ok(Self(url.to_owned()));
        }
        Err(invalid_url())
    }
}

/// The value is not shown: a callback URL may carry a secret in its path.
fn invalid_url() -> Refusal {
    refuse(
        "invalid-callback-url",
        "The field callbackUrl must be a URL that begins with https:// and a host and contains no \
         user name, fragment or spaces.",
        "Write the public https URL of the webhook trigger. A sandbox can also use \
         http://127.0.0.1.",
    )
}

fn is_callback(url: &str) -> bool {
    let is_written = url.bytes().all(|byte| byte.is_ascii_graphic())
        && !url.contains(['#', '\\', '"', '<', '>', '^', '`', '{', '|', '}']);
    let scheme_end = url.find("://").map_or(0, |at| at + 3);
    let authority_end = url.get(scheme_end..).and_then(|rest| rest.find(['/', '?']));
    let base = match authority_end {
        Some(at) => url.get(..scheme_end + at),
        None => Some(url),
    };
    let Some(Ok(base)) = base.map(BaseUrl::parse) else {
        return false;
    };
    is_written && (base.scheme() == Scheme::Https || is_loopback(base.host()))
}

fn is_loopback(host: &str) -> bool {
    let v6 = host.trim_matches(['[', ']']).parse::<Ipv6Addr>();
    host == "localhost"
        || host.parse::<Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
        || v6.is_ok_and(|ip| ip.is_loopback())
}

/// What WhatsApp shows to a URL that it verifies. It is never shown elsewhere.
#[derive(Serialize)]
pub struct VerifyToken(String);

impl VerifyToken {
    fn parse(value: &str) -> Result<Self, Refusal> {
        let is_token = value.chars().count() <= LONGEST_TOKEN && !value.contains(char::is_control);
        if is_token {
            return Ok(Self(value.to_owned()));
        }
        Err(refuse(
            "invalid-verify-token",
            &format!(
                "The field verifyToken may have at most {LONGEST_TOKEN} characters and no control \
                 characters."
            ),
            "Use the token that the callback URL expects.",
        ))
    }
}

impl fmt::Debug for VerifyToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}
