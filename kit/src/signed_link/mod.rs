//! Links to stored files that work for a limited time, without the storage's
//! credentials in them.
//!
//! A link is signed with AWS Signature Version 4 in its query string (AWS,
//! "Authenticating Requests: Using Query Parameters"). S3 takes it, and so do
//! MinIO, Ceph and Google Cloud Storage with an HMAC key ("V4 signing process",
//! interoperability). Making a link sends nothing.
//!
//! The signing is ours since the crates for it bring a URL parser, a calendar
//! and an XML reader along, which weigh more than the adapter that would use
//! them. A test compares every part of it with one of them.

mod sigv4;
#[cfg(test)]
mod tests;
mod timestamp;

use std::fmt;

use percent_encoding::{AsciiSet, utf8_percent_encode};

use self::timestamp::DAY;
use crate::http::percent::RESERVED;

/// What a key's name leaves unencoded: the separator of its parts too.
const KEY: &AsciiSet = &RESERVED.remove(b'/');

/// The longest time that a link may work: seven days (AWS, "Authenticating
/// Requests: Using Query Parameters").
pub const LONGEST: u64 = 7 * DAY;

/// A storage with S3's interface, and the right to read from it.
#[derive(Clone)]
pub struct Storage {
    endpoint: Endpoint,
    region: String,
    access_key_id: String,
    secret_access_key: String,
}

/// Why a [`Storage`] or a link cannot be made. Nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidStorage {
    /// The endpoint is not `https://HOST` or `http://HOST`, with a port and a
    /// path or without.
    Endpoint,
    /// The region is empty or has other characters than letters, digits and `-`.
    Region,
    /// The access key id is empty or has other characters than visible ASCII.
    AccessKeyId,
    /// The secret access key is empty or has other characters than visible ASCII.
    SecretAccessKey,
    /// The bucket's name is not 3 to 63 lower-case letters, digits, `-` and `.`,
    /// or 222 with dots (Google Cloud Storage, "Bucket naming").
    Bucket,
    /// The file's name is empty, or has more than 1024 bytes (S3, "Object key
    /// naming guidelines"), or a part `.` or `..`.
    File,
    /// The link's time is not 1 second to [`LONGEST`].
    Lifetime,
}

impl fmt::Display for InvalidStorage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Endpoint => "is not the URL of a storage, such as https://storage.googleapis.com",
            Self::Region => "is not a region, such as eu-central-1; write auto if there is none",
            Self::AccessKeyId => "is not an access key id",
            Self::SecretAccessKey => "is not a secret access key",
            Self::Bucket => {
                "is not a bucket's name: 3 to 222 lower-case letters, digits, dots, hyphens and underscores"
            }
            Self::File => {
                "is not a file's name: 1 to 1024 bytes, without the parts `.` and `..`"
            }
            Self::Lifetime => "is not a lifetime of 1 to 604800 seconds",
        })
    }
}

impl std::error::Error for InvalidStorage {}

#[derive(Clone)]
struct Endpoint {
    /// `https`.
    scheme: &'static str,
    /// `storage.googleapis.com`, or with a port.
    authority: String,
    /// What precedes the bucket: empty, or `/minio`.
    path: String,
}

impl Storage {
    /// Checks the parts of a storage's configuration.
    ///
    /// # Errors
    /// The first part that cannot be right.
    pub fn new(
        endpoint: &str,
        region: &str,
        access_key_id: &str,
        secret_access_key: &str,
    ) -> Result<Self, InvalidStorage> {
        let is_region = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if region.is_empty() || !region.chars().all(is_region) {
            return Err(InvalidStorage::Region);
        }
        let is_key = |key: &str| !key.is_empty() && key.chars().all(|c| c.is_ascii_graphic());
        if !is_key(access_key_id) {
            return Err(InvalidStorage::AccessKeyId);
        }
        if !is_key(secret_access_key) {
            return Err(InvalidStorage::SecretAccessKey);
        }
        Ok(Self {
            endpoint: Endpoint::parse(endpoint).ok_or(InvalidStorage::Endpoint)?,
            region: region.to_owned(),
            access_key_id: access_key_id.to_owned(),
            secret_access_key: secret_access_key.to_owned(),
        })
    }

    /// A link with which anybody can fetch `file` from `bucket` for `seconds`
    /// from `now`, in seconds since 1970. Whether the file exists is not
    /// checked.
    ///
    /// # Errors
    /// Bucket, file or lifetime cannot be right.
    pub fn link(
        &self,
        bucket: &str,
        file: &str,
        seconds: u64,
        now: u64,
    ) -> Result<String, InvalidStorage> {
        if !is_bucket(bucket) {
            return Err(InvalidStorage::Bucket);
        }
        if !is_file(file) {
            return Err(InvalidStorage::File);
        }
        if !(1..=LONGEST).contains(&seconds) {
            return Err(InvalidStorage::Lifetime);
        }
        let file = utf8_percent_encode(file, KEY);
        let path = format!("{}/{bucket}/{file}", self.endpoint.path);
        Ok(self.sign(&path, seconds, now))
    }
}

/// Shows where the storage is, and no key.
impl fmt::Debug for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Storage")
            .field("host", &self.endpoint.authority)
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}

impl Endpoint {
    fn parse(url: &str) -> Option<Self> {
        let (scheme, rest) = if let Some(rest) = url.strip_prefix("https://") {
            ("https", rest)
        } else {
            ("http", url.strip_prefix("http://")?)
        };
        let rest = rest.trim_end_matches('/');
        let (authority, path) = match rest.find('/') {
            Some(slash) => rest.split_at_checked(slash)?,
            None => (rest, ""),
        };
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        };
        let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        let is_path =
            |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '~' | '/');
        if host.is_empty() || !host.chars().all(is_host) || !path.chars().all(is_path) {
            return None;
        }
        let host = host.to_ascii_lowercase();
        // A client leaves the scheme's own port out of `Host`, and what is
        // signed is what the server sees.
        let authority = match port.map(str::parse::<u16>) {
            None => host,
            Some(Ok(443)) if scheme == "https" => host,
            Some(Ok(80)) if scheme == "http" => host,
            Some(Ok(port)) if port > 0 => format!("{host}:{port}"),
            Some(_) => return None,
        };
        Some(Self {
            scheme,
            authority,
            path: path.to_owned(),
        })
    }
}

fn is_bucket(name: &str) -> bool {
    let is_inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-._".contains(c);
    let is_outer = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    (3..=222).contains(&name.len())
        && name.chars().all(is_inner)
        && name.starts_with(is_outer)
        && name.ends_with(is_outer)
        && !name.contains("..")
}

/// The parts `.` and `..` would be taken out of the path by clients, and
/// another file would be fetched.
fn is_file(name: &str) -> bool {
    (1..=1024).contains(&name.len()) && !name.split('/').any(|part| matches!(part, "." | ".."))
}
