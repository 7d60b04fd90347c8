use std::net::SocketAddr;

use crate::server::{Connection, Server};

/// `Ada:open-sesame` in base64.
pub const CREDENTIALS: &str = "Basic QWRhOm9wZW4tc2VzYW1l";

/// A proxy that makes every tunnel lead to `target`, whatever its name, and answers other requests by itself. It
/// wants [`CREDENTIALS`] if `authenticates`.
pub async fn proxy_to(target: SocketAddr, authenticates: bool) -> Server {
    Server::start(move |connection| serve(connection, target, authenticates)).await
}

async fn serve(mut connection: Connection, target: SocketAddr, authenticates: bool) {
    while let Some(request) = connection.request().await {
        let expected = format!("proxy-authorization: {CREDENTIALS}\r\n").to_lowercase();
        let is_right = !authenticates || request.head.to_lowercase().contains(&expected);
        if !is_right {
            connection
                .write(
                    "HTTP/1.1 407 Proxy Authentication Required\r\n\
                     proxy-authenticate: Basic realm=\"test\"\r\ncontent-length: 0\r\n\r\n",
                )
                .await;
        } else if request.head.starts_with("CONNECT ") {
            connection
                .write("HTTP/1.1 200 Connection established\r\n\r\n")
                .await;
            return connection.tunnel(target).await;
        } else {
            connection.answer("passed on").await;
        }
    }
}
