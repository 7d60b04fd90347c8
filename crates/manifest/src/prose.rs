//! Doc comments, as a designer reads them.

use std::collections::BTreeSet;

use heck::{ToLowerCamelCase, ToSnakeCase};

/// The contract's names, which a designer knows in another form.
#[derive(Debug, Default)]
pub struct Names {
    /// Functions and fields: camelCase.
    pub camel: BTreeSet<String>,
    /// Events: `snake_case`.
    pub snake: BTreeSet<String>,
    /// Cases of variants and enums: as they are.
    pub kept: BTreeSet<String>,
}

impl Names {
    /// The first paragraph of a doc comment.
    pub fn first(&self, docs: &str) -> String {
        let paragraph = docs.split("\n\n").next().unwrap_or_default();
        self.plain(paragraph)
    }

    /// All paragraphs of a doc comment.
    pub fn whole(&self, docs: &str) -> String {
        self.plain(docs)
    }

    /// One line without backticks, with the names that a designer knows.
    fn plain(&self, text: &str) -> String {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let parts = line.split('`').enumerate();
        parts
            .map(|(index, part)| {
                if index % 2 == 1 {
                    self.name(part)
                } else {
                    part.to_owned()
                }
            })
            .collect()
    }

    fn name(&self, code: &str) -> String {
        if self.kept.contains(code) {
            code.to_owned()
        } else if self.snake.contains(code) {
            code.to_snake_case()
        } else if self.camel.contains(code) {
            code.to_lower_camel_case()
        } else {
            code.to_owned()
        }
    }
}

/// A sentence and words, without what they mean: `The size: small, large.`
pub fn with_words(sentence: &str, words: &[&str]) -> String {
    format!(
        "{}: {}.",
        sentence.trim_end_matches(['.', ':']),
        words.join(", ")
    )
}

/// The first sentence of a text.
pub fn sentence(text: &str) -> &str {
    text.find(". ").map_or(text, |end| &text[..=end])
}

/// A sentence and the words to choose from, with what each means:
/// `The size: small (for one), large (for many).`
pub fn with_choices(sentence: &str, choices: &[(String, String)]) -> String {
    let words: Vec<String> = choices
        .iter()
        .map(|(word, meaning)| {
            let meaning = uncapitalized(meaning.trim_end_matches('.'));
            if meaning.is_empty() {
                word.clone()
            } else {
                format!("{word} ({meaning})")
            }
        })
        .collect();
    format!(
        "{}: {}.",
        sentence.trim_end_matches(['.', ':']),
        words.join(", ")
    )
}

/// With a small first letter, unless the first word is a name or an
/// abbreviation.
pub fn uncapitalized(text: &str) -> String {
    let word = text.split(' ').next().unwrap_or_default();
    let mut letters = word.chars();
    let first = letters.next();
    match first {
        Some(first) if !letters.any(char::is_uppercase) && word.chars().count() > 0 => {
            let rest: String = text.chars().skip(1).collect();
            first.to_lowercase().collect::<String>() + &rest
        }
        _ => text.to_owned(),
    }
}

/// With a capital first letter.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// A WIT name or a name in a payload, in words: `media-id` is "Media ID".
pub fn words(name: &str) -> String {
    let words: Vec<String> = name
        .split(['-', '_'])
        .map(|word| match word {
            "id" | "url" | "mime" | "html" | "json" | "api" => word.to_uppercase(),
            _ => word.to_owned(),
        })
        .collect();
    capitalized(&words.join(" "))
}

/// The least and the largest value, length or number of items that a comment states
/// after its first paragraph: `1 to 60 characters.`, `Up to 160.`, `At most 512.`, `From -90 to 90.`
pub fn stated_limits(docs: &str) -> (Option<&str>, Option<&str>) {
    let Some((_, more)) = docs.split_once("\n\n") else {
        return (None, None);
    };
    let first = sentence(more.trim());
    let words: Vec<&str> = first.split_whitespace().collect();
    let (least, most) = match words.as_slice() {
        ["At", "most", most, ..] | ["Up", "to", most, ..] => (None, *most),
        ["From", least, "to", most, ..] | [least, "to", most, ..] => (Some(*least), *most),
        _ => return (None, None),
    };
    let number = |text: &'_ str| text.parse::<i64>().is_ok();
    let most = most.trim_end_matches('.');
    if !number(most) || !least.is_none_or(number) {
        return (None, None);
    }
    (least, Some(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let set = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        Names {
            camel: set(&["body-parameters"]),
            snake: set(&["customer-message"]),
            kept: set(&["data-exchange"]),
        }
    }

    #[test]
    fn a_description_is_the_first_paragraph_on_one_line() {
        assert_eq!(names().first("Two\nlines.\n\nAt most 5."), "Two lines.");
        assert_eq!(
            names().whole("Two\nlines.\n\nAt most 5."),
            "Two lines. At most 5."
        );
    }

    #[test]
    fn names_are_written_as_a_designer_knows_them() {
        assert_eq!(
            names().first("`body-parameters` of `customer-message`, `data-exchange`, `en-us`."),
            "bodyParameters of customer_message, data-exchange, en-us."
        );
    }

    #[test]
    fn choices_follow_the_sentence() {
        let choice = |word: &str, meaning: &str| (word.to_owned(), meaning.to_owned());
        assert_eq!(
            with_choices(
                "The size.",
                &[
                    choice("small", "For one."),
                    choice("large", "WhatsApp's own.")
                ]
            ),
            "The size: small (for one), large (WhatsApp's own)."
        );
    }

    #[test]
    fn words_follow_the_sentence() {
        assert_eq!(
            with_words("The size.", &["small", "large"]),
            "The size: small, large."
        );
        assert_eq!(sentence("One. Two."), "One.");
    }

    #[test]
    fn a_limit_is_read_from_the_paragraphs_after_the_first() {
        for (docs, limits) in [
            (
                "A text.\n\n1 to 60 characters. Default: none.",
                (Some("1"), Some("60")),
            ),
            ("A text.\n\nAt most 512.", (None, Some("512"))),
            ("A text.\n\nUp to 160 characters.", (None, Some("160"))),
            ("Degrees.\n\nFrom -90 to 90.", (Some("-90"), Some("90"))),
            ("A text.\n\nUp to the first 60.", (None, None)),
            ("1 to 60 characters.", (None, None)),
            ("A text.\n\nDefault: none.", (None, None)),
        ] {
            assert_eq!(stated_limits(docs), limits, "{docs}");
        }
    }

    #[test]
    fn a_name_is_shown_in_words() {
        assert_eq!(words("media-id"), "Media ID");
        assert_eq!(words("sha256"), "Sha256");
    }
}
