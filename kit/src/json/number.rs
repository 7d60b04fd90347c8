//! Numbers as JSON writes them (RFC 8259, section 6).

/// Reads a number, the nearest that there is; `None` if the text is another or
/// the number too large. The library also takes `inf`, `+1`, `.5` and `5.`.
pub fn decimal(text: &str) -> Option<f64> {
    let is_number = length(text.as_bytes()) == (text.len(), true);
    let number: f64 = text.parse().ok().filter(|_| is_number)?;
    number.is_finite().then_some(number)
}

/// How many bytes of a number are at the start of `json`, and whether it is
/// whole.
pub fn length(json: &[u8]) -> (usize, bool) {
    let byte = |at: usize| json.get(at).copied();
    let digits = |mut at: usize| {
        while byte(at).is_some_and(|byte| byte.is_ascii_digit()) {
            at += 1;
        }
        at
    };
    let mut at = usize::from(byte(0) == Some(b'-'));
    let start = at;
    at = if byte(at) == Some(b'0') {
        at + 1
    } else {
        digits(at)
    };
    let mut is_whole = at > start;
    if is_whole && byte(at) == Some(b'.') {
        let start = at + 1;
        at = digits(start);
        is_whole = at > start;
    }
    if is_whole && matches!(byte(at), Some(b'e' | b'E')) {
        let sign = matches!(byte(at + 1), Some(b'+' | b'-'));
        let start = at + 1 + usize::from(sign);
        at = digits(start);
        is_whole = at > start;
    }
    (at, is_whole)
}
