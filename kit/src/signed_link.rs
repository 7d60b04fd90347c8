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

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest as _, Sha256};

use crate::hex;

/// What SigV4 leaves unencoded: RFC 3986's unreserved characters.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
/// The same, and the separator of a key's parts.
const KEY: &AsciiSet = &UNRESERVED.remove(b'/');

/// Seconds in a day.
const DAY: u64 = 24 * 60 * 60;

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
    /// The secret access key is empty.
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
            Self::SecretAccessKey => "is empty",
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
        if access_key_id.is_empty() || !access_key_id.chars().all(|c| c.is_ascii_graphic()) {
            return Err(InvalidStorage::AccessKeyId);
        }
        if secret_access_key.is_empty() {
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

    /// Signs a GET of this path, which is encoded already.
    fn sign(&self, path: &str, seconds: u64, now: u64) -> String {
        let Endpoint {
            scheme, authority, ..
        } = &self.endpoint;
        let (date, time) = Timestamp::of(now).written();
        let scope = format!("{date}/{}/s3/aws4_request", self.region);
        let credential = format!("{}/{scope}", self.access_key_id);
        // In the order of their names, as the canonical request wants them.
        let query = format!(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256\
             &X-Amz-Credential={}\
             &X-Amz-Date={time}\
             &X-Amz-Expires={seconds}\
             &X-Amz-SignedHeaders=host",
            utf8_percent_encode(&credential, UNRESERVED),
        );
        let request = format!("GET\n{path}\n{query}\nhost:{authority}\n\nhost\nUNSIGNED-PAYLOAD");
        let digest = hex::encode(&Sha256::digest(request.as_bytes()));
        let to_sign = format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{digest}");
        let key = format!("AWS4{}", self.secret_access_key);
        let key = [date.as_str(), &self.region, "s3", "aws4_request", &to_sign]
            .iter()
            .fold(key.into_bytes(), |key, part| hmac(&key, part));
        let signature = hex::encode(&key);
        format!("{scheme}://{authority}{path}?{query}&X-Amz-Signature={signature}")
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

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    // A key of any length is accepted: there is always a result.
    Hmac::<Sha256>::new_from_slice(key).map_or_else(
        |_| Vec::new(),
        |mut hmac| {
            hmac.update(text.as_bytes());
            hmac.finalize().into_bytes().to_vec()
        },
    )
}

/// A moment in UTC, by the calendar.
struct Timestamp {
    year: u64,
    month: u64,
    day: u64,
    /// Seconds since midnight.
    second: u64,
}

impl Timestamp {
    /// From seconds since 1970. The proleptic Gregorian calendar repeats itself
    /// every 400 years, and a year that begins in March ends with the leap day
    /// (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    fn of(unix: u64) -> Self {
        let days = unix / DAY + 719_468;
        let (era, day_of_era) = (days / 146_097, days % 146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let month = if month_from_march < 10 {
            month_from_march + 3
        } else {
            month_from_march - 9
        };
        Self {
            year: era * 400 + year_of_era + u64::from(month <= 2),
            month,
            day: day_of_year - (153 * month_from_march + 2) / 5 + 1,
            second: unix % DAY,
        }
    }

    /// `20130524`, and with the time of day `20130524T000000Z`.
    fn written(&self) -> (String, String) {
        let date = format!("{:04}{:02}{:02}", self.year, self.month, self.day);
        let (hour, minute, second) = (self.second / 3600, self.second / 60 % 60, self.second % 60);
        let time = format!("{date}T{hour:02}{minute:02}{second:02}Z");
        (date, time)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::{InvalidStorage, LONGEST, Storage};

    /// The credentials of AWS's documented examples.
    fn storage(endpoint: &str) -> Storage {
        Storage::new(
            endpoint,
            "us-east-1",
            "AKIAIOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        )
        .unwrap()
    }

    /// 2013-05-24, 00:00 UTC.
    const EXAMPLE: u64 = 1_369_353_600;

    #[test]
    fn the_documented_example_has_the_documented_signature() {
        let storage = storage("https://examplebucket.s3.amazonaws.com");
        assert_eq!(
            storage.sign("/test.txt", 86_400, EXAMPLE),
            "https://examplebucket.s3.amazonaws.com/test.txt\
             ?X-Amz-Algorithm=AWS4-HMAC-SHA256\
             &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
             &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
             &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
        );
    }

    #[test]
    fn the_scheme_s_own_port_is_left_out_and_another_is_kept() {
        let host = |endpoint| {
            let link = storage(endpoint).link("files", "a", 1, 0).unwrap();
            link.split('/').nth(2).unwrap().to_owned()
        };
        assert_eq!(host("https://Storage.Example:443/"), "storage.example");
        assert_eq!(host("http://storage.example:80"), "storage.example");
        assert_eq!(host("http://127.0.0.1:9000"), "127.0.0.1:9000");
    }

    #[test]
    fn what_cannot_be_right_is_refused_by_name() {
        let new = |endpoint, region, id, secret| Storage::new(endpoint, region, id, secret).err();
        let endpoint = "https://storage.example";
        for bad in [
            "storage.example",
            "ftp://storage.example",
            "https://",
            "https://user@storage.example",
            "https://storage.example:0",
            "https://storage.example:99999",
            "https://storage.example/?x",
            "https://storage.example/a b",
        ] {
            let refused = new(bad, "auto", "id", "secret");
            assert_eq!(refused, Some(InvalidStorage::Endpoint), "{bad}");
        }
        assert_eq!(new(endpoint, "", "id", "s"), Some(InvalidStorage::Region));
        assert_eq!(
            new(endpoint, "a/b", "id", "s"),
            Some(InvalidStorage::Region)
        );
        assert_eq!(
            new(endpoint, "auto", "i d", "s"),
            Some(InvalidStorage::AccessKeyId)
        );
        assert_eq!(
            new(endpoint, "auto", "id", ""),
            Some(InvalidStorage::SecretAccessKey)
        );
        let link = |bucket: &str, file: &str, seconds| {
            storage(endpoint).link(bucket, file, seconds, EXAMPLE).err()
        };
        for bad in [
            "",
            "ab",
            "Files",
            "a/b",
            "-ab",
            "a..b",
            "a?b",
            &"a".repeat(223),
        ] {
            assert_eq!(link(bad, "a", 1), Some(InvalidStorage::Bucket), "{bad}");
        }
        for bad in ["", "../secret", "a/../b", "a/.", &"a".repeat(1025)] {
            assert_eq!(link("files", bad, 1), Some(InvalidStorage::File), "{bad}");
        }
        assert_eq!(link("files", "a", 0), Some(InvalidStorage::Lifetime));
        assert_eq!(
            link("files", "a", LONGEST + 1),
            Some(InvalidStorage::Lifetime)
        );
        assert_eq!(link("files", "a", LONGEST), None);
    }

    #[test]
    fn debug_shows_no_key() {
        let shown = format!("{:?}", storage("https://storage.example"));
        assert!(
            !shown.contains("AKIA") && !shown.contains("wJal"),
            "{shown}"
        );
    }

    proptest! {
        #[test]
        fn every_link_is_the_one_that_a_library_makes(
            bucket in "[a-z0-9][a-z0-9-]{1,40}[a-z0-9]",
            file in "[^/.\u{0}][^.\u{0}]{0,60}",
            seconds in 1..=LONGEST,
            now in 0..=4_102_444_800_u64,
        ) {
            let endpoint = "https://storage.example:8443";
            let ours = storage(endpoint).link(&bucket, &file, seconds, now).unwrap();
            let theirs = library_link(endpoint, &bucket, &file, seconds, now);
            prop_assert_eq!(ours, theirs);
        }
    }

    fn library_link(endpoint: &str, bucket: &str, file: &str, seconds: u64, now: u64) -> String {
        use rusty_s3::{Bucket, Credentials, S3Action as _, UrlStyle, actions::GetObject};
        let endpoint = endpoint.parse().unwrap();
        let bucket = Bucket::new(endpoint, UrlStyle::Path, bucket.to_owned(), "us-east-1").unwrap();
        let credentials = Credentials::new(
            "AKIAIOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        );
        let now = jiff::Timestamp::from_second(i64::try_from(now).unwrap()).unwrap();
        GetObject::new(&bucket, Some(&credentials), file)
            .sign_with_time(Duration::from_secs(seconds), &now)
            .into()
    }
}
