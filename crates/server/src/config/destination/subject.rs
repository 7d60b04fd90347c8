use crate::escape::{escaped, hashed};

/// How long the longest subject may be, in bytes: AMQP allows no more.
const LONGEST: usize = 255;

/// How long the value of a placeholder may be. A longer one is hashed.
const LONGEST_VALUE: usize = 71;

/// What stands for the customer of an event that has none.
const NO_CUSTOMER: &str = "-";

/// Where in a broker an event is published: the subject of NATS, or the routing
/// key of AMQP. It is a text with placeholders.
///
/// `{adapter}`, `{event}` and `{customer}` are replaced with the adapter's
/// instance, the event's name and the value that the event is ordered by, or `-`
/// if it has none. A value is one token: what is not an ASCII letter, a digit or
/// one of `-_+:=@` is percent-encoded, and a value that is then longer than 71
/// bytes is replaced with `sha256:` and its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Adapter,
    Event,
    Customer,
}

impl Subject {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                return Err(format!("`{text}` has a `{{` without a `}}`"));
            };
            parts.push(Part::Text(before.to_owned()));
            parts.push(match name {
                "adapter" => Part::Adapter,
                "event" => Part::Event,
                "customer" => Part::Customer,
                other => {
                    return Err(format!(
                        "`{{{other}}}` is unknown; there is {{adapter}}, {{event}} and {{customer}}"
                    ));
                }
            });
            rest = after;
        }
        parts.push(Part::Text(rest.to_owned()));
        parts.retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
        let subject = Self(parts);
        // A value is never empty and has nothing that separates tokens.
        let example = subject.of("a", "a", Some("a"));
        if example.split('.').any(str::is_empty) {
            return Err(format!(
                "`{text}` has an empty part; write parts that are separated by one `.`: whatsapp.{{event}}.{{customer}}"
            ));
        }
        if let Some(wrong) = example.chars().find(|it| !is_allowed(*it)) {
            return Err(format!(
                "`{text}` contains {wrong:?}; use visible ASCII characters except `*`, `>` and `#`"
            ));
        }
        if example.starts_with('$') {
            return Err(format!(
                "`{text}` begins with `$`, which NATS keeps for itself"
            ));
        }
        let long = "a".repeat(LONGEST_VALUE);
        let most = subject.of(&long, &long, Some(&long)).len();
        if most > LONGEST {
            return Err(format!(
                "can be {most} bytes long if every value is {LONGEST_VALUE} bytes long; the limit is {LONGEST}"
            ));
        }
        Ok(subject)
    }

    /// `{adapter}.{event}.{customer}`
    pub(super) fn default_one() -> Self {
        let dot = || Part::Text(".".to_owned());
        Self(vec![
            Part::Adapter,
            dot(),
            Part::Event,
            dot(),
            Part::Customer,
        ])
    }

    /// The subject of an event.
    pub(crate) fn of(&self, adapter: &str, event: &str, customer: Option<&str>) -> String {
        let parts = self.0.iter();
        parts.fold(String::new(), |mut subject, part| {
            match part {
                Part::Text(text) => subject.push_str(text),
                Part::Adapter => subject.push_str(&token(adapter)),
                Part::Event => subject.push_str(&token(event)),
                Part::Customer => match customer.filter(|it| !it.is_empty()) {
                    Some(NO_CUSTOMER) => subject.push_str("%2D"),
                    Some(customer) => subject.push_str(&token(customer)),
                    None => subject.push_str(NO_CUSTOMER),
                },
            }
            subject
        })
    }
}

fn is_allowed(letter: char) -> bool {
    letter.is_ascii_graphic() && !matches!(letter, '*' | '>' | '#')
}

