//! A manifest's flat rows, whose names are places in a value
//! (`buttons[0].value.flow`), put together as that value is.

use serde_json::{Map, Value};

use super::place::{Step, steps};
use super::{rows_of, text};

/// Rows that lie deeper are left out, and the value there may be anything.
pub(super) const DEEPEST: usize = 32;

/// A value and the values within it, as rows describe them.
#[derive(Default)]
pub(super) struct Rows<'m> {
    pub(super) row: Option<&'m Value>,
    pub(super) members: Vec<(&'m str, Rows<'m>)>,
    pub(super) item: Option<Box<Rows<'m>>>,
    /// The names of the rows that cannot be given together with this one.
    pub(super) excluded: Vec<&'m str>,
    /// The names of the rows of which exactly one is given, this one among
    /// them.
    pub(super) group: Vec<&'m str>,
    /// Members of which exactly one each is there.
    pub(super) groups: Vec<Vec<&'m str>>,
}

impl<'m> Rows<'m> {
    /// Puts rows together. Of two rows with the same name, the first counts.
    pub fn new(rows: impl Iterator<Item = &'m Value>) -> Self {
        let mut root = Self::default();
        for row in rows {
            if let Some(place) = root.place(text(row, "name").unwrap_or_default()) {
                place.row.get_or_insert(row);
            }
        }
        root
    }

    /// The rows of a command's request, with what they say of each other.
    pub fn of_request(command: &'m Value) -> Self {
        let rows = || rows_of(command, "request");
        let is_row = |name: &str| rows().any(|row| text(row, "name") == Some(name));
        let mut root = Self::new(rows());
        for row in rows() {
            let Some(name) = text(row, "name") else {
                continue;
            };
            let others = rows_of(row, "excludes").filter_map(Value::as_str);
            // Said at either of the two, it holds for both.
            for other in others.filter(|other| is_row(other)) {
                for (one, excluded) in [(name, other), (other, name)] {
                    if let Some(place) = root.place(one)
                        && !place.excluded.contains(&excluded)
                    {
                        place.excluded.push(excluded);
                    }
                }
            }
        }
        for group in rows_of(command, "exactlyOneOf") {
            let names = group.as_array().into_iter().flatten();
            let names: Vec<&str> = names.filter_map(Value::as_str).collect();
            if names.len() > 1 && names.iter().all(|name| is_row(name)) {
                root.group(&names);
            }
        }
        root
    }

    /// Exactly one of these members of the same object is there.
    fn group(&mut self, names: &[&'m str]) {
        if names.iter().any(|name| self.place(name).is_none()) {
            return;
        }
        for name in names {
            if let Some(place) = self.place(name) {
                place.group = names.to_vec();
            }
        }
        let parent = names.first().and_then(|name| name.rsplit_once('.'));
        let parent = match parent {
            None => Some(self),
            Some((parent, _)) => self.place(parent),
        };
        if let Some(parent) = parent {
            let member = |name: &&'m str| name.rsplit_once('.').map_or(*name, |(_, it)| it);
            parent.groups.push(names.iter().map(member).collect());
        }
    }

    /// The value at this place, made if there is none yet; none if it lies
    /// too deep.
    fn place(&mut self, name: &'m str) -> Option<&mut Self> {
        let steps = steps(name);
        if steps.is_empty() || steps.len() > DEEPEST {
            return None;
        }
        let end = steps.into_iter().fold(self, |place, step| place.at(step));
        Some(end)
    }

    /// The value at the end of a step, made if there is none yet.
    fn at(&mut self, step: Step<'m>) -> &mut Self {
        match step {
            Step::Item => self.item.get_or_insert_default(),
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
            let mut others = member.group.iter().chain(&member.excluded);
            if !member.is_required() && others.any(|other| example.contains_key(*other)) {
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
        let own = self.row.and_then(|row| row.get("example")).cloned();
        own.or_else(|| {
            let all = self.is_required() && !self.members.is_empty();
            all.then(|| self.example()).flatten()
        })
    }

    pub(super) fn is_required(&self) -> bool {
        self.row
            .and_then(|row| row.get("isRequired"))
            .is_some_and(|required| *required == Value::Bool(true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn example(rows: &Value) -> Option<Value> {
        Rows::of_request(&json!({ "request": rows })).example()
    }

    #[test]
    fn examples_of_fields_make_one_of_the_request() {
        let example = example(&json!([
            { "name": "to", "isRequired": true, "example": "+39" },
            { "name": "place", "isRequired": true },
            { "name": "place.latitude", "isRequired": true, "example": 45.5 },
            { "name": "media", "isRequired": false },
            { "name": "media.id", "isRequired": false, "example": "1" },
            { "name": "media.link", "isRequired": false, "example": "https://example.com" },
        ]));
        assert_eq!(
            example.unwrap(),
            json!({ "to": "+39", "place": { "latitude": 45.5 } })
        );
    }

    #[test]
    fn there_is_no_example_without_all_that_is_required() {
        let rows = json!([
            { "name": "to", "isRequired": true, "example": "+39" },
            { "name": "message", "isRequired": true },
        ]);
        assert_eq!(example(&rows), None);
        assert_eq!(
            example(&json!([{ "name": "to", "isRequired": false }])),
            None
        );
    }

    #[test]
    fn an_example_has_one_field_of_a_group_and_none_that_another_excludes() {
        let command = json!({
            "request": [
                { "name": "link", "example": "https://example.com" },
                { "name": "id", "example": "1" },
                { "name": "raw", "example": "{}", "excludes": ["link"] },
            ],
            "exactlyOneOf": [["link", "id"]],
        });
        assert_eq!(
            Rows::of_request(&command).example(),
            Some(json!({ "link": "https://example.com" }))
        );
    }
}
