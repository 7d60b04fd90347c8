//! What the demo shows, on standard output.

use serde_json::Value;

/// The widest a line of a value is.
const WIDTH: usize = 90;
/// The most lines of one value.
const LINES: usize = 3;

/// A new scene.
pub fn scene(title: &str) {
    println!("\n{title}\n{}", "-".repeat(title.chars().count()));
}

/// A sentence between two commands.
pub fn remark(text: &str) {
    println!("{}", format!("  {text}").trim_end());
}

/// A command line, as a user types it.
pub fn command(line: &str) {
    println!("\n  $ {line}");
}

/// What a file holds.
pub fn text(text: &str) {
    for line in text.lines() {
        println!("    {line}");
    }
}

/// The members of an answer or an event, one a line, each by its path: the
/// same paths that `adapter.json` lists.
pub fn members(value: &Value, indent: usize) {
    let mut leaves = Vec::new();
    flatten(String::new(), value, &mut leaves);
    let widest = leaves.iter().map(|(path, _)| path.chars().count()).max();
    for (path, leaf) in leaves {
        let width = widest.unwrap_or_default();
        let mut path = path.as_str();
        for line in lines(&leaf) {
            println!("{:indent$}{path:width$}  {line}", "");
            path = "";
        }
    }
}

/// One event.
pub fn event(event: &Value) {
    let name = event["event"].as_str().unwrap_or("?");
    println!("  event {name}");
    members(&event["properties"], 4);
}

/// One event in one line: its name and the values at `paths`.
pub fn event_line(event: &Value, paths: &[&str]) {
    let name = event["event"].as_str().unwrap_or("?");
    let values: Vec<String> = paths
        .iter()
        .filter_map(|path| at(&event["properties"], path))
        .map(plain)
        .collect();
    println!("  event {name:20}  {}", values.join("  "));
}

/// The value at a path like `messages[0].text.body`.
pub fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    let steps = path.replace(['.', '['], "/").replace(']', "");
    value.pointer(&format!("/{steps}"))
}

fn flatten(path: String, value: &Value, leaves: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, member) in members {
                let path = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                flatten(path, member, leaves);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                flatten(format!("{path}[{index}]"), item, leaves);
            }
        }
        leaf => leaves.push((path, plain(leaf))),
    }
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), ToOwned::to_owned)
}

/// The text in lines, broken between words where it can be, and cut after a
/// few.
fn lines(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let mut word: Vec<char> = word.chars().collect();
        if let Some(line) = lines.last_mut() {
            if line.chars().count() + 1 + word.len() <= WIDTH && !line.is_empty() {
                line.push(' ');
            } else if !line.is_empty() {
                lines.push(String::new());
            }
        }
        while word.len() > WIDTH {
            let rest = word.split_off(WIDTH);
            if let Some(line) = lines.last_mut() {
                line.extend(word);
            }
            lines.push(String::new());
            word = rest;
        }
        if let Some(line) = lines.last_mut() {
            line.extend(word);
        }
    }
    if lines.len() > LINES {
        lines.truncate(LINES);
        if let Some(line) = lines.last_mut() {
            line.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{at, flatten, lines};

    #[test]
    fn a_value_is_shown_by_the_paths_of_the_manifest() {
        let value = json!({"messages": [{"text": {"body": "hi"}, "errors": []}], "n": 1});
        let mut leaves = Vec::new();
        flatten(String::new(), &value, &mut leaves);
        let shown: Vec<(&str, &str)> = leaves
            .iter()
            .map(|(path, leaf)| (path.as_str(), leaf.as_str()))
            .collect();
        assert_eq!(
            shown,
            [
                ("messages[0].text.body", "hi"),
                ("messages[0].errors", "[]"),
                ("n", "1")
            ]
        );
    }

    #[test]
    fn a_path_finds_its_value() {
        let value = json!({"messages": [{"text": {"body": "hi"}}]});
        assert_eq!(at(&value, "messages[0].text.body"), Some(&json!("hi")));
        assert_eq!(at(&value, "messages[1].text.body"), None);
    }

    #[test]
    fn a_long_value_is_broken_between_words() {
        assert_eq!(lines("short"), ["short"]);
        let words = ["é".repeat(60), "è".repeat(40), "ê".repeat(40)];
        let shown = lines(&words.join(" "));
        assert_eq!(shown, [words[0].clone(), words[1..].join(" ")]);
    }

    #[test]
    fn a_very_long_value_is_cut() {
        let shown = lines(&"x".repeat(1000));
        let widths: Vec<usize> = shown.iter().map(|line| line.chars().count()).collect();
        assert_eq!(widths, [90, 90, 91]);
        assert!(shown[2].ends_with('…'));
    }
}