/// A value as one token of a subject.
fn token(value: &str) -> String {
    let token = escaped(value, |byte| {
        byte.is_ascii_alphanumeric() || b"-_+:=@".contains(&byte)
    });
    if token.len() <= LONGEST_VALUE {
        token
    } else {
        hashed(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn subject(text: &str, customer: Option<&str>) -> String {
        let subject = Subject::parse(text).unwrap();
        subject.of("shop", "customer_message", customer)
    }

    #[test]
    fn placeholders_are_replaced_with_what_the_event_is_about() {
        for (text, expected) in [
            (
                "whatsapp.{event}.{customer}",
                "whatsapp.customer_message.39333",
            ),
            ("{adapter}", "shop"),
            ("a-{adapter}-b.{customer}", "a-shop-b.39333"),
            ("events", "events"),
        ] {
            assert_eq!(subject(text, Some("39333")), expected);
        }
        let default = Subject::default_one().of("shop", "status", Some("39333"));
        assert_eq!(default, "shop.status.39333");
    }

    #[test]
    fn an_event_of_no_customer_has_a_subject_that_no_customer_has() {
        assert_eq!(subject("{customer}", None), "-");
        assert_eq!(subject("{customer}", Some("")), "-");
        assert_eq!(subject("{customer}", Some("-")), "%2D");
    }

    #[test]
    fn a_customer_is_one_token_whatever_it_is() {
        for (customer, token) in [
            ("whatsapp:+39333", "whatsapp:+39333"),
            ("IT.1", "IT%2E1"),
            ("a b*>#\r\n", "a%20b%2A%3E%23%0D%0A"),
            ("é", "%C3%A9"),
        ] {
            assert_eq!(subject("{customer}", Some(customer)), token);
        }
        let long = subject("{customer}", Some(&"9".repeat(72)));
        assert!(
            long.starts_with("sha256:") && long.len() == LONGEST_VALUE,
            "{long}"
        );
    }

    #[test]
    fn a_subject_that_a_broker_would_not_take_is_a_mistake() {
        let mistakes: Vec<String> = [
            "",
            ".a",
            "a..b",
            "a.",
            "a b",
            "a.*",
            "a.>",
            "é",
            "{customer",
            "{phone}",
            "$JS.API",
            &["{customer}"; 4].join("."),
            &"a".repeat(256),
        ]
        .iter()
        .map(|text| Subject::parse(text).unwrap_err())
        .collect();
        insta::assert_snapshot!(mistakes.join("\n"), @r#"
        `` has an empty part; write parts that are separated by one `.`: whatsapp.{event}.{customer}
        `.a` has an empty part; write parts that are separated by one `.`: whatsapp.{event}.{customer}
        `a..b` has an empty part; write parts that are separated by one `.`: whatsapp.{event}.{customer}
        `a.` has an empty part; write parts that are separated by one `.`: whatsapp.{event}.{customer}
        `a b` contains ' '; use visible ASCII characters except `*`, `>` and `#`
        `a.*` contains '*'; use visible ASCII characters except `*`, `>` and `#`
        `a.>` contains '>'; use visible ASCII characters except `*`, `>` and `#`
        `é` contains 'é'; use visible ASCII characters except `*`, `>` and `#`
        `{customer` has a `{` without a `}`
        `{phone}` is unknown; there is {adapter}, {event} and {customer}
        `$JS.API` begins with `$`, which NATS keeps for itself
        can be 287 bytes long if every value is 71 bytes long; the limit is 255
        can be 256 bytes long if every value is 71 bytes long; the limit is 255
        "#);
    }

    proptest! {
        #[test]
        fn a_subject_has_as_many_tokens_as_its_template(adapter in "\\PC{1,40}", event in ".{1,40}", customer in proptest::option::of(".{0,300}")) {
            let text = "x.{adapter}.{event}.{customer}";
            let subject = Subject::parse(text).unwrap().of(&adapter, &event, customer.as_deref());
            prop_assert_eq!(subject.split('.').count(), 4);
            prop_assert!(subject.split('.').all(|token| !token.is_empty()));
            prop_assert!(subject.chars().all(is_allowed));
            prop_assert!(subject.len() <= LONGEST);
        }
    }
}
