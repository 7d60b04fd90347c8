//! The adapter's properties, as values that cannot be wrong.

use uip_kit::CommandError;
use uip_kit::field::given;
use uip_kit::http::{BaseUrl, RequestTimeout};
use uip_kit::property::{self, SigningKey, Token};

use crate::bindings::example::helpdesk::properties::{AdapterProperties, get};

/// What every command that calls Helpdesk needs.
#[derive(Debug)]
pub struct Configuration {
    /// Proves the right to call the API.
    pub access_token: Token,
    /// Where the API answers.
    pub base_url: BaseUrl,
    /// How long an answer may take.
    pub timeout: RequestTimeout,
}

impl Configuration {
    /// Parses the properties.
    ///
    /// # Errors
    /// A permanent failure that names the first property with a bad value.
    pub fn parse(properties: &AdapterProperties) -> Result<Self, CommandError> {
        Ok(Self {
            access_token: Token::parse("accessToken", &properties.access_token, 20..=200)?,
            base_url: match given(properties.api_base_url.as_deref()) {
                Some(url) => property::base_url("apiBaseUrl", url)?,
                None => BaseUrl::https("api.helpdesk.example"),
            },
            timeout: match properties.request_timeout_seconds {
                Some(seconds) => RequestTimeout::parse(seconds)?,
                None => RequestTimeout::default(),
            },
        })
    }
}

/// Asks the engine for the properties.
///
/// # Errors
/// A permanent failure with the engine's own sentence when it cannot give them.
pub fn properties() -> Result<AdapterProperties, CommandError> {
    get().map_err(|reason| property::unavailable(&reason))
}

/// The key of the signatures on notifications, when the property `webhookKey` is
/// given. An empty value is a mistake and not "no secret": it would silently switch
/// the check off.
///
/// # Errors
/// A permanent failure when it cannot be used.
pub fn webhook_key(properties: &AdapterProperties) -> Result<Option<SigningKey>, CommandError> {
    let secret = properties.webhook_key.as_deref();
    secret
        .map(|secret| SigningKey::parse("webhookKey", secret))
        .transpose()
}

#[cfg(test)]
mod tests {
    use uip_kit::CommandError;

    use super::{Configuration, webhook_key};
    use crate::bindings::example::helpdesk::properties::AdapterProperties;

    fn properties() -> AdapterProperties {
        AdapterProperties {
            access_token: "token-of-twenty-characters".to_owned(),
            webhook_key: None,
            api_base_url: None,
            request_timeout_seconds: None,
        }
    }

    #[test]
    fn without_an_address_requests_go_to_the_service_itself() {
        let configuration = Configuration::parse(&properties()).unwrap();
        assert_eq!(configuration.base_url.authority(), "api.helpdesk.example");
    }

    #[test]
    fn the_token_is_never_shown() {
        let configuration = Configuration::parse(&properties()).unwrap();
        assert!(!format!("{configuration:?}").contains("twenty"));
    }

    #[test]
    fn a_bad_property_is_named() {
        let refused = |change: fn(&mut AdapterProperties)| {
            let mut properties = properties();
            change(&mut properties);
            match Configuration::parse(&properties).map(|_| ()) {
                Err(CommandError::PermanentFailure(failure)) => failure.error,
                other => panic!("a permanent failure, and not {other:?}"),
            }
        };
        let token = refused(|it| it.access_token = "short".to_owned());
        assert!(token.contains("accessToken"), "{token}");
        let url = refused(|it| it.api_base_url = Some("no address".to_owned()));
        assert!(url.contains("apiBaseUrl"), "{url}");
        let timeout = refused(|it| it.request_timeout_seconds = Some(0));
        assert!(timeout.contains("requestTimeoutSeconds"), "{timeout}");
    }

    #[test]
    fn an_empty_webhook_key_does_not_switch_the_check_off() {
        let mut properties = properties();
        assert!(webhook_key(&properties).unwrap().is_none());
        properties.webhook_key = Some(String::new());
        assert!(webhook_key(&properties).is_err());
    }
}
