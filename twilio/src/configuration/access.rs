//! Who calls Twilio, and where.

use std::fmt;
use uip_kit::refusal::{Refusal, refuse_property as refuse};

use super::Sid;
use crate::bindings::uip::whatsapp_twilio::properties::AdapterProperties;
use uip_kit::Redactor;
use uip_kit::failure::quoted;
use uip_kit::field::given;
use uip_kit::http::{Authorization, BaseUrl, InvalidBaseUrl, RequestTimeout, Scheme};
use uip_kit::property::Token;

/// What every command that calls Twilio needs.
#[derive(Debug)]
pub struct Access {
    /// The account.
    pub account: Sid,
    /// Proves the right to use it.
    pub credentials: Credentials,
    /// Where Twilio's products answer.
    pub hosts: Hosts,
    /// How long an answer may take.
    pub timeout: RequestTimeout,
}

impl Access {
    /// Parses the properties that every request needs.
    ///
    /// # Errors
    /// A permanent failure that names the first property with a bad value.
    pub fn parse(properties: &AdapterProperties) -> Result<Self, Refusal> {
        let account = account(properties)?;
        Ok(Self {
            credentials: Credentials::parse(properties, &account)?,
            account,
            hosts: match given(properties.api_base_url.as_deref()) {
                Some(url) => Hosts::parse(url)?,
                None => Hosts::default(),
            },
            timeout: match properties.request_timeout_seconds {
                Some(seconds) => RequestTimeout::parse(seconds)?,
                None => RequestTimeout::default(),
            },
        })
    }
}

/// The account of the property `accountSid`.
///
/// # Errors
/// A permanent failure when it is no account's id.
pub fn account(properties: &AdapterProperties) -> Result<Sid, Refusal> {
    Sid::parse("accountSid", "AC", &properties.account_sid)
}

/// How long Twilio's secrets are.
const SECRET: std::ops::RangeInclusive<usize> = 20..=100;

/// The user and the password of each request: an API key and its secret, or else
/// the account and its Auth Token. A key never goes with the token (Twilio answers
/// such a pair with 20003).
pub struct Credentials {
    user: String,
    password: Token,
}

impl Credentials {
    fn parse(properties: &AdapterProperties, account: &Sid) -> Result<Self, Refusal> {
        let key = given(properties.api_key_sid.as_deref());
        let secret = given(properties.api_key_secret.as_deref());
        match (key, secret) {
            (Some(key), Some(secret)) => Ok(Self {
                user: Sid::parse("apiKeySid", "SK", key)?.as_str().to_owned(),
                password: Token::parse("apiKeySecret", secret, SECRET)?,
            }),
            (None, None) => match given(properties.auth_token.as_deref()) {
                Some(token) => Ok(Self {
                    user: account.as_str().to_owned(),
                    password: Token::parse("authToken", token, SECRET)?,
                }),
                None => Err(refuse(
                    "missing-credentials",
                    "Neither the property authToken nor apiKeySid and apiKeySecret are set.",
                    "Copy the Auth Token from Twilio's console into authToken, or create an API key \
                     there and set apiKeySid and apiKeySecret.",
                )),
            },
            (Some(_), None) => Err(incomplete("apiKeySecret")),
            (None, Some(_)) => Err(incomplete("apiKeySid")),
        }
    }

    /// For a request.
    pub fn authorization(&self) -> Authorization<'_> {
        Authorization::Basic {
            user: &self.user,
            password: self.password.reveal(),
        }
    }

    /// Takes the password out of an answer's body, and what is made of it for the
    /// header: a proxy's page may show the request. `is_cut`: the body is not whole.
    pub fn redact(&self, body: &str, is_cut: bool) -> String {
        let header = self.authorization().credentials();
        Redactor::of([&header, self.password.reveal()]).body(body, is_cut)
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

fn incomplete(missing: &str) -> Refusal {
    refuse(
        "incomplete-api-key",
        &format!(
            "The properties apiKeySid and apiKeySecret must be set together; {missing} is missing."
        ),
        "Set both, or leave out both to use authToken.",
    )
}

/// The keys that a notification's signature may be made with: the property
/// `authToken`, and `previousAuthToken` while the token is rotated.
///
/// # Errors
/// A permanent failure when one of them cannot be a token. An empty value is a
/// mistake and not "no token": it would silently switch the check off.
pub fn signature_keys(properties: &AdapterProperties) -> Result<Vec<Token>, Refusal> {
    let keys = [
        ("authToken", &properties.auth_token),
        ("previousAuthToken", &properties.previous_auth_token),
    ];
    keys.into_iter()
        .filter_map(|(property, value)| Some((property, value.as_deref()?)))
        .map(|(property, value)| Ok(Token::parse(property, value, SECRET)?))
        .collect()
}

/// Where Twilio's products answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hosts {
    /// Messages and their files.
    pub api: BaseUrl,
    /// Templates.
    pub content: BaseUrl,
    /// Senders and typing indicators.
    pub messaging: BaseUrl,
}

const ADVICE: &str = "Leave apiBaseUrl out to use https://api.twilio.com, or set it to scheme, host \
                      and optional port, such as https://api.dublin.ie1.twilio.com.";

impl Hosts {
    /// Parses the property `apiBaseUrl`. A host of Twilio's names its product first
    /// (`api.dublin.ie1.twilio.com`); any other host answers for all of them.
    ///
    /// # Errors
    /// A permanent failure when it is not scheme, host and port, or leads to Twilio
    /// without TLS or not to its API.
    pub fn parse(value: &str) -> Result<Self, Refusal> {
        let api = BaseUrl::parse(value).map_err(|error| match error {
            // The excerpt would show a password.
            InvalidBaseUrl::Credentials => invalid(&format!("must {error}")),
            _ => invalid(&format!("must {error}; it is {}", quoted(value))),
        })?;
        if !is_twilio(api.host()) {
            return Ok(Self {
                content: api.clone(),
                messaging: api.clone(),
                api,
            });
        }
        if api.scheme() == Scheme::Http {
            return Err(invalid(
                "must begin with https:// for Twilio's own hosts, or the credentials would be sent \
                 unencrypted",
            ));
        }
        let place = api.authority().strip_prefix("api.").ok_or_else(|| {
            invalid(&format!(
                "must name Twilio's host api, such as https://api.twilio.com; it is {}",
                quoted(value)
            ))
        })?;
        let product = |name: &str| {
            BaseUrl::parse(&format!("https://{name}.{place}"))
                .map_err(|error| invalid(&format!("must {error}")))
        };
        Ok(Self {
            content: product("content")?,
            messaging: product("messaging")?,
            api,
        })
    }
}

impl Default for Hosts {
    fn default() -> Self {
        Self {
            api: BaseUrl::https("api.twilio.com"),
            content: BaseUrl::https("content.twilio.com"),
            messaging: BaseUrl::https("messaging.twilio.com"),
        }
    }
}

fn invalid(what: &str) -> Refusal {
    refuse(
        "invalid-api-base-url",
        &format!("The property apiBaseUrl {what}."),
        ADVICE,
    )
}

/// Whether a host, in lower case, is one of Twilio's own.
fn is_twilio(host: &str) -> bool {
    host == "twilio.com" || host.ends_with(".twilio.com")
}
