use serde_json::Value;

use crate::types::Mistakes;

/// The JSON Schema (draft 2020-12) of manifests, for any adapter.
pub const SCHEMA: &str = include_str!("../../schema/adapter.schema.json");

/// Everything in `manifest` that the schema does not allow; the path of each
/// is a JSON Pointer.
pub fn schema_mistakes(manifest: &Value) -> Mistakes {
    let mut mistakes = Mistakes::default();
    let validator = serde_json::from_str::<Value>(SCHEMA)
        .map_err(|error| error.to_string())
        .and_then(|schema| {
            jsonschema::draft202012::new(&schema).map_err(|error| error.to_string())
        });
    match validator {
        Ok(validator) => {
            for error in validator.iter_errors(manifest) {
                mistakes.push(error.instance_path().to_string(), error.to_string());
            }
        }
        Err(error) => mistakes.push("", format!("the schema itself is broken: {error}")),
    }
    mistakes
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_schema_is_valid_and_names_the_place_of_a_mistake() {
        let mistakes = schema_mistakes(&json!({
            "name": "x", "display": "X", "version": "1", "description": "d",
            "contract": "a:b/c@1.0.0", "properties": [{ "name": "p" }],
            "commands": [], "events": [], "releaseHistory": [], "extra": 1
        }));
        let paths: Vec<_> = mistakes
            .iter()
            .map(|mistake| mistake.path.as_str())
            .collect();
        assert!(paths.contains(&"/version"), "{mistakes}");
        assert!(paths.contains(&"/properties/0"), "{mistakes}");
        assert!(mistakes.to_string().contains("extra"), "{mistakes}");
    }
}
