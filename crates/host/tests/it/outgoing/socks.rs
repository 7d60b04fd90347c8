//! Requests through a SOCKS 5 proxy.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use uip_host::{Instance, Proxies};

use super::post;
use uip_testkit::Server;
use uip_testkit::tiny::{configure, tiny_through};

const TARGET: &str = "http://shop.example:8080";

/// What a SOCKS proxy says to a request: done, or not allowed by its rules.
#[derive(Clone, Copy)]
struct Reply(u8);

/// A proxy that lets `Ada` with `open-sesame` in, and leads to `to`. It gives the name and port that it was asked
/// for.
async fn socks(to: SocketAddr, reply: Reply) -> (SocketAddr, JoinHandle<Option<(String, u16)>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let asked = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        serve(stream, to, reply).await.ok()
    });
    (address, asked)
}

async fn serve(
    mut stream: TcpStream,
    to: SocketAddr,
    reply: Reply,
) -> std::io::Result<(String, u16)> {
    let mut methods = [0; 3];
    stream.read_exact(&mut methods).await?;
    stream.write_all(&[5, 2]).await?;
    stream.read_u8().await?;
    let (user, password) = (text(&mut stream).await?, text(&mut stream).await?);
    let is_right = user == "Ada" && password == "open-sesame";
    stream.write_all(&[1, u8::from(!is_right)]).await?;
    if !is_right {
        return Err(std::io::Error::other("not let in"));
    }
    let mut request = [0; 4];
    stream.read_exact(&mut request).await?;
    // To connect, to a name.
    assert_eq!(request, [5, 1, 0, 3]);
    let (name, port) = (text(&mut stream).await?, stream.read_u16().await?);
    stream
        .write_all(&[5, reply.0, 0, 1, 127, 0, 0, 1, 0, 80])
        .await?;
    if reply.0 == 0 {
        let mut other = TcpStream::connect(to).await?;
        // How it ends is for the two at its ends to see.
        let _ = tokio::io::copy_bidirectional(&mut stream, &mut other).await;
    }
    Ok((name, port))
}

async fn text(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut bytes = vec![0; usize::from(stream.read_u8().await?)];
    stream.read_exact(&mut bytes).await?;
    Ok(String::from_utf8(bytes).unwrap())
}

fn through(proxy: &str) -> Instance {
    let proxies = Proxies::all(proxy.parse().unwrap());
    configure(&tiny_through(proxies))
        .property("baseUrl", TARGET)
        .build()
        .unwrap()
}

#[tokio::test]
async fn the_proxy_looks_the_name_up_and_the_request_arrives_as_it_is() {
    let server = Server::answering("there").await;
    for scheme in ["socks5", "socks5h"] {
        let (address, asked) = socks(server.address(), Reply(0)).await;
        let instance = through(&format!("{scheme}://Ada:open-sesame@{address}"));
        assert_eq!(post(&instance, TARGET, "x").await.unwrap()["body"], "there");
        let head = server.requests().pop().unwrap().head;
        assert!(head.starts_with("POST / HTTP/1.1"), "{head}");
        assert!(
            !head.to_lowercase().contains("proxy-authorization"),
            "{head}"
        );
        drop(instance);
        asked.abort();
    }
}

#[tokio::test]
async fn a_refusal_is_told_and_nothing_was_sent() {
    let server = Server::answering("there").await;
    for (user, reply, said) in [
        ("Ada:wrong-sesame", Reply(0), "credentials not accepted"),
        (
            "Ada:open-sesame",
            Reply(2),
            "did not connect to shop.example:8080",
        ),
        (
            "Ada:open-sesame",
            Reply(5),
            "did not connect to shop.example:8080",
        ),
    ] {
        let (address, asked) = socks(server.address(), reply).await;
        let error = post(&through(&format!("socks5://{user}@{address}")), TARGET, "x")
            .await
            .unwrap_err();
        assert!(error.starts_with("DestinationUnavailable"), "{error}");
        assert!(
            error.contains(&format!("the proxy socks5://{address}")),
            "{error}"
        );
        assert!(error.contains(said) && !error.contains("sesame"), "{error}");
        let name = asked.await.unwrap();
        assert!(name.is_none_or(|name| name == ("shop.example".to_owned(), 8080)));
    }
    assert!(server.requests().is_empty());
}
