use std::net::SocketAddr;

use http::StatusCode;
use uip_server::signature::Key;

/// What notifications are signed with.
pub const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// `SECRET` in base64, as the configuration has it.
pub const SECRET_BASE64: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

/// What Twilio signs with, and has signed with before.
pub const AUTH_TOKEN: &str = "auth token of the tests";
pub const OLD_AUTH_TOKEN: &str = "old token of the tests";

/// The same in base64.
pub const AUTH_TOKEN_BASE64: &str = "YXV0aCB0b2tlbiBvZiB0aGUgdGVzdHM=";
pub const OLD_AUTH_TOKEN_BASE64: &str = "b2xkIHRva2VuIG9mIHRoZSB0ZXN0cw==";

pub fn signature(body: &[u8]) -> String {
    use std::fmt::Write as _;
    Key::new(SECRET.as_bytes())
        .sign(&[body])
        .iter()
        .fold("sha256=".to_owned(), |mut text, byte| {
            write!(text, "{byte:02x}").unwrap();
            text
        })
}

/// Sends signed notifications to a trigger.
#[derive(Clone)]
pub struct Sender {
    client: reqwest::Client,
    url: String,
}

impl Sender {
    pub fn new(address: SocketAddr, trigger: &str) -> Self {
        Self {
            client: reqwest::Client::new(),
            url: format!("http://{address}/wfe/api/advancedwebhook/{trigger}"),
        }
    }

    pub async fn try_send(&self, body: impl Into<String>) -> reqwest::Result<StatusCode> {
        let body = body.into();
        let request = self
            .client
            .post(&self.url)
            .header("X-Hub-Signature-256", signature(body.as_bytes()))
            .body(body);
        Ok(request.send().await?.status())
    }

    pub async fn send(&self, body: impl Into<String>) -> StatusCode {
        self.try_send(body).await.unwrap()
    }
}
