use std::collections::HashSet;
use std::fmt::Write as _;

/// Gives each name once: a second taker gets it with a number.
#[derive(Default)]
pub(super) struct Names(HashSet<String>);

impl Names {
    /// With names that are taken already.
    pub fn with<const N: usize>(taken: [&str; N]) -> Self {
        Self(taken.map(str::to_owned).into())
    }

    pub fn take(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut number = 2;
        while !self.0.insert(name.clone()) {
            name = format!("{wanted}{number}");
            number += 1;
        }
        name
    }
}

/// `whats-app` as `WhatsApp`: only ASCII letters and digits, since a component's
/// name in OpenAPI allows little else.
pub(super) fn pascal(name: &str) -> String {
    name.split(|c: char| !c.is_ascii_alphanumeric())
        .flat_map(|word| {
            let (first, rest) = word.split_at_checked(1).unwrap_or_default();
            [first.to_ascii_uppercase(), rest.to_owned()]
        })
        .collect()
}

/// A name that programming languages can live with.
pub(super) fn identifier(name: &str) -> String {
    let allowed = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    name.chars().map(allowed).collect()
}

/// A name as one segment of a path. Braces, which would be a template in
/// OpenAPI, are among what is encoded.
pub(super) fn percent_encoded(segment: &str) -> String {
    let mut encoded = String::with_capacity(segment.len());
    for byte in segment.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_fit_for_their_place() {
        assert_eq!(pascal("whats-app_2"), "WhatsApp2");
        assert_eq!(pascal("sendMessageText"), "SendMessageText");
        assert_eq!(pascal("ä-é"), "");
        assert_eq!(identifier("whats-app.it"), "whats_app_it");
        assert_eq!(percent_encoded("a b/{ä}"), "a%20b%2F%7B%C3%A4%7D");
    }

    #[test]
    fn nobody_gets_a_name_that_another_has() {
        let mut names = Names::with(["Refusal"]);
        assert_eq!(names.take("Refusal"), "Refusal2");
        assert_eq!(names.take("A"), "A");
        assert_eq!(names.take("A"), "A2");
        assert_eq!(names.take("A"), "A3");
    }
}
