//! The manifest as text: a row on a line, so that a change shows as one.

use serde_json::Value;

/// Members that hold tables: each row of them has its own line.
const TABLES: &[&str] = &[
    "properties",
    "commands",
    "events",
    "request",
    "response",
    "releaseHistory",
];

/// The text of the whole manifest.
pub fn text(manifest: &Value) -> String {
    let mut text = String::new();
    write(manifest, 0, &mut text);
    text.push('\n');
    text
}

fn write(value: &Value, depth: usize, text: &mut String) {
    match value {
        Value::Object(members) if members.keys().any(|it| TABLES.contains(&it.as_str())) => {
            let members = members.iter().map(|(name, value)| {
                let mut member = format!("{}: ", Value::from(name.as_str()));
                if TABLES.contains(&name.as_str()) {
                    rows(value, depth + 1, &mut member);
                } else {
                    member.push_str(&line(value));
                }
                member
            });
            block('{', &members.collect::<Vec<_>>(), '}', depth, text);
        }
        other => text.push_str(&line(other)),
    }
}

fn rows(value: &Value, depth: usize, text: &mut String) {
    let rows = value.as_array().into_iter().flatten().map(|row| {
        let mut text = String::new();
        write(row, depth + 1, &mut text);
        text
    });
    block('[', &rows.collect::<Vec<_>>(), ']', depth, text);
}

fn block(open: char, items: &[String], close: char, depth: usize, text: &mut String) {
    text.push(open);
    let last = items.len().saturating_sub(1);
    for (index, item) in items.iter().enumerate() {
        let comma = if index == last { "" } else { "," };
        text.extend(["\n", &"  ".repeat(depth + 1), item, comma]);
    }
    if !items.is_empty() {
        text.extend(["\n", &"  ".repeat(depth)]);
    }
    text.push(close);
}

/// A value on one line.
fn line(value: &Value) -> String {
    match value {
        Value::Object(members) if !members.is_empty() => {
            let members = members
                .iter()
                .map(|(name, value)| format!("{}: {}", Value::from(name.as_str()), line(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) if !items.is_empty() => {
            let items = items.iter().map(line);
            format!("[{}]", items.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}
