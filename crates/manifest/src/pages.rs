//! Tables of the manifest within pages that people write.
//!
//! A page has a table between two lines:
//!
//! ```text
//! <!-- manifest: commands -->
//! <!-- manifest end -->
//! ```

use serde_json::Value;

use crate::prose::{capitalized, sentence};

const BEGIN: &str = "<!-- manifest: ";
const BEGIN_END: &str = " -->";
const END: &str = "<!-- manifest end -->";

/// The page with the tables of this manifest: `properties`, `commands`,
/// `events`, and `limits COMMAND…`, which compares the limits of the fields
/// of some commands.
///
/// # Errors
///
/// A sentence, if a table has no end or no table has its name.
pub fn with_tables(page: &str, manifest: &Value) -> Result<String, String> {
    let mut written = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        let (name, after) = after
            .split_once(BEGIN_END)
            .ok_or_else(|| format!("`{BEGIN}` without `{BEGIN_END}`"))?;
        let (_, after) = after
            .split_once(END)
            .ok_or_else(|| format!("the table {name} has no `{END}`"))?;
        let table = match name {
            "properties" => properties(manifest),
            "commands" => commands(manifest),
            "events" => events(manifest),
            other if other.starts_with("limits ") => {
                limits_of(manifest, &other.split(' ').skip(1).collect::<Vec<_>>())?
            }
            other => return Err(format!("there is no table {other}")),
        };
        written.extend([before, BEGIN, name, BEGIN_END, "\n", &table, END]);
        rest = after;
    }
    written.push_str(rest);
    Ok(written)
}

fn properties(manifest: &Value) -> String {
    let rows = list(manifest, "properties").iter().map(|row| {
        let required = row["isRequired"] == true;
        let flags = [(required, "yes"), (row["isSecret"] == true, "secret")];
        let flags = flags.iter().filter(|flag| flag.0).map(|flag| flag.1);
        let mut meaning = sentence(text(row, "comments")).to_owned();
        for limit in limits(row) {
            meaning.extend([" ", &limit]);
        }
        vec![
            code(text(row, "name")),
            flags.collect::<Vec<_>>().join(", "),
            meaning,
        ]
    });
    table(&["Name", "Required", "Meaning"], rows)
}

fn commands(manifest: &Value) -> String {
    let rows = list(manifest, "commands").iter().map(|command| {
        let groups = list(command, "exactlyOneOf");
        let group_of = |name: &str| {
            groups
                .iter()
                .find(|group| group.as_array().is_some_and(|it| it.contains(&name.into())))
        };
        let (mut required, mut optional) = (Vec::new(), Vec::new());
        for row in list(command, "request") {
            let name = text(row, "name");
            if name.contains(['.', '[']) {
                continue;
            }
            match group_of(name) {
                Some(group) if group[0] == name => {
                    let names = group.as_array().into_iter().flatten();
                    let names = names.filter_map(Value::as_str).map(code);
                    required.push(format!(
                        "one of {}",
                        names.collect::<Vec<_>>().join(" and ")
                    ));
                }
                Some(_) => {}
                None if row["isRequired"] == true => required.push(code(name)),
                None => optional.push(code(name)),
            }
        }
        vec![
            code(text(command, "name")),
            required.join(", "),
            optional.join(", "),
        ]
    });
    table(&["Name", "Required", "Optional"], rows)
}

fn events(manifest: &Value) -> String {
    let rows = list(manifest, "events").iter().map(|event| {
        let mut members: Vec<String> = Vec::new();
        for row in list(event, "properties") {
            let path = text(row, "name").split('.').next().unwrap_or_default();
            let member = code(path.trim_end_matches("[0]"));
            if !members.contains(&member) {
                members.push(member);
            }
        }
        vec![
            code(text(event, "name")),
            sentence(text(event, "description")).to_owned(),
            members.join(", "),
        ]
    });
    table(&["Name", "When", "Properties"], rows)
}

