use serde_json::Value;

use super::{RecordShape, Shape};
use crate::engine::ITEM;

impl Shape {
    /// Whether there are bytes in it, and so perhaps a whole file.
    pub(crate) fn holds_bytes(&self) -> bool {
        match self {
            Self::Bytes => true,
            Self::List(item) | Self::Option(item) => item.holds_bytes(),
            Self::Record(record) => record.holds_bytes(),
            Self::Tuple(places) => places.iter().any(Self::holds_bytes),
            Self::Variant(variant) => variant.holds_bytes(),
            Self::Result(ok, error) => [ok, error]
                .into_iter()
                .flatten()
                .any(|shape| shape.holds_bytes()),
            _ => false,
        }
    }

    /// How many bytes of the host's memory the lists in a value will take,
    /// before there is that value: in the host each item of a list has the size
    /// of any value, also each byte of a file.
    fn weight(&self, json: &Value) -> usize {
        match (self, json) {
            (Self::Bytes, Value::String(text)) => decoded(text).saturating_mul(ITEM),
            (Self::List(shape), Value::Array(items)) => items
                .iter()
                .map(|item| shape.weight(item).saturating_add(ITEM))
                .fold(0, usize::saturating_add),
            (Self::Option(shape), json) => shape.weight(json),
            (Self::Record(record), json) => record.weight(json),
            (Self::Tuple(shapes), Value::Array(items)) => shapes
                .iter()
                .zip(items)
                .map(|(shape, item)| shape.weight(item))
                .fold(0, usize::saturating_add),
            (Self::Variant(variant), Value::Object(members)) => variant
                .cases
                .iter()
                .filter_map(|(case, shape)| Some(shape.as_ref()?.weight(members.get(case)?)))
                .fold(0, usize::saturating_add),
            _ => 0,
        }
    }
}

/// How many bytes there are in base64 text.
fn decoded(text: &str) -> usize {
    let digits = text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=');
    digits.count() * 3 / 4
}

impl super::VariantShape {
    pub(crate) fn holds_bytes(&self) -> bool {
        let mut payloads = self.cases.iter().filter_map(|(_, shape)| shape.as_ref());
        payloads.any(Shape::holds_bytes)
    }
}

impl RecordShape {
    /// Whether there are bytes in one of its fields.
    pub(crate) fn holds_bytes(&self) -> bool {
        self.fields().iter().any(|field| field.shape.holds_bytes())
    }

    /// How many bytes of the host's memory the lists in a record will take.
    pub(crate) fn weight(&self, json: &Value) -> usize {
        self.weights(json)
            .map(|(_, weight)| weight)
            .fold(0, usize::saturating_add)
    }

    /// The JSON name of the field that takes most.
    pub(crate) fn heaviest<'s>(&'s self, json: &'s Value) -> Option<&'s str> {
        let heaviest = self.weights(json).max_by_key(|(_, weight)| *weight);
        heaviest.map(|(name, _)| name)
    }

    fn weights<'s>(&'s self, json: &'s Value) -> impl Iterator<Item = (&'s str, usize)> {
        self.fields().iter().filter_map(|field| {
            let value = json.get(&field.json_name)?;
            Some((field.json_name.as_str(), field.shape.weight(value)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn record(fields: Vec<(&str, Shape)>) -> RecordShape {
        let fields = fields.into_iter();
        RecordShape::new(fields.map(|(name, it)| (name.to_owned(), it)).collect()).unwrap()
    }

    #[test]
    fn each_byte_of_a_file_weighs_as_much_as_a_value() {
        let file = record(vec![
            ("content", Shape::Option(Box::new(Shape::Bytes))),
            ("name", Shape::String),
        ]);
        let request = json!({ "content": "AAAA".repeat(1000), "name": "x".repeat(5000) });
        assert_eq!(file.weight(&request), 3000 * ITEM);
        assert_eq!(file.heaviest(&request), Some("content"));
        assert_eq!(file.weight(&json!({ "name": "x" })), 0);
        assert!(file.holds_bytes());
    }

    #[test]
    fn bytes_are_counted_exactly_in_base64_of_any_form() {
        for (text, bytes) in [
            ("", 0),
            ("QQ==", 1),
            ("QUE=", 2),
            ("QU\nFB\r\n", 3),
            ("QUFBQQ==", 4),
        ] {
            assert_eq!(decoded(text), bytes, "{text}");
        }
    }

    #[test]
    fn files_are_found_wherever_they_are() {
        let inner = Shape::Record(record(vec![("file", Shape::Bytes)]));
        let outer = record(vec![("parts", Shape::List(Box::new(inner)))]);
        assert!(outer.holds_bytes());
        let request = json!({ "parts": [{ "file": "AAAA" }, { "file": "AAAAAAAA" }] });
        assert_eq!(outer.weight(&request), (2 + 3 + 6) * ITEM);
    }
}
