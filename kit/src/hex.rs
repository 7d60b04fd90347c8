//! Hexadecimal digits.

/// Lower-case digits, two for each byte.
pub fn encode(bytes: &[u8]) -> String {
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves
        .filter_map(|half| char::from_digit(u32::from(half), 16))
        .collect()
}

/// The bytes that digits in any case stand for; `None` if it is anything else.
pub fn decode(digits: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    let pair = |&[high, low]: &[u8; 2]| {
        let half = |digit| char::from(digit).to_digit(16);
        u8::try_from(half(high)? << 4 | half(low)?).ok()
    };
    rest.is_empty().then(|| pairs.iter().map(pair).collect())?
}
