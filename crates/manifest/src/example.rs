//! Examples: their members in the contract's order, which a TOML table does not
//! keep, and those of events.

use serde_json::{Map, Value};

use crate::rows::Row;

/// The value at `path` with its members in the order of the rows.
pub fn in_order(value: Value, path: &str, rows: &[&str]) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<(String, Value)> = members.into_iter().collect();
            let inner = |name: &str| match path {
                "" => name.to_owned(),
                path => format!("{path}.{name}"),
            };
            members.sort_by_key(|(name, _)| {
                let path = inner(name);
                rows.iter().position(|row| **row == path)
            });
            let members = members.into_iter().map(|(name, value)| {
                let value = in_order(value, &inner(&name), rows);
                (name, value)
            });
            members.collect::<Map<_, _>>().into()
        }
        Value::Array(items) => {
            let path = format!("{path}[0]");
            let items = items.into_iter();
            items.map(|item| in_order(item, &path, rows)).collect()
        }
        other => other,
    }
}

/// Puts the examples of all rows in order.
pub fn put_in_order(rows: &mut [Row]) {
    let paths: Vec<String> = rows.iter().map(|row| row.path.clone()).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    for row in rows {
        if let Some(example) = row.hints.example.take() {
            row.hints.example = Some(in_order(example, &row.path, &paths));
        }
    }
}

/// Gives each value of a payload to the row of an event that describes it, as
/// its example. Returns what does not fit, each in a sentence.
pub fn give_to_rows(payload: &Value, rows: &mut [Value]) -> Vec<String> {
    let mut problems = Vec::new();
    give(payload, "", rows, &mut problems);
    problems
}

fn give(value: &Value, path: &str, rows: &mut [Value], problems: &mut Vec<String>) {
    let within = |row: &Value| {
        let rest = row["name"].as_str().and_then(|it| it.strip_prefix(path));
        rest.is_some_and(|rest| path.is_empty() || rest.starts_with(['.', '[']))
    };
    match value {
        Value::Object(members) if rows.iter().any(within) => {
            for (name, value) in members {
                let dot = if path.is_empty() { "" } else { "." };
                give(value, &format!("{path}{dot}{name}"), rows, problems);
            }
        }
        Value::Array(items) if rows.iter().any(within) => match items.as_slice() {
            [item] => give(item, &format!("{path}[0]"), rows, problems),
            _ => problems.push(format!("the example needs exactly one item in {path}")),
        },
        value => match rows.iter_mut().find(|row| row["name"] == path) {
            Some(row) if fits(value, row) => row["example"] = value.clone(),
            Some(_) => problems.push(format!(
                "{path} in the example does not have its row's type"
            )),
            None => problems.push(format!("the example contains {path}, which has no row")),
        },
    }
}

/// Whether a value has the type that its row names for the payload.
fn fits(value: &Value, row: &Value) -> bool {
    let is = |kind: &Value| match kind.as_str() {
        Some("string") => value.is_string(),
        Some("integer") => value.is_u64() || value.is_i64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => false,
    };
    match row.get("payloadTypes").and_then(Value::as_array) {
        Some(kinds) => kinds.iter().any(is),
        None => row.get("type").is_some_and(is),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn members_have_the_order_of_the_rows() {
        let rows = ["text", "pages", "pages[0].title", "pages[0].body"];
        let example = json!({"pages": [{"body": "b", "title": "t"}], "text": "x"});
        assert_eq!(
            in_order(example, "", &rows).to_string(),
            r#"{"text":"x","pages":[{"title":"t","body":"b"}]}"#
        );
    }

    fn event_rows() -> Vec<Value> {
        let row = |name: &str, kind: &str| json!({"name": name, "type": kind});
        vec![
            row("all", "array"),
            row("all[0].id", "string"),
            row("all[0].more", "object"),
            json!({"name": "code", "type": "string", "payloadTypes": ["integer"]}),
        ]
    }

    #[test]
    fn each_value_of_a_payload_is_the_example_of_its_row() {
        let mut rows = event_rows();
        let payload = json!({"all": [{"id": "7", "more": {"x": 1}}], "code": 131_047});
        assert_eq!(give_to_rows(&payload, &mut rows), [] as [&str; 0]);
        let examples: Vec<Option<&Value>> = rows.iter().map(|row| row.get("example")).collect();
        assert_eq!(
            examples,
            [
                None,
                Some(&json!("7")),
                Some(&json!({"x": 1})),
                Some(&json!(131_047))
            ]
        );
    }

    #[test]
    fn a_value_that_fits_no_row_is_named() {
        let mut rows = event_rows();
        let payload = json!({"all": [], "code": "131047", "other": {"x": 1}});
        assert_eq!(
            give_to_rows(&payload, &mut rows),
            [
                "the example needs exactly one item in all",
                "code in the example does not have its row's type",
                "the example contains other, which has no row",
            ]
        );
    }
}
