//! The URL that Twilio called, as it was written: a signature covers its bytes.

use uip_kit::form;

/// A URL without its fragment, which is neither sent nor signed.
#[derive(Debug, Clone, Copy)]
pub struct CalledUrl<'a> {
    /// `https`.
    scheme: &'a str,
    /// Host and port, behind the user's name and password if they are there.
    authority: &'a str,
    /// From the path on.
    rest: &'a str,
    whole: &'a str,
}

impl<'a> CalledUrl<'a> {
    /// Reads a URL; `None` if it is none with `http` or `https` and a host.
    pub fn read(url: &'a str) -> Option<Self> {
        let whole = url.trim();
        let whole = whole.split_once('#').map_or(whole, |(url, _)| url);
        let (scheme, rest) = whole.split_once("://")?;
        let is_web = ["http", "https"]
            .iter()
            .any(|it| scheme.eq_ignore_ascii_case(it));
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at_checked(end)?;
        (is_web && !authority.is_empty()).then_some(Self {
            scheme,
            authority,
            rest,
            whole,
        })
    }

    /// The forms in which Twilio may have signed it: as it was called, and with
    /// and without the port, which it signs or leaves out.
    pub fn signed_forms(&self) -> Vec<String> {
        let Self {
            scheme,
            authority,
            rest,
            whole,
        } = self;
        let host_start = authority.rfind('@').map_or(0, |at| at + 1);
        let port = authority
            .rfind(':')
            .filter(|colon| *colon > host_start)
            // The last colon of an IPv6 address is before its bracket.
            .filter(|colon| !authority.get(*colon..).is_some_and(|it| it.contains(']')));
        let usual = if scheme.eq_ignore_ascii_case("https") {
            443
        } else {
            80
        };
        let other = match port.and_then(|colon| authority.get(..colon)) {
            Some(host) => format!("{scheme}://{host}{rest}"),
            None => format!("{scheme}://{authority}:{usual}{rest}"),
        };
        vec![(*whole).to_owned(), other]
    }

    /// The last value of a parameter in its query.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let (_, query) = self.rest.split_once('?')?;
        let found = form::decode(query).filter(|(own, _)| own == name);
        found.last().map(|(_, value)| value.into_owned())
    }
}
