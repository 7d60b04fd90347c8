//! Twilio's requests to the business.

pub(crate) mod inbound;
mod signature;
pub(crate) mod twiml;
mod vcard;

use serde::Serialize;

pub(crate) use signature::sign;

use crate::model::newest::Weighs;
use crate::model::notifications::Attempt;

/// What Twilio tells the business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WebhookKind {
    /// A customer wrote.
    Message,
    /// The status of a message changed.
    Status,
}

/// One webhook: a form that is posted to a URL of the business's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Webhook {
    pub(crate) kind: WebhookKind,
    /// As it was configured, with a fragment if there is one.
    pub(crate) url: Option<String>,
    pub(crate) fallback_url: Option<String>,
    #[serde(skip)]
    pub(crate) parameters: Vec<(String, String)>,
    body: String,
    pub(crate) signature: Option<String>,
    pub(crate) attempts: Vec<WebhookAttempt>,
    #[serde(skip)]
    pub(crate) token: String,
}

/// What a URL made of one request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WebhookAttempt {
    /// The URL that was called, as it was signed.
    pub url: String,
    /// What it answered.
    pub outcome: Attempt,
    /// The body of the answer, if the answer was 2xx: `TwiML`. Up to 64 KB are kept.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub answer: String,
    /// Why Twilio would log an error or a warning about the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

impl Webhook {
    pub(crate) fn new(
        kind: WebhookKind,
        url: Option<String>,
        fallback_url: Option<String>,
        parameters: Vec<(String, String)>,
        auth_token: &str,
        token: String,
    ) -> Self {
        let signature = url
            .as_deref()
            .map(|url| sign(without_fragment(url), &parameters, auth_token));
        Self {
            kind,
            body: form(&parameters),
            url,
            fallback_url,
            parameters,
            signature,
            attempts: Vec::new(),
            token,
        }
    }

    /// What it is about.
    pub fn kind(&self) -> WebhookKind {
        self.kind
    }

    /// The URL that is called, without a fragment. None if none was configured.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref().map(without_fragment)
    }

    /// The form, as it is posted.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The parameters of the form, in its order.
    pub fn parameters(&self) -> &[(String, String)] {
        &self.parameters
    }

    /// The value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let mut found = self.parameters.iter().filter(|(known, _)| known == name);
        found.next().map(|(_, value)| value.as_str())
    }

    /// The value of the `X-Twilio-Signature` header. None without a URL, which the signature covers.
    pub fn signature(&self) -> Option<&str> {
        self.signature.as_deref()
    }

    /// The requests so far, if there is a URL.
    pub fn attempts(&self) -> &[WebhookAttempt] {
        &self.attempts
    }
}

/// The part of a configured URL that is called and signed. The fragment contains connection overrides.
pub(crate) fn without_fragment(url: &str) -> &str {
    url.split_once('#').map_or(url, |(url, _)| url)
}

/// Parameters as the body of a form.
pub(crate) fn form(parameters: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish()
}

impl Weighs for Webhook {
    fn bytes(&self) -> usize {
        let parameters = self.parameters.iter();
        let parameters = parameters.map(|(name, value)| name.len() + value.len());
        let answers = self.attempts.iter().map(|attempt| attempt.answer.len());
        parameters.chain(answers).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fragment_is_neither_called_nor_signed() {
        let parameters = vec![("Body".to_owned(), "1 + 1".to_owned())];
        let webhook = |url: &str| {
            let url = Some(url.to_owned());
            let (parameters, token) = (parameters.clone(), String::new());
            Webhook::new(WebhookKind::Message, url, None, parameters, "12345", token)
        };
        let plain = webhook("http://127.0.0.1:9/in?a=1");
        let overridden = webhook("http://127.0.0.1:9/in?a=1#rc=5&rp=all");
        assert_eq!(overridden.url(), plain.url());
        assert_eq!(overridden.signature(), plain.signature());
        assert_eq!(plain.body(), "Body=1+%2B+1");
    }
}
