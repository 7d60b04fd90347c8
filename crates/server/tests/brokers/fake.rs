use std::net::SocketAddr;

use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// A port of loopback whose connections are served until this is dropped.
pub struct Fake {
    pub address: SocketAddr,
    serving: JoinSet<()>,
}

impl Fake {
    pub async fn start<S>(serve: impl Fn(TcpStream) -> S + Send + 'static) -> Self
    where
        S: Future<Output = std::io::Result<()>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            let mut served = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let serve = serve(stream);
                served.spawn(async move {
                    // The client may end the connection at any time.
                    let _ = serve.await;
                });
            }
        });
        Self { address, serving }
    }

    /// Ends it with all its connections.
    pub async fn stop(mut self) -> SocketAddr {
        self.serving.shutdown().await;
        self.address
    }
}

/// An address at which nothing listens.
pub async fn nowhere() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap()
}
