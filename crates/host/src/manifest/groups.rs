//! What the rows of a request say of each other.

use super::{Command, Kind, is_top_level};
use crate::types::Mistakes;

impl Command {
    /// The rows that cannot be given together with this one, whichever of the
    /// two says so. Those of a group of which exactly one is given are not
    /// among them.
    pub fn excluded_by(&self, name: &str) -> Vec<&str> {
        let own = self.request.iter().find(|row| row.name == name);
        let said = own.map(|row| row.excludes.as_slice()).unwrap_or_default();
        let mut excluded: Vec<&str> = said.iter().map(String::as_str).collect();
        for row in &self.request {
            let is_said = excluded.contains(&row.name.as_str());
            if !is_said && row.excludes.iter().any(|other| other == name) {
                excluded.push(&row.name);
            }
        }
        excluded
    }

    /// The group that this row belongs to: exactly one of them is given.
    pub fn group_of(&self, name: &str) -> Option<&[String]> {
        let mut groups = self.exactly_one_of.iter();
        groups
            .find(|group| group.iter().any(|it| it == name))
            .map(Vec::as_slice)
    }

    /// The names of the members that a row's value can have: `image`, for
    /// `header` and the row `header.image`.
    pub fn members_of(&self, name: &str) -> Vec<&str> {
        let rows = self.request.iter();
        rows.filter_map(|row| row.name.strip_prefix(name)?.strip_prefix('.'))
            .filter(|member| is_top_level(member))
            .collect()
    }

    /// Names that are not there, and groups that cannot be.
    pub(super) fn lost_in_groups(&self) -> Mistakes {
        let mut mistakes = Mistakes::default();
        let row = |name: &str| self.request.iter().find(|row| row.name == name);
        for it in &self.request {
            let mut wrong = |problem: String| {
                mistakes.push(
                    format!("command {}: request {}", self.name, it.name),
                    problem,
                );
            };
            for other in &it.excludes {
                if *other == it.name || row(other).is_none() {
                    wrong(format!("excludes `{other}`, which is no other field"));
                }
            }
            if it.exactly_one_member && it.kind != Kind::Object {
                wrong("has exactly one member, and is no object".to_owned());
            }
        }
        for group in &self.exactly_one_of {
            let place = || format!("command {}: exactlyOneOf", self.name);
            for name in group {
                match row(name) {
                    None => mistakes.push(place(), format!("`{name}` is no field")),
                    Some(row) if row.is_required => {
                        mistakes.push(place(), format!("`{name}` is required by itself"));
                    }
                    Some(_) => {}
                }
            }
            let mut parents = group.iter().map(|name| parent(name));
            let first = parents.next();
            if parents.any(|parent| Some(parent) != first) {
                let names = group.join(", ");
                mistakes.push(place(), format!("not in the same object: {names}"));
            }
        }
        mistakes
    }
}

/// The place of the object that a place is in.
fn parent(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(parent, _)| parent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn command(rows: &Value, groups: &Value) -> Command {
        serde_json::from_value(json!({
            "name": "send", "display": "Send", "description": "Sends.",
            "request": rows, "exactlyOneOf": groups, "response": []
        }))
        .unwrap()
    }

    fn row(name: &str, more: &Value) -> Value {
        let mut row = json!({
            "name": name, "display": name, "description": name,
            "isRequired": false, "type": "string"
        });
        let more = more.as_object().unwrap().clone();
        row.as_object_mut().unwrap().extend(more);
        row
    }

    #[test]
    fn an_exclusion_that_is_said_once_holds_for_both() {
        let rows = json!([
            row("a[0].price", &json!({ "excludes": ["a[0].date"] })),
            row("a[0].date", &json!({})),
            row("raw", &json!({ "excludes": ["a[0].price"] })),
        ]);
        let command = command(&rows, &json!([]));
        assert_eq!(command.excluded_by("a[0].price"), ["a[0].date", "raw"]);
        assert_eq!(command.excluded_by("a[0].date"), ["a[0].price"]);
        assert_eq!(command.excluded_by("raw"), ["a[0].price"]);
    }

    #[test]
    fn each_row_of_a_group_knows_it() {
        let rows = json!([
            row("link", &json!({})),
            row("id", &json!({})),
            row("to", &json!({}))
        ]);
        let command = command(&rows, &json!([["link", "id"]]));
        assert_eq!(command.group_of("id").unwrap(), ["link", "id"]);
        assert_eq!(command.group_of("to"), None);
    }

    #[test]
    fn members_are_those_directly_inside() {
        let rows = json!([
            row("header", &json!({ "type": "object" })),
            row("header.text", &json!({})),
            row("header.image.link", &json!({})),
            row("header.image", &json!({ "type": "object" })),
            row("headers", &json!({})),
        ]);
        assert_eq!(
            command(&rows, &json!([])).members_of("header"),
            ["text", "image"]
        );
    }

    #[test]
    fn names_that_are_lost_and_groups_that_cannot_be_are_told() {
        let rows = json!([
            row("a", &json!({ "excludes": ["x"], "exactlyOneMember": true })),
            row("b", &json!({ "isRequired": true })),
            row("c.d", &json!({})),
        ]);
        let mistakes = command(&rows, &json!([["a", "b"], ["a", "c.d", "y"]])).lost_in_groups();
        let told: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "command send: request a: excludes `x`, which is no other field",
                "command send: request a: has exactly one member, and is no object",
                "command send: exactlyOneOf: `b` is required by itself",
                "command send: exactlyOneOf: `y` is no field",
                "command send: exactlyOneOf: not in the same object: a, c.d, y",
            ]
        );
    }
}