fn limits_of(manifest: &Value, names: &[&str]) -> Result<String, String> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (column, name) in names.iter().enumerate() {
        let mut commands = list(manifest, "commands").iter();
        let command = commands
            .find(|command| text(command, "name") == *name)
            .ok_or_else(|| format!("there is no command {name}"))?;
        for field in list(command, "request") {
            let limits = [length(field), value(field)].into_iter().flatten();
            let limit = limits.collect::<Vec<_>>().join(", ");
            if limit.is_empty() {
                continue;
            }
            let field = code(text(field, "name"));
            let known = rows.iter().position(|row| row.first() == Some(&field));
            let row = known.unwrap_or_else(|| {
                let mut row = vec![String::new(); names.len() + 1];
                row[0] = field;
                rows.push(row);
                rows.len() - 1
            });
            rows[row][column + 1] = limit;
        }
    }
    let mut head = vec!["Field".to_owned()];
    head.extend(names.iter().map(|name| code(name)));
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    Ok(table(&head, rows.into_iter()))
}

/// The limits of a property's value, and its default.
fn limits(row: &Value) -> Vec<String> {
    let length = length(row).map(|it| format!("{} characters.", capitalized(&it)));
    let value = value(row).map(|it| format!("{}.", capitalized(&it)));
    let default = row.get("defaultValue").map(|value| {
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        format!("Default: {}.", code(&value))
    });
    [length, value, default].into_iter().flatten().collect()
}

/// How many characters or items there may be.
fn length(row: &Value) -> Option<String> {
    span(row.get("minimumLength"), row.get("maximumLength"))
}

/// What numbers there may be.
fn value(row: &Value) -> Option<String> {
    span(row.get("minimumValue"), row.get("maximumValue"))
}

fn span(least: Option<&Value>, most: Option<&Value>) -> Option<String> {
    match (least, most) {
        (Some(least), Some(most)) => Some(format!("{least} to {most}")),
        (Some(least), None) => Some(format!("at least {least}")),
        (None, Some(most)) => Some(format!("at most {most}")),
        (None, None) => None,
    }
}

fn table(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut table = format!("| {} |\n|{}\n", head.join(" | "), "---|".repeat(head.len()));
    for row in rows {
        let cells = row.iter().map(|cell| match cell.as_str() {
            "" => " ".to_owned(),
            text => format!(" {} ", text.replace('|', "\\|")),
        });
        table.extend(["|", &cells.collect::<Vec<_>>().join("|"), "|\n"]);
    }
    table
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

fn list<'a>(parent: &'a Value, name: &str) -> &'a [Value] {
    parent[name].as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(parent: &'a Value, name: &str) -> &'a str {
    parent[name].as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_table_is_written_between_its_lines_and_nothing_else_changes() {
        let manifest = json!({"commands": [{
            "name": "greet",
            "exactlyOneOf": [["id", "name"]],
            "request": [
                {"name": "text", "isRequired": true},
                {"name": "id", "isRequired": false},
                {"name": "name", "isRequired": false},
                {"name": "loud", "isRequired": false},
                {"name": "loud.very", "isRequired": false},
            ],
        }]});
        let page = "a\n<!-- manifest: commands -->\nold\n<!-- manifest end -->\nb\n";
        let written = with_tables(page, &manifest).unwrap();
        assert_eq!(
            written,
            "a\n<!-- manifest: commands -->\n\
             | Name | Required | Optional |\n|---|---|---|\n\
             | `greet` | `text`, one of `id` and `name` | `loud` |\n\
             <!-- manifest end -->\nb\n"
        );
        assert_eq!(with_tables(&written, &manifest).as_deref(), Ok(&*written));
    }

    #[test]
    fn a_table_that_does_not_exist_or_does_not_end_is_named() {
        let error = with_tables("<!-- manifest: cats -->\n<!-- manifest end -->", &json!({}));
        assert_eq!(error, Err("there is no table cats".to_owned()));
        assert!(with_tables("<!-- manifest: events -->\n", &json!({})).is_err());
    }
}
