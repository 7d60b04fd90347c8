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
    let byte = |place: usize| json.get(place).copied();
    let digits = |mut place: usize| {
        while byte(place).is_some_and(|byte| byte.is_ascii_digit()) {
            place += 1;
        }
        place
    };
    let mut place = usize::from(byte(0) == Some(b'-'));
    let start = place;
    place = if byte(place) == Some(b'0') {
        place + 1
    } else {
        digits(place)
    };
    let mut is_whole = place > start;
    if is_whole && byte(place) == Some(b'.') {
        let start = place + 1;
        place = digits(start);
        is_whole = place > start;
    }
    if is_whole && matches!(byte(place), Some(b'e' | b'E')) {
        let sign = matches!(byte(place + 1), Some(b'+' | b'-'));
        let start = place + 1 + usize::from(sign);
        place = digits(start);
        is_whole = place > start;
    }
    (place, is_whole)
}
