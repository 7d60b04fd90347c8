use std::cmp::Ordering;

use serde_json::{Number, Value};

use super::Limits;

impl Limits {
    /// What is wrong with `value`, if anything is. The value itself is never
    /// repeated: it may be a secret, or somebody's message.
    pub fn problem(&self, value: &Value) -> Option<String> {
        let unit = match value {
            Value::String(_) => "characters",
            _ => "items",
        };
        let length = match value {
            Value::String(text) => Some(text.chars().count() as u64),
            Value::Array(items) => Some(items.len() as u64),
            _ => None,
        };
        if let Some(length) = length {
            if let Some(least) = self.minimum_length.filter(|least| length < *least) {
                return Some(format!(
                    "too short: {length} {unit}, at least {least} are needed"
                ));
            }
            if let Some(most) = self.maximum_length.filter(|most| length > *most) {
                return Some(format!(
                    "too long: {length} {unit}, at most {most} are allowed"
                ));
            }
        }
        if let Value::Number(number) = value {
            if let Some(least) = &self.minimum_value
                && compare(number, least) == Some(Ordering::Less)
            {
                return Some(format!("too small: {number}, the least is {least}"));
            }
            if let Some(most) = &self.maximum_value
                && compare(number, most) == Some(Ordering::Greater)
            {
                return Some(format!("too large: {number}, the greatest is {most}"));
            }
        }
        let allowed = self.allowed_values.as_ref()?;
        if allowed.contains(value) {
            return None;
        }
        let allowed: Vec<String> = allowed.iter().map(Value::to_string).collect();
        Some(format!(
            "not an allowed value: use one of {}",
            allowed.join(", ")
        ))
    }
}

/// Whole numbers are compared exactly, others as floating point.
fn compare(a: &Number, b: &Number) -> Option<Ordering> {
    match (whole(a), whole(b)) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        _ => a.as_f64()?.partial_cmp(&b.as_f64()?),
    }
}

fn whole(number: &Number) -> Option<i128> {
    number
        .as_i64()
        .map(i128::from)
        .or_else(|| number.as_u64().map(i128::from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn limits(json: &Value) -> Limits {
        let number = |name: &str| json.get(name).and_then(Value::as_number).cloned();
        let length = |name: &str| json.get(name).and_then(Value::as_u64);
        Limits {
            maximum_value: number("maximumValue"),
            minimum_value: number("minimumValue"),
            maximum_length: length("maximumLength"),
            minimum_length: length("minimumLength"),
            allowed_values: json.get("allowedValues").and_then(Value::as_array).cloned(),
            example: None,
        }
    }

    #[test]
    fn lengths_count_characters_not_bytes() {
        let limits = limits(&json!({ "minimumLength": 2, "maximumLength": 3 }));
        assert_eq!(limits.problem(&json!("äöü")), None);
        assert_eq!(
            limits.problem(&json!("äöü€")).unwrap(),
            "too long: 4 characters, at most 3 are allowed"
        );
        assert_eq!(
            limits.problem(&json!("€")).unwrap(),
            "too short: 1 characters, at least 2 are needed"
        );
    }

    #[test]
    fn lengths_of_arrays_count_items() {
        let limits = limits(&json!({ "maximumLength": 1 }));
        assert_eq!(
            limits.problem(&json!([1, 2])).unwrap(),
            "too long: 2 items, at most 1 are allowed"
        );
    }

    #[test]
    fn values_are_bounded_on_both_sides_and_the_bounds_belong() {
        let limits = limits(&json!({ "minimumValue": 1, "maximumValue": 300 }));
        assert_eq!(limits.problem(&json!(1)), None);
        assert_eq!(limits.problem(&json!(300)), None);
        assert_eq!(
            limits.problem(&json!(0)).unwrap(),
            "too small: 0, the least is 1"
        );
        assert_eq!(
            limits.problem(&json!(300.5)).unwrap(),
            "too large: 300.5, the greatest is 300"
        );
    }

    #[test]
    fn whole_numbers_beyond_floating_point_are_compared_exactly() {
        let limits = limits(&json!({ "maximumValue": 9_007_199_254_740_992_u64 }));
        assert!(limits.problem(&json!(9_007_199_254_740_993_u64)).is_some());
    }

    #[test]
    fn only_the_allowed_values_pass() {
        let limits = limits(&json!({ "allowedValues": ["a", "b"] }));
        assert_eq!(limits.problem(&json!("b")), None);
        assert_eq!(
            limits.problem(&json!("c")).unwrap(),
            "not an allowed value: use one of \"a\", \"b\""
        );
    }
}
