//! Parameters that fill in variables.

use serde_json::Value;

use super::{mismatch, type_of};
use crate::model::GraphError;
use crate::model::templates::variables;

/// Fills the variables of `text` from `parameters`. `place` is `header` or `body`, as Graph names it.
pub(super) fn fill(
    place: &str,
    text: &str,
    parameters: &[Value],
    named: bool,
) -> Result<String, GraphError> {
    let wanted = variables(text);
    if wanted.len() != parameters.len() {
        return Err(GraphError::new(132_000).details(format!(
            "{place}: number of localizable_params ({}) does not match the expected number of params ({})",
            parameters.len(),
            wanted.len()
        )));
    }
    let mut values = Vec::new();
    for (position, parameter) in parameters.iter().enumerate() {
        let value = value(place, parameter)?;
        let name = if named {
            parameter["parameter_name"]
                .as_str()
                .filter(|name| !name.is_empty())
                .ok_or_else(|| GraphError::invalid("Parameter name is missing or empty"))?
                .to_owned()
        } else {
            (position + 1).to_string()
        };
        values.push((name, value));
    }
    substitute(place, text, &wanted, &values)
}

fn substitute(
    place: &str,
    text: &str,
    wanted: &[&str],
    values: &[(String, String)],
) -> Result<String, GraphError> {
    for name in wanted {
        if !values.iter().any(|(given, _)| given == name) {
            return Err(GraphError::invalid(format!(
                "{place}: there is no parameter with the name {name}"
            )));
        }
    }
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        let Some((name, behind)) = after.split_once("}}") else {
            rest = after;
            break;
        };
        let value = values.iter().find(|(given, _)| given == name.trim());
        filled.push_str(value.map_or("", |(_, value)| value.as_str()));
        rest = behind;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// The text that a parameter shows.
fn value(place: &str, parameter: &Value) -> Result<String, GraphError> {
    let kind = type_of(Some(parameter));
    let text = match kind.as_str() {
        "TEXT" => parameter["text"].as_str(),
        "CURRENCY" => {
            check_currency(&parameter["currency"])?;
            parameter["currency"]["fallback_value"].as_str()
        }
        "DATE_TIME" => parameter["date_time"]["fallback_value"].as_str(),
        "GROUP_ID" => parameter["group_id"].as_str(),
        other => return Err(mismatch(place, "TEXT", other)),
    };
    let text = text.filter(|text| !text.is_empty()).ok_or_else(|| {
        let kind = kind.to_lowercase();
        GraphError::invalid(format!(
            "Parameter '{kind}' is mandatory for component parameter type '{kind}'"
        ))
    })?;
    if text.contains(['\n', '\r', '\t']) || text.contains("     ") {
        return Err(GraphError::new(132_018).details(
            "Param text cannot have new-line/tab characters or more than 4 consecutive spaces",
        ));
    }
    Ok(text.to_owned())
}

/// An amount needs a currency of three letters and a thousandfold that is whole.
fn check_currency(currency: &Value) -> Result<(), GraphError> {
    let is_code =
        |code: &str| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    if !currency["code"].as_str().is_some_and(is_code) {
        return Err(GraphError::new(131_008)
            .details("currency: code is required and has three capital letters"));
    }
    let amount = &currency["amount_1000"];
    let is_whole = amount.is_i64()
        || amount.is_u64()
        || amount
            .as_str()
            .is_some_and(|text| text.parse::<i64>().is_ok());
    if is_whole {
        Ok(())
    } else {
        Err(GraphError::new(131_008)
            .details("currency: amount_1000 is required and is a whole number"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn places_are_filled_in_order() {
        let filled = fill(
            "body",
            "{{2}} before {{1}}, {{2}}!",
            &[
                json!({"type": "text", "text": "a"}),
                json!({"type": "text", "text": "b"}),
            ],
            false,
        );
        assert_eq!(filled.unwrap(), "b before a, b!");
    }

    #[test]
    fn names_may_come_in_any_order() {
        let filled = fill(
            "body",
            "{{day}} {{hour}}",
            &[
                json!({"type": "text", "parameter_name": "hour", "text": "9"}),
                json!({"type": "text", "parameter_name": "day", "text": "Monday"}),
            ],
            true,
        );
        assert_eq!(filled.unwrap(), "Monday 9");
    }

    #[test]
    fn a_value_with_braces_is_not_filled_again() {
        let filled = fill(
            "body",
            "{{1}} {{2}}",
            &[
                json!({"type": "text", "text": "{{2}}"}),
                json!({"type": "text", "text": "b"}),
            ],
            false,
        );
        assert_eq!(filled.unwrap(), "{{2}} b");
    }
}
