//! Outgoing connections, as the host's adapters and the trigger server's deliveries make them.
//!
//! [`Connector`] makes TCP and TLS connections for `hyper_util`'s client, directly or through a proxy
//! ([`Proxies`]). It trusts the certificates that the system trusts, or those that `SSL_CERT_FILE` and
//! `SSL_CERT_DIR` name, and [`RootCertificates`] in addition. When no connection comes about, [`ConnectError`] says in which phase it failed and
//! what to do; nothing of the request was sent then.

mod certificate;
mod connector;
mod dns;
mod error;
mod identity;
mod proxy;
mod roots;
mod route;
mod socks;
mod stream;
mod tunnel;

pub use connector::Connector;
pub use error::{ConnectError, ProxyError, ProxyFailure, causes, chain, is_cut, rejected_identity};
pub use identity::{ClientIdentity, InvalidIdentity};
pub use proxy::{InvalidProxy, InvalidVariable, Proxies, Proxy, ProxyExceptions};
pub use roots::{InvalidCertificates, RootCertificates, tls_config};
pub use stream::Stream;
