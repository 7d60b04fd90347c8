use serde_json::Value;

use super::Command;
use crate::{Mistakes, place};

impl Command {
    /// What is wrong with a request by the manifest's own account: a value out
    /// of its limits, two fields of which only one may be there, or none of
    /// which one must. Places within a value are not looked at, and the types
    /// of the values are the component's to state.
    pub fn mistakes_in(&self, request: &Value) -> Mistakes {
        let given = |name: &str| request.get(name).filter(|value| !value.is_null());
        let mut mistakes = Mistakes::default();
        for row in &self.request {
            let Some(value) = given(&row.name) else {
                continue;
            };
            if let Some(problem) = row.limits.problem(value) {
                mistakes.push(&row.name, problem);
            }
            if let (true, Value::Object(members)) = (row.exactly_one_member, value)
                && members.len() != 1
            {
                let found = members.len();
                mistakes.push(
                    &row.name,
                    format!("exactly one member is needed, not {found}"),
                );
            }
            for other in &row.excludes {
                if given(other).is_some() {
                    mistakes.push(
                        &row.name,
                        format!("cannot be given together with `{other}`: leave one out"),
                    );
                }
            }
        }
        let is_top_level =
            |group: &&Vec<String>| group.iter().all(|name| place::is_top_level(name));
        for group in self.exactly_one_of.iter().filter(is_top_level) {
            let found = group.iter().filter(|name| given(name).is_some()).count();
            if found != 1 {
                let problem = format!("exactly one of them is needed, not {found}");
                mistakes.push(group.join(", "), problem);
            }
        }
        mistakes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn command() -> Command {
        let field = |name: &str| {
            json!({
                "name": name, "display": name, "description": name,
                "isRequired": false, "type": "string"
            })
        };
        let mut link = field("link");
        link["maximumLength"] = json!(4);
        link["excludes"] = json!(["id", "bytes"]);
        crate::manifest::read::command(&json!({
            "name": "send", "display": "Send", "description": "Sends.",
            "request": [link, field("id"), field("bytes")],
            "response": []
        }))
    }

    fn told(request: &Value) -> Vec<String> {
        let mistakes = command().mistakes_in(request);
        mistakes.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn two_fields_that_exclude_each_other_are_a_mistake_and_one_is_none() {
        assert_eq!(
            told(&json!({ "link": "a", "id": "b" })),
            ["link: cannot be given together with `id`: leave one out"]
        );
        assert_eq!(told(&json!({ "link": "a" })), [] as [&str; 0]);
        assert_eq!(told(&json!({ "id": "b", "bytes": "c" })), [] as [&str; 0]);
    }

    #[test]
    fn a_field_that_is_null_is_not_given() {
        assert_eq!(told(&json!({ "link": "a", "id": null })), [] as [&str; 0]);
        assert_eq!(told(&json!({ "link": null, "id": "b" })), [] as [&str; 0]);
    }

    #[test]
    fn of_a_group_one_is_needed_and_two_are_too_many() {
        let mut command = command();
        command.exactly_one_of = vec![vec!["id".to_owned(), "bytes".to_owned()]];
        let told = |request: &Value| command.mistakes_in(request).to_string();
        assert_eq!(told(&json!({ "id": "b" })), "");
        assert_eq!(
            told(&json!({ "id": null })),
            "id, bytes: exactly one of them is needed, not 0"
        );
        assert_eq!(
            told(&json!({ "id": "b", "bytes": "c" })),
            "id, bytes: exactly one of them is needed, not 2"
        );
    }

    #[test]
    fn an_object_that_is_one_case_has_one_member() {
        let mut command = command();
        command.request[1].exactly_one_member = true;
        let told = |request: &Value| command.mistakes_in(request).to_string();
        assert_eq!(told(&json!({ "id": { "text": "a" } })), "");
        assert_eq!(
            told(&json!({ "id": {} })),
            "id: exactly one member is needed, not 0"
        );
    }

    #[test]
    fn limits_and_exclusions_are_told_together() {
        assert_eq!(
            told(&json!({ "link": "abcde", "bytes": "c" })),
            [
                "link: too long: 5 characters, at most 4 are allowed",
                "link: cannot be given together with `bytes`: leave one out"
            ]
        );
    }
}
