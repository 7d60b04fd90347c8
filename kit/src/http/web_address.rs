//! The addresses of what is on the web.

/// Whether it begins with `https://` or `http://`, goes on with a host, and has
/// no spaces or control characters.
pub fn is_web_address(address: &str) -> bool {
    let beginning = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| beginning.starts_with(scheme));
    let rest = scheme.and_then(|scheme| address.as_bytes().get(scheme.len()..));
    let mut host = rest
        .unwrap_or_default()
        .iter()
        .take_while(|byte| !matches!(byte, b'/' | b'?' | b'#'));
    host.any(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())
        && !address.contains(|c: char| c.is_whitespace() || c.is_control())
}
