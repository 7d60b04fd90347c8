//! What a page needs to make a form of a command's request: the manifest's rows,
//! as a tree.

use serde_json::{Map, Value, json};
use uip_contract::manifest::{Command, Rule};

use crate::commands_api::Tree;

/// The form of a command: its members, in the order of the manifest.
pub(super) fn form(command: &Command) -> Value {
    node(command, "", &Tree::of_request(command))
}

fn node(command: &Command, name: &str, tree: &Tree<'_>) -> Value {
    let mut node = Map::new();
    if !name.is_empty() {
        node.insert("name".to_owned(), name.into());
    }
    if let Some(field) = tree.row.as_ref().and_then(|row| row.field) {
        // The row's own members: display, type, limits, what it excludes.
        if let Ok(Value::Object(row)) = serde_json::to_value(field) {
            node.extend(row.into_iter().filter(|(key, _)| key != "name"));
        }
        node.insert("place".to_owned(), field.name.as_str().into());
        let excluded = command.excluded_by(&field.name);
        if !excluded.is_empty() {
            node.insert("excludes".to_owned(), excluded.into());
        }
        let rules: Vec<String> = command
            .rules(field)
            .iter()
            .filter(|rule| !matches!(rule, Rule::OneOf(_) | Rule::Default(_)))
            .map(ToString::to_string)
            .collect();
        node.insert("rules".to_owned(), rules.into());
    }
    if !tree.members.is_empty() {
        let members = tree.members.iter();
        let members = members.map(|(name, member)| self::node(command, name, member));
        node.insert("members".to_owned(), members.collect());
    }
    if let Some(item) = &tree.item {
        node.insert("item".to_owned(), self::node(command, "", item));
    }
    if !tree.groups.is_empty() {
        node.insert("groups".to_owned(), json!(tree.groups));
    }
    Value::Object(node)
}
