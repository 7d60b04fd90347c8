//! A manifest's flat rows, whose names are places in a value
//! (`buttons[0].value.flow`), put together as that value is.

use serde_json::{Map, Value};
use uip_contract::manifest::{Command, Kind, RequestField, ResponseField, Rule};
use uip_contract::place::{self, Step};

/// Rows at deeper places are left out, and the value there may be anything.
pub(super) const DEEPEST: usize = 32;

/// What a manifest says of one place.
pub(crate) struct Row<'m> {
    pub(super) kind: Kind,
    pub(super) description: &'m str,
    pub(super) is_required: bool,
    pub(super) rules: Vec<Rule<'m>>,
    pub(super) example: Option<&'m Value>,
    /// The row itself, of a request.
    pub(crate) field: Option<&'m RequestField>,
}

/// A value and the values within it, as rows describe them.
#[derive(Default)]
pub(crate) struct Tree<'m> {
    pub(crate) row: Option<Row<'m>>,
    pub(crate) members: Vec<(&'m str, Tree<'m>)>,
    pub(crate) item: Option<Box<Tree<'m>>>,
    /// Members of which exactly one each is given.
    pub(crate) groups: Vec<Vec<&'m str>>,
}

impl<'m> Row<'m> {
    /// A row that says no more than this.
    pub fn new(kind: Kind, description: &'m str) -> Self {
        Self {
            kind,
            description,
            is_required: false,
            rules: Vec::new(),
            example: None,
            field: None,
        }
    }

    fn of_request(command: &'m Command, field: &'m RequestField) -> Self {
        Self {
            is_required: field.is_required,
            rules: command.rules(field),
            example: field.limits.example.as_ref(),
            field: Some(field),
            ..Self::new(field.kind, &field.description)
        }
    }

    pub fn of_response(field: &'m ResponseField) -> Self {
        Self {
            rules: field.rules(),
            example: field.example.as_ref(),
            ..Self::new(field.kind, &field.description)
        }
    }

    /// The fields that are not given together with this one.
    fn others(&self) -> impl Iterator<Item = &'m str> {
        self.rules
            .iter()
            .flat_map(|rule| match rule {
                Rule::ExactlyOneOf(names) | Rule::NotWith(names) => names.as_slice(),
                _ => &[],
            })
            .copied()
    }
}

impl<'m> Tree<'m> {
    /// Puts rows together. Of two rows with the same name, the first counts.
    pub fn new(rows: impl IntoIterator<Item = (&'m str, Row<'m>)>) -> Self {
        let mut root = Self::default();
        for (name, row) in rows {
            if let Some(place) = root.place(name) {
                place.row.get_or_insert(row);
            }
        }
        root
    }

    /// The rows of a command's request.
    pub fn of_request(command: &'m Command) -> Self {
        let rows = command.request.iter();
        let mut root =
            Self::new(rows.map(|field| (field.name.as_str(), Row::of_request(command, field))));
        for group in &command.exactly_one_of {
            let parent = group.first().map_or("", |name| place::parent(name));
            let parent = if parent.is_empty() {
                Some(&mut root)
            } else {
                root.place(parent)
            };
            if let Some(parent) = parent {
                let names = group.iter().map(|name| place::last_name(name));
                parent.groups.push(names.collect());
            }
        }
        root
    }

    /// The value at this place, made if there is none yet; none if it is too
    /// deep.
    fn place(&mut self, name: &'m str) -> Option<&mut Self> {
        let steps = place::steps(name).filter(|steps| steps.len() <= DEEPEST)?;
        Some(steps.into_iter().fold(self, |place, step| place.at(step)))
    }

    /// The value at the end of a step, made if there is none yet.
    fn at(&mut self, step: Step<'m>) -> &mut Self {
        match step {
            Step::Item(_) => self.item.get_or_insert_default(),
            Step::Member(name) => {
                let known = self.members.iter().position(|(known, _)| *known == name);
                let index = known.unwrap_or_else(|| {
                    self.members.push((name, Self::default()));
                    self.members.len() - 1
                });
                &mut self.members[index].1
            }
        }
    }

    /// A request as somebody could send it, if the rows have examples for all
    /// that is required.
    pub fn example(&self) -> Option<Value> {
        let mut example = Map::new();
        for (name, member) in &self.members {
            let mut others = member.row.iter().flat_map(Row::others);
            if !member.is_required() && others.any(|other| example.contains_key(other)) {
                continue;
            }
            match member.own_example() {
                Some(value) => {
                    example.insert((*name).to_owned(), value);
                }
                None if member.is_required() => return None,
                None => {}
            }
        }
        (!example.is_empty()).then_some(Value::Object(example))
    }

    fn own_example(&self) -> Option<Value> {
        let own = self.row.as_ref().and_then(|row| row.example).cloned();
        own.or_else(|| {
            let all = self.is_required() && !self.members.is_empty();
            all.then(|| self.example()).flatten()
        })
    }

    pub(super) fn is_required(&self) -> bool {
        self.row.as_ref().is_some_and(|row| row.is_required)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use serde_json::json;
    use uip_contract::Manifest;

    /// A command with these rows, which may leave out what does not matter.
    pub fn command(rows: &Value, groups: Option<Value>) -> Command {
        let row = |row: &Value| {
            let mut complete = json!({
                "display": "x", "description": "x", "isRequired": false, "type": "string"
            });
            let own = row.as_object().unwrap().clone();
            complete.as_object_mut().unwrap().extend(own);
            complete
        };
        let rows: Vec<Value> = rows.as_array().unwrap().iter().map(row).collect();
        let mut command = json!({
            "name": "say", "display": "x", "description": "x", "request": rows, "response": []
        });
        if let Some(groups) = groups {
            command["exactlyOneOf"] = groups;
        }
        let manifest = json!({
            "name": "x", "display": "x", "version": "1.0.0", "description": "x",
            "contract": "a:b/c", "properties": [], "commands": [command], "events": [],
            "releaseHistory": []
        });
        let mut manifest =
            Manifest::from_value(&manifest).unwrap_or_else(|error| panic!("{error}"));
        manifest.commands.remove(0)
    }

    fn example(rows: &Value, groups: Option<Value>) -> Option<Value> {
        Tree::of_request(&command(rows, groups)).example()
    }

    #[test]
    fn examples_of_fields_make_one_of_the_request() {
        let rows = json!([
            { "name": "to", "isRequired": true, "example": "+39" },
            { "name": "place", "isRequired": true },
            { "name": "place.latitude", "isRequired": true, "example": 45.5 },
            { "name": "media" },
            { "name": "media.id", "example": "1" },
            { "name": "media.link", "example": "https://example.com" },
        ]);
        assert_eq!(
            example(&rows, None).unwrap(),
            json!({ "to": "+39", "place": { "latitude": 45.5 } })
        );
    }

    #[test]
    fn there_is_no_example_without_all_that_is_required() {
        let rows = json!([
            { "name": "to", "isRequired": true, "example": "+39" },
            { "name": "message", "isRequired": true },
        ]);
        assert_eq!(example(&rows, None), None);
        assert_eq!(example(&json!([{ "name": "to" }]), None), None);
    }

    #[test]
    fn an_example_has_one_field_of_a_group_and_none_that_another_excludes() {
        let rows = json!([
            { "name": "link", "example": "https://example.com" },
            { "name": "id", "example": "1" },
            { "name": "raw", "example": "{}", "excludes": ["link"] },
        ]);
        assert_eq!(
            example(&rows, Some(json!([["link", "id"]]))),
            Some(json!({ "link": "https://example.com" }))
        );
    }
}
