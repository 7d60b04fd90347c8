use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use crate::fake::Fake;

/// What a server does with a message.
#[derive(Debug, Clone)]
pub enum Manner {
    /// A stream answers this.
    Answer(&'static str),
    /// No stream is bound to the subject.
    NoResponders,
    Silent,
    /// It ends the connection.
    Close,
    /// The user may not publish to the subject.
    Deny,
    /// It refuses the login.
    RefuseLogin,
}

/// The acknowledgement of a stream.
pub const STORED: Manner = Manner::Answer(r#"{"stream":"EVENTS","seq":1}"#);

/// A message as it came in.
#[derive(Debug, Clone)]
pub struct Published {
    pub subject: String,
    /// The headers, with the line of their version.
    pub headers: String,
    pub body: Value,
}

/// A NATS server on loopback that behaves as a test wants.
pub struct FakeNats {
    pub address: SocketAddr,
    state: Arc<State>,
    fake: Fake,
}

struct State {
    manner: Mutex<Manner>,
    published: Mutex<Vec<Published>>,
    logins: Mutex<Vec<Value>>,
    max_payload: usize,
}

impl FakeNats {
    pub async fn start(manner: Manner) -> Self {
        Self::with_limit(manner, 1 << 20).await
    }

    /// One that takes messages up to this size.
    pub async fn with_limit(manner: Manner, max_payload: usize) -> Self {
        let state = Arc::new(State {
            manner: Mutex::new(manner),
            published: Mutex::default(),
            logins: Mutex::default(),
            max_payload,
        });
        let shared = Arc::clone(&state);
        let fake = Fake::start(move |stream| serve(stream, Arc::clone(&shared))).await;
        Self {
            address: fake.address,
            state,
            fake,
        }
    }

    pub fn url(&self) -> String {
        format!("nats://{}", self.address)
    }

    pub fn be(&self, manner: Manner) {
        *self.state.manner.lock().unwrap() = manner;
    }

    pub fn published(&self) -> Vec<Published> {
        self.state.published.lock().unwrap().clone()
    }

    /// What each connection said of itself.
    pub fn logins(&self) -> Vec<Value> {
        self.state.logins.lock().unwrap().clone()
    }

    /// Ends it with all its connections.
    pub async fn stop(self) -> SocketAddr {
        self.fake.stop().await
    }
}

async fn serve(stream: TcpStream, state: Arc<State>) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut read = BufReader::new(read);
    let info = format!(
        "INFO {{\"server_id\":\"fake\",\"version\":\"2.10.0\",\"proto\":1,\"nonce\":\"once\",\"headers\":true,\"max_payload\":{}}}\r\n",
        state.max_payload
    );
    write.write_all(info.as_bytes()).await?;
    let mut sid = String::new();
    let mut line = String::new();
    while read.read_line(&mut line).await? > 0 {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["CONNECT", ..] => {
                let login = serde_json::from_str(line.strip_prefix("CONNECT ").unwrap()).unwrap();
                state.logins.lock().unwrap().push(login);
                if matches!(*state.manner.lock().unwrap(), Manner::RefuseLogin) {
                    return write.write_all(b"-ERR 'Authorization Violation'\r\n").await;
                }
            }
            ["PING"] => write.write_all(b"PONG\r\n").await?,
            ["SUB", _, number] => sid = (*number).to_owned(),
            ["HPUB", subject, reply, headers, total] => {
                let headers: usize = headers.parse().unwrap();
                let mut message = vec![0; total.parse::<usize>().unwrap() + 2];
                read.read_exact(&mut message).await?;
                let (headers, body) = message.split_at(headers);
                state.published.lock().unwrap().push(Published {
                    subject: (*subject).to_owned(),
                    headers: String::from_utf8(headers.to_vec()).unwrap(),
                    body: serde_json::from_slice(body).unwrap(),
                });
                let manner = state.manner.lock().unwrap().clone();
                let answer = match manner {
                    Manner::Answer(text) => {
                        format!("MSG {reply} {sid} {}\r\n{text}\r\n", text.len())
                    }
                    Manner::NoResponders => {
                        format!("HMSG {reply} {sid} 16 16\r\nNATS/1.0 503\r\n\r\n\r\n")
                    }
                    Manner::Deny => {
                        format!("-ERR 'Permissions Violation for Publish to \"{subject}\"'\r\n")
                    }
                    Manner::Silent => String::new(),
                    Manner::Close | Manner::RefuseLogin => return Ok(()),
                };
                write.write_all(answer.as_bytes()).await?;
            }
            _ => {}
        }
        line.clear();
    }
    Ok(())
}
