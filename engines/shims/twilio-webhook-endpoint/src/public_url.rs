/// The URL that Twilio called: the path and the query of the request, at the
/// server of the first URL that is configured. The request itself names the
/// server as a proxy in front of the endpoint does, which Twilio does not sign.
///
/// `None` if no URL is configured: the adapter then says what is missing.
pub fn of<'a>(called: &str, configured: impl IntoIterator<Item = &'a String>) -> Option<String> {
    configured
        .into_iter()
        .find_map(|url| Some(format!("{}{called}", server(url)?)))
}

/// Scheme, host and port of a URL.
fn server(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    url.get(..scheme.len() + "://".len() + host.len())
}
