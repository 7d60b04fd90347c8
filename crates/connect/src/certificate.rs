//! What is wrong with a server's certificate, and what to do.

use std::time::{Duration, SystemTime};

use rustls::CertificateError;
use rustls::pki_types::UnixTime;

/// Names of a certificate that are shown at most: they come from the server.
const SHOWN: usize = 5;

/// The sentence for a certificate of `host` that was not accepted; `note` is what is wrong with the list of
/// trusted authorities.
pub(crate) fn problem(host: &str, error: &CertificateError, note: Option<&str>) -> String {
    use CertificateError as Error;
    match error {
        Error::ExpiredContext { time, not_after } => format!(
            "the certificate of {host} expired on {}: it must be renewed there, unless this machine's clock is \
             wrong (it says {})",
            date(*not_after),
            date(*time)
        ),
        Error::Expired => format!(
            "the certificate of {host} has expired: it must be renewed there, unless this machine's clock is wrong"
        ),
        Error::NotValidYetContext { time, not_before } => format!(
            "the certificate of {host} is not valid before {}: set this machine's clock right (it says {})",
            date(*not_before),
            date(*time)
        ),
        Error::NotValidYet => {
            format!("the certificate of {host} is not valid yet: set this machine's clock right")
        }
        Error::NotValidForNameContext { presented, .. } => format!(
            "the certificate is for {}, not for {host}: check the address, and which server answers there",
            names(presented)
        ),
        Error::NotValidForName => format!(
            "the certificate is not for {host}: check the address, and which server answers there"
        ),
        // The second: by one that only has the name of a trusted one.
        Error::UnknownIssuer | Error::BadSignature => {
            let note = note.map(|note| format!(" ({note})")).unwrap_or_default();
            format!(
                "the certificate of {host} was issued by an authority that is not trusted here: for a private \
                 authority, or a proxy that opens TLS, name a PEM file with its root certificate in the \
                 environment variable SSL_CERT_FILE, or add it to the system's list, and start again{note}"
            )
        }
        Error::Revoked => {
            format!("the certificate of {host} was revoked: it must be replaced there")
        }
        other => format!("the certificate of {host} was not accepted: {other}"),
    }
}

/// The names that a certificate is for, of which rustls gives `DnsName("a.example")` and the like.
fn names(presented: &[String]) -> String {
    let mut names: Vec<String> = presented
        .iter()
        .take(SHOWN)
        .map(|name| {
            let inside = name.split('"').nth(1).unwrap_or(name);
            inside
                .chars()
                .filter(|c| !c.is_control())
                .take(100)
                .collect()
        })
        .collect();
    match presented.len() {
        0 => return "no name".to_owned(),
        count if count > SHOWN => names.push(format!("{} more", count - SHOWN)),
        _ => {}
    }
    names.join(", ")
}

fn date(time: UnixTime) -> String {
    // From there on `httpdate` has no form for it, and no certificate either.
    const YEAR_10000: u64 = 253_402_300_800;
    let seconds = time.as_secs().min(YEAR_10000 - 1);
    httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_problem_is_told_apart() {
        let at = |seconds| UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        let expected = rustls::pki_types::ServerName::try_from("a.example").unwrap();
        let cases = [
            (
                CertificateError::ExpiredContext {
                    time: at(1_795_000_000),
                    not_after: at(1_790_000_000),
                },
                "the certificate of a.example expired on Mon, 21 Sep 2026 14:13:20 GMT",
            ),
            (
                CertificateError::NotValidYetContext {
                    time: at(1_790_000_000),
                    not_before: at(u64::MAX),
                },
                "is not valid before Fri, 31 Dec 9999 23:59:59 GMT",
            ),
            (
                CertificateError::NotValidForNameContext {
                    expected,
                    presented: vec!["DnsName(\"b.example\")".to_owned(); 7],
                },
                "is for b.example, b.example, b.example, b.example, b.example, 2 more, not for a.example",
            ),
            (
                CertificateError::UnknownIssuer,
                "and start again (nothing to read)",
            ),
            (CertificateError::Revoked, "was revoked"),
            (CertificateError::BadSignature, "not trusted here"),
            (CertificateError::BadEncoding, "was not accepted"),
        ];
        for (error, said) in cases {
            let text = problem("a.example", &error, Some("nothing to read"));
            assert!(text.contains(said), "{text}");
        }
    }
}
