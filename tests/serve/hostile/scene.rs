use std::collections::BTreeSet;
use std::time::Duration;

use tokio::task::JoinSet;
use uip_sandbox::Sandbox;

use crate::engine::Engine;
use crate::repeats::notification;
use crate::server::Server;
use crate::wire::{exchange, statuses};

/// How long an honest sender waits for its 200 before the test fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server between honest senders and others.
pub struct Scene {
    pub sandbox: Sandbox,
    pub engine: Engine,
    pub server: Server,
    /// What was acknowledged.
    pub honest: BTreeSet<String>,
    pub client: reqwest::Client,
}

impl Scene {
    /// Something honest, while others misbehave. Meta sends again what is
    /// answered 503.
    pub async fn honest(&mut self) {
        let id = format!("wamid.honest.{}", self.honest.len());
        let body = notification(std::slice::from_ref(&id));
        let signature = self.sandbox.sign(body.as_bytes());
        let taken = async {
            loop {
                let request = self
                    .client
                    .post(self.server.callback())
                    .header("X-Hub-Signature-256", &signature)
                    .body(body.clone());
                let status = request.send().await.expect("an answer").status();
                if status.as_u16() == 200 {
                    return;
                }
                assert_eq!(status.as_u16(), 503);
            }
        };
        tokio::time::timeout(PATIENCE, taken).await.expect("200");
        self.honest.insert(id);
    }

    /// A request with a right signature and these lines of a head, for a server
    /// that is to close after it.
    pub fn signed(&self, start: &str, more: &str, body: &[u8]) -> Vec<u8> {
        let mut request = format!(
            "{start}\r\nhost: h\r\n{more}connection: close\r\nx-hub-signature-256: {}\r\ncontent-length: {}\r\n\r\n",
            self.sandbox.sign(body),
            body.len()
        )
        .into_bytes();
        request.extend(body);
        request
    }

    /// Many at once, with honest senders between them. Gives what each got.
    pub async fn crowd<F>(&mut self, many: usize, attack: impl Fn(String) -> F) -> Vec<String>
    where
        F: Future<Output = String> + Send + 'static,
    {
        let mut crowd: JoinSet<String> = (0..many)
            .map(|_| attack(self.server.address.clone()))
            .collect();
        let mut answers = Vec::new();
        for _ in 0..3 {
            self.honest().await;
        }
        while let Some(answer) = crowd.join_next().await {
            answers.push(answer.expect("an attack"));
        }
        self.honest().await;
        answers
    }

    /// One after another, with honest senders between them.
    pub async fn each(&mut self, requests: Vec<Vec<u8>>, allowed: &[u16]) {
        for request in requests {
            let answer = exchange(&self.server.address, &request).await;
            let shown: String = String::from_utf8_lossy(&request).chars().take(80).collect();
            // A head that is no HTTP may get no answer at all.
            for status in statuses(&answer) {
                assert!(allowed.contains(&status), "{shown:?}: {answer}");
            }
        }
        self.honest().await;
    }

    /// In MiB: what the server holds in memory, and what it held at most.
    pub fn memory(&self) -> (u64, u64) {
        let path = format!("/proc/{}/status", self.server.id());
        let text = std::fs::read_to_string(path).expect("a server that lives");
        let of = |name: &str| -> u64 {
            let line = text.lines().find_map(|line| line.strip_prefix(name));
            let number = line.and_then(|line| line.split_whitespace().next());
            number.expect("a number").parse::<u64>().expect("a number") / 1024
        };
        (of("VmRSS:"), of("VmHWM:"))
    }
}
