use serde_json::Value;

use super::Shape;

impl Shape {
    /// Reads what a person typed for a value of this shape: a string or a word
    /// as it stands, base64 without the line breaks that the usual commands put
    /// into it, a number or a boolean parsed, everything else as JSON text. Text that is not of the right form stays a string, so
    /// that [`Shape::check`] says what was expected.
    pub fn json_from_text(&self, text: String) -> Value {
        match self {
            Self::String | Self::Char | Self::Enum(_) => Value::String(text),
            Self::Bytes => Value::String(text.split_ascii_whitespace().collect()),
            Self::Option(inner) => inner.json_from_text(text),
            Self::Bool => match text.as_str() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                _ => Value::String(text),
            },
            Self::Int(_) | Self::Float32 | Self::Float64 => match serde_json::from_str(&text) {
                Ok(Value::Number(number)) => Value::Number(number),
                _ => Value::String(text),
            },
            // A variant's case without a payload is a plain word, with no
            // quotes to type around it.
            _ => serde_json::from_str(&text).unwrap_or(Value::String(text)),
        }
    }
}
