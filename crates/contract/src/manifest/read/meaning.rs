//! What a schema cannot say: names that are there twice, or refer to nothing.

use crate::manifest::{Command, Kind, Manifest};
use crate::{Mistakes, place};

impl Manifest {
    pub(super) fn mistakes_in_meaning(&self) -> Mistakes {
        let mut mistakes = self.repeated_names();
        for property in &self.properties {
            if property.is_secret && !property.event_paths.is_empty() {
                mistakes.push(
                    format!("property {}", property.name),
                    "is a secret, and has eventPaths: values that events carry are shown",
                );
            }
        }
        self.check_command(&mut mistakes);
        for command in &self.commands {
            command.lost_in_groups(&mut mistakes);
        }
        mistakes
    }

    /// What is wrong with the command that checks the properties.
    fn check_command(&self, mistakes: &mut Mistakes) {
        let Some(name) = &self.check_command else {
            return;
        };
        match self.known_command(name) {
            Err(hint) => {
                let problem = format!("`{name}` is not a command; {hint}");
                mistakes.push("checkCommand", problem);
            }
            Ok(command) => {
                let needed = command.request.iter().find(|row| row.is_required);
                if let Some(row) = needed {
                    let problem = format!(
                        "`{name}` requires the field `{}`: a check is called without fields",
                        row.name
                    );
                    mistakes.push("checkCommand", problem);
                }
            }
        }
    }

    fn repeated_names(&self) -> Mistakes {
        let mut mistakes = Mistakes::default();
        let mut look = |place: &str, names: Vec<&str>| {
            for (index, name) in names.iter().enumerate() {
                if names.iter().take(index).any(|earlier| earlier == name) {
                    mistakes.push(format!("{place} {name}"), "appears twice in the manifest");
                }
            }
        };
        macro_rules! names {
            ($rows:expr) => {
                $rows.iter().map(|row| row.name.as_str()).collect()
            };
        }
        look("property", names!(self.properties));
        look("command", names!(self.commands));
        look("event", names!(self.events));
        for command in &self.commands {
            let name = &command.name;
            look(&format!("command {name}: request"), names!(command.request));
            look(
                &format!("command {name}: response"),
                names!(command.response),
            );
        }
        for event in &self.events {
            let place = format!("event {}: property", event.name);
            look(&place, names!(event.properties));
        }
        mistakes
    }
}

impl Command {
    /// Names that are not there, and groups that cannot be.
    fn lost_in_groups(&self, mistakes: &mut Mistakes) {
        for row in &self.request {
            let mut wrong = |problem: String| {
                let place = format!("command {}: request {}", self.name, row.name);
                mistakes.push(place, problem);
            };
            for other in &row.excludes {
                if *other == row.name || self.field(other).is_none() {
                    wrong(format!("excludes `{other}`, which is not another field"));
                }
            }
            if row.exactly_one_member && row.kind != Kind::Object {
                wrong("has exactly one member, but is not an object".to_owned());
            }
        }
        for group in &self.exactly_one_of {
            let mut wrong = |problem: String| {
                mistakes.push(format!("command {}: exactlyOneOf", self.name), problem);
            };
            for name in group {
                match self.field(name) {
                    None => wrong(format!("`{name}` is not a field")),
                    Some(row) if row.is_required => {
                        wrong(format!("`{name}` is required by itself"));
                    }
                    Some(_) => {}
                }
            }
            let mut parents = group.iter().map(|name| place::parent(name));
            let first = parents.next();
            if parents.any(|parent| Some(parent) != first) {
                wrong(format!("not in the same object: {}", group.join(", ")));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn mistakes(check: Option<&str>, rows: &Value, groups: Option<Value>) -> Vec<String> {
        let command = |name: &str, rows: &Value| {
            json!({
                "name": name, "display": name, "description": name,
                "request": rows, "response": []
            })
        };
        let mut send = command("send", rows);
        if let Some(groups) = groups {
            send["exactlyOneOf"] = groups;
        }
        let mut manifest = json!({
            "name": "x", "display": "X", "version": "1.0.0", "description": "d",
            "contract": "a:b/c@1.0.0", "properties": [],
            "commands": [command("testLink", &json!([])), send],
            "events": [], "releaseHistory": []
        });
        if let Some(check) = check {
            manifest["checkCommand"] = check.into();
        }
        match Manifest::from_value(&manifest) {
            Ok(_) => Vec::new(),
            Err(mistakes) => mistakes.iter().map(ToString::to_string).collect(),
        }
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
    fn the_command_that_checks_the_properties_exists_and_needs_no_field() {
        let rows = json!([row("to", &json!({ "isRequired": true }))]);
        let told = |check| mistakes(Some(check), &rows, None);
        assert_eq!(told("testLink"), [] as [&str; 0]);
        assert_eq!(
            told("testlink"),
            ["checkCommand: `testlink` is not a command; did you mean `testLink`?"]
        );
        assert_eq!(
            told("send"),
            ["checkCommand: `send` requires the field `to`: a check is called without fields"]
        );
    }

    #[test]
    fn names_that_refer_to_nothing_and_groups_that_cannot_be_are_mistakes() {
        let rows = json!([
            row("a", &json!({ "excludes": ["x"], "exactlyOneMember": true })),
            row("b", &json!({ "isRequired": true })),
            row("c.d", &json!({})),
        ]);
        let groups = json!([["a", "b"], ["a", "c.d", "y"]]);
        assert_eq!(
            mistakes(None, &rows, Some(groups)),
            [
                "command send: request a: excludes `x`, which is not another field",
                "command send: request a: has exactly one member, but is not an object",
                "command send: exactlyOneOf: `b` is required by itself",
                "command send: exactlyOneOf: `y` is not a field",
                "command send: exactlyOneOf: not in the same object: a, c.d, y",
            ]
        );
    }
}
