//! The controls of a running sandbox, over plain HTTP.

use std::str::FromStr;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::{Method, Request, Uri};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

use crate::failure::Failure;

/// Where `uip-sandbox` listens by default.
pub const DEFAULT: &str = "http://127.0.0.1:8590";

/// How long a control may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// The largest answer that is read, in bytes.
const LARGEST_ANSWER: usize = 1 << 20;

/// The address of a sandbox: `http://HOST:PORT`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sandbox {
    authority: String,
}

impl FromStr for Sandbox {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str = "expected the address of a sandbox, such as http://127.0.0.1:8590";
        let uri: Uri = text.parse().map_err(|_| EXPECTED)?;
        let is_base = uri.scheme_str() == Some("http")
            && matches!(uri.path(), "" | "/")
            && uri.query().is_none();
        let authority = uri
            .authority()
            .filter(|it| it.as_str() == it.host() || it.port().is_some());
        match authority {
            Some(authority) if is_base && !authority.as_str().contains('@') => Ok(Self {
                authority: authority.to_string(),
            }),
            _ => Err(EXPECTED),
        }
    }
}

impl std::fmt::Display for Sandbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "http://{}", self.authority)
    }
}

impl Sandbox {
    /// Reads what a control shows: `/settings`.
    pub async fn get(&self, control: &str) -> Result<Value, Failure> {
        self.ask(Method::GET, control, String::new()).await
    }

    /// Changes something with a control.
    pub async fn post(&self, control: &str, body: &Value) -> Result<Value, Failure> {
        self.ask(Method::POST, control, body.to_string()).await
    }

    /// Changes some of what a control shows.
    pub async fn patch(&self, control: &str, body: &Value) -> Result<Value, Failure> {
        self.ask(Method::PATCH, control, body.to_string()).await
    }

    async fn ask(&self, method: Method, control: &str, body: String) -> Result<Value, Failure> {
        let answer = tokio::time::timeout(PATIENCE, self.exchange(method, control, body)).await;
        let problem = match answer {
            Ok(Ok((status, answer))) if (200..300).contains(&status) => {
                return Ok(serde_json::from_slice(&answer).unwrap_or_default());
            }
            Ok(Ok((status, answer))) => {
                let why = serde_json::from_slice::<Value>(&answer).ok();
                let why = why.as_ref().and_then(|why| why["error"].as_str());
                let why = why.unwrap_or("is it a uip-sandbox, and as new as this uip?");
                return Err(Failure::usage(format!(
                    "the sandbox {self} answered {status} to /sandbox{control}: {why}"
                )));
            }
            Ok(Err(problem)) => problem,
            Err(_) => format!("no answer within {} seconds", PATIENCE.as_secs()),
        };
        Err(Failure::usage(format!(
            "cannot reach the sandbox {self}: {problem}; start `uip-sandbox`, or name the one that runs: --sandbox http://HOST:PORT"
        )))
    }

    /// One request on a connection of its own: its status and body.
    async fn exchange(
        &self,
        method: Method,
        control: &str,
        body: String,
    ) -> Result<(u16, Bytes), String> {
        let at = if self.authority.rsplit(':').next().is_some_and(is_port) {
            self.authority.clone()
        } else {
            format!("{}:80", self.authority)
        };
        let stream = TcpStream::connect(&at).await.map_err(text)?;
        let (mut sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(text)?;
        let connection = tokio::spawn(connection);
        let request = Request::builder()
            .method(method)
            .uri(format!("/sandbox{control}"))
            .header(hyper::header::HOST, &self.authority)
            .body(Full::new(Bytes::from(body)))
            .map_err(text)?;
        let response = sender.send_request(request).await.map_err(text)?;
        let status = response.status().as_u16();
        let body = Limited::new(response.into_body(), LARGEST_ANSWER)
            .collect()
            .await
            .map_err(text)?;
        connection.abort();
        Ok((status, body.to_bytes()))
    }
}

fn is_port(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_scheme_a_host_and_a_port() {
        for good in [
            "http://127.0.0.1:8590",
            "http://[::1]:8590/",
            "http://sandbox",
        ] {
            let sandbox: Sandbox = good.parse().unwrap();
            assert_eq!(sandbox.to_string(), good.trim_end_matches('/'));
        }
        for bad in [
            "127.0.0.1:8590",
            "https://127.0.0.1:8590",
            "http://127.0.0.1:8590/sandbox",
            "http://a@b:1",
            "http://",
            "",
        ] {
            assert!(bad.parse::<Sandbox>().is_err(), "{bad}");
        }
    }
}
