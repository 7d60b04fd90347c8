//! Examples, with their members in the contract's order: a TOML table has none.

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
}
