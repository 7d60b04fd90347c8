use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

use crate::fake::Fake;

/// What a broker does with a message, or a login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    Acknowledge,
    Silent,
    /// It says that it is low on memory, and then nothing.
    Block,
    /// It ends the connection.
    Close,
    /// It ends the connection in place of an answer to the login.
    RefuseLogin,
    /// It speaks another protocol.
    Http,
}

/// An AMQP broker on loopback that behaves as a test wants.
pub struct FakeAmqp {
    pub address: SocketAddr,
    url: String,
    state: Arc<State>,
    _fake: Fake,
}

struct State {
    manner: Mutex<Manner>,
    /// The routing keys of messages.
    keys: Mutex<Vec<String>>,
    connections: Mutex<usize>,
    /// The ends of connections that were asked for.
    ends: Mutex<usize>,
}

impl FakeAmqp {
    pub async fn start(manner: Manner) -> Self {
        let state = Arc::new(State::new(manner));
        let shared = Arc::clone(&state);
        let fake = Fake::start(move |stream| serve(stream, Arc::clone(&shared))).await;
        Self {
            address: fake.address,
            url: format!("amqp://{}", fake.address),
            state,
            _fake: fake,
        }
    }

    /// One that acknowledges, over connections with TLS.
    pub async fn over_tls(settings: ServerConfig) -> Self {
        let state = Arc::new(State::new(Manner::Acknowledge));
        let shared = Arc::clone(&state);
        let acceptor = TlsAcceptor::from(Arc::new(settings));
        let fake = Fake::start(move |stream| {
            let (state, accept) = (Arc::clone(&shared), acceptor.accept(stream));
            async move { serve(accept.await?, state).await }
        })
        .await;
        Self {
            address: fake.address,
            url: format!("amqps://{}", fake.address),
            state,
            _fake: fake,
        }
    }

    pub fn url(&self) -> String {
        self.url.clone()
    }

    pub fn be(&self, manner: Manner) {
        *self.state.manner.lock().unwrap() = manner;
    }

    pub fn keys(&self) -> Vec<String> {
        self.state.keys.lock().unwrap().clone()
    }

    pub fn connections(&self) -> usize {
        *self.state.connections.lock().unwrap()
    }

    pub fn ends(&self) -> usize {
        *self.state.ends.lock().unwrap()
    }
}

impl State {
    fn new(manner: Manner) -> Self {
        Self {
            manner: Mutex::new(manner),
            keys: Mutex::default(),
            connections: Mutex::default(),
            ends: Mutex::default(),
        }
    }
}

/// A frame with a method: class, number, and arguments.
fn method(channel: u8, class: u8, number: u8, arguments: &[u8]) -> Vec<u8> {
    let size = u32::try_from(arguments.len() + 4).unwrap().to_be_bytes();
    let head = [1, 0, channel];
    let method = [0, class, 0, number];
    [&head[..], &size, &method, arguments, &[0xCE]].concat()
}

async fn serve(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    state: Arc<State>,
) -> std::io::Result<()> {
    *state.connections.lock().unwrap() += 1;
    let mut header = [0; 8];
    stream.read_exact(&mut header).await?;
    let manner = || *state.manner.lock().unwrap();
    if manner() == Manner::Http {
        return stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    }
    let start = b"\0\x09\0\0\0\0\0\0\0\x05PLAIN\0\0\0\x05en_US";
    stream.write_all(&method(0, 10, 10, start)).await?;
    let mut tag = 0_u64;
    loop {
        let mut head = [0; 7];
        stream.read_exact(&mut head).await?;
        let size = u32::from_be_bytes([head[3], head[4], head[5], head[6]]);
        let mut payload = vec![0; usize::try_from(size).unwrap() + 1];
        stream.read_exact(&mut payload).await?;
        if head[0] == 3 {
            // A body: the message is there as a whole.
            tag += 1;
            match manner() {
                Manner::Acknowledge => {
                    let acknowledged = [&tag.to_be_bytes()[..], &[0]].concat();
                    stream.write_all(&method(1, 60, 80, &acknowledged)).await?;
                }
                Manner::Block => {
                    stream.write_all(&method(0, 10, 60, b"\x03low")).await?;
                }
                Manner::Silent => {}
                Manner::Close | Manner::RefuseLogin | Manner::Http => return Ok(()),
            }
        }
        if head[0] != 1 {
            continue;
        }
        let answer = match (payload[1], payload[3]) {
            (10, 11) if manner() == Manner::RefuseLogin => return Ok(()),
            (10, 11) => method(0, 10, 30, &[0, 0, 0, 2, 0, 0, 0, 60]),
            (10, 40) => method(0, 10, 41, &[0]),
            (10, 50) => {
                *state.ends.lock().unwrap() += 1;
                method(0, 10, 51, &[])
            }
            (20, 10) => method(1, 20, 11, &[0; 4]),
            (85, 10) => method(1, 85, 11, &[]),
            (60, 40) => {
                // Class, method, a reserved number, then two short texts.
                let exchange = usize::from(payload[6]);
                let key = &payload[7 + exchange..];
                let key = &key[1..=usize::from(key[0])];
                let key = String::from_utf8(key.to_vec()).unwrap();
                state.keys.lock().unwrap().push(key);
                continue;
            }
            _ => continue,
        };
        stream.write_all(&answer).await?;
    }
}
