//! NATS and RabbitMQ servers, as Debian installs them, in folders and on ports of
//! their own. The tests that need one include this file.
#![allow(dead_code, unused_imports, reason = "each test uses a part of it")]

mod nats;
mod process;
mod rabbitmq;

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};

pub use nats::{NatsServer, Streams};
pub use rabbitmq::{PASSWORD, RabbitMq, USER};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair,
};

/// Where Debian puts programs that are for nobody's own use.
const FOLDERS: [&str; 3] = ["/usr/lib/rabbitmq/bin", "/usr/sbin", "/usr/local/sbin"];

/// Whether a program is installed.
pub fn is_installed(name: &str) -> bool {
    found(name).is_some()
}

/// A program that is installed.
fn installed(name: &str) -> PathBuf {
    found(name).unwrap_or_else(|| {
        panic!("{name} is not installed; `cargo xtask test` installs it on Debian, and names what it did not run")
    })
}

fn found(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = FOLDERS.map(PathBuf::from).into_iter();
    let mut paths = folders
        .chain(std::env::split_paths(&path))
        .map(|folder| folder.join(name));
    paths.find(|it| it.is_file())
}

/// An address on loopback that is free now.
fn free() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}

/// A certificate for 127.0.0.1, its key, and the authority that signed it: files in a
/// folder.
pub struct Certificate {
    /// The authority's own certificate, as PEM text.
    pub authority: String,
    authority_file: PathBuf,
    file: PathBuf,
    key: PathBuf,
}

impl Certificate {
    pub fn new(folder: &Path) -> Self {
        let authority_key = KeyPair::generate().unwrap();
        let mut authority = CertificateParams::default();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        // RabbitMQ takes a certificate that names itself as its issuer for self-signed.
        authority.distinguished_name = DistinguishedName::new();
        authority
            .distinguished_name
            .push(DnType::CommonName, "the authority of the test");
        let this = Self {
            authority: authority.self_signed(&authority_key).unwrap().pem(),
            authority_file: folder.join("authority.pem"),
            file: folder.join("certificate.pem"),
            key: folder.join("key.pem"),
        };
        let key = KeyPair::generate().unwrap();
        let signed = CertificateParams::new(["127.0.0.1".to_owned()])
            .unwrap()
            .signed_by(&key, &Issuer::new(authority, authority_key))
            .unwrap();
        std::fs::write(&this.authority_file, &this.authority).unwrap();
        std::fs::write(&this.file, signed.pem()).unwrap();
        std::fs::write(&this.key, key.serialize_pem()).unwrap();
        this
    }

    /// What a NATS server is told to present it.
    pub fn for_nats(&self) -> String {
        let (certificate, key) = (self.file.display(), self.key.display());
        format!("tls {{ cert_file: \"{certificate}\", key_file: \"{key}\" }}")
    }

    /// What a NATS server is told to present it, and to take connections of this client
    /// alone.
    pub fn for_nats_with(&self, client: &Self) -> String {
        let authority = client.authority_file.display();
        let tls = self.for_nats();
        tls.replace(
            " }",
            &format!(", ca_file: \"{authority}\", verify: true }}"),
        )
    }

    /// What an event trigger is told to present it.
    pub fn for_trigger(&self) -> String {
        let (certificate, key) = (self.file.display(), self.key.display());
        format!(
            "clientCertificate = {{ file = '{certificate}' }}\nclientKey = {{ file = '{key}' }}"
        )
    }
}
