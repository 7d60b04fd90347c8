use serde_json::Value;

use super::Command;
use crate::types::Mistakes;

impl Command {
    /// What is wrong with a request by the manifest's own account: a value out
    /// of its limits, or two fields of which only one may be there. The types
    /// of the values are the component's to state.
    pub(crate) fn mistakes_in(&self, request: &Value) -> Mistakes {
        let given = |name: &str| request.get(name).filter(|value| !value.is_null());
        let mut mistakes = Mistakes::default();
        for row in &self.request {
            let Some(value) = given(&row.name) else {
                continue;
            };
            if let Some(problem) = row.limits.problem(value) {
                mistakes.push(&row.name, problem);
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
        serde_json::from_value(json!({
            "name": "send", "display": "Send", "description": "Sends.",
            "request": [link, field("id"), field("bytes")],
            "response": []
        }))
        .unwrap()
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
