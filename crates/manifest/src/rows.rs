//! Records and variants as rows.

use std::cell::RefCell;

use heck::ToLowerCamelCase;
use serde_json::Value;
use wit_parser::{Type, TypeDefKind};

use crate::contract::{Contract, Member};
use crate::designer::Hints;
use crate::hints::{Finder, Scope};
use crate::prose::{self, Names};

/// One row of a table, before it is written for its table.
pub struct Row {
    pub path: String,
    pub display: String,
    /// For a request: with what each word of an enum means.
    pub description: String,
    /// For a response, where no one chooses: only the words.
    pub answered: String,
    pub is_required: bool,
    pub kind: &'static str,
    pub is_one_member: bool,
    pub words: Option<Vec<String>>,
    pub hints: Hints,
}

/// The position of a row.
#[derive(Clone, Default)]
struct Place {
    path: String,
    scopes: Vec<Scope>,
    /// What precedes its display name.
    inside: String,
}

/// Makes rows, and collects what is wrong.
pub struct Rows<'a> {
    pub contract: &'a Contract,
    pub names: &'a Names,
    pub finder: &'a Finder<'a>,
    pub problems: &'a RefCell<Vec<String>>,
}

impl Rows<'_> {
    /// The rows of a record, with those inside lists, records and variants.
    pub fn of(&self, record: Type) -> Vec<Row> {
        let mut rows = Vec::new();
        self.members(&Place::default(), record, &mut rows);
        rows
    }

    /// The rows of one field of a record.
    pub fn of_member(&self, record: Type, member: &Member) -> Vec<Row> {
        let mut rows = Vec::new();
        self.member(&Place::default(), record, member, true, &mut rows);
        rows
    }

    fn members(&self, place: &Place, ty: Type, rows: &mut Vec<Row>) {
        match self.contract.kind(ty) {
            Some(TypeDefKind::List(item)) => {
                let path = format!("{}[0]", place.path);
                self.members(
                    &Place {
                        path,
                        ..place.clone()
                    },
                    *item,
                    rows,
                );
            }
            Some(TypeDefKind::Record(_)) => {
                for member in self.contract.members(ty) {
                    self.member(place, ty, &member, true, rows);
                }
            }
            Some(TypeDefKind::Variant(_)) => {
                for member in self.contract.members(ty) {
                    self.member(place, ty, &member, false, rows);
                }
            }
            _ => {}
        }
    }

    fn member(
        &self,
        place: &Place,
        owner: Type,
        member: &Member,
        is_field: bool,
        rows: &mut Vec<Row>,
    ) {
        let owner = self.contract.type_name(owner);
        let name = member.name;
        let Some(ty) = member.ty else {
            self.problem(format!("{owner}.{name} holds nothing, and so has no row"));
            return;
        };
        let own = if is_field {
            name.to_lower_camel_case()
        } else {
            name.to_owned()
        };
        let mut scopes: Vec<Scope> = place
            .scopes
            .iter()
            .map(|scope| Scope {
                ty: scope.ty.clone(),
                path: format!("{}.{name}", scope.path),
            })
            .collect();
        scopes.push(Scope {
            ty: owner.to_owned(),
            path: name.to_owned(),
        });
        let hints = self.finder.find(name, &scopes);
        let path = match place.path.as_str() {
            "" => own,
            parent => format!("{parent}.{own}"),
        };
        let inside = match &hints.inside {
            Some(more) => joined(&place.inside, more),
            None => place.inside.clone(),
        };
        let (ty, is_required) = self.contract.unwrap_option(ty);
        rows.push(self.row(&path, &place.inside, owner, member, ty, hints));
        if let Some(row) = rows.last_mut() {
            row.is_required = is_field && is_required;
        }
        let place = Place {
            path,
            scopes,
            inside,
        };
        self.members(&place, ty, rows);
    }

    fn row(
        &self,
        path: &str,
        inside: &str,
        owner: &str,
        member: &Member,
        ty: Type,
        mut hints: Hints,
    ) -> Row {
        let name = member.name;
        let mut description = self.names.first(self.contract.docs(member));
        if description.is_empty() {
            self.problem(format!("{owner}.{name} has no doc comment"));
        }
        let (least, most) = prose::stated_limits(self.contract.docs(member));
        for (limit, word, stated, hint) in [
            ("min", "least", least, &hints.min),
            ("max", "most", most, &hints.max),
        ] {
            let hint = hint.as_ref().map(ToString::to_string);
            if let Some(stated) = stated
                && hint.as_deref() != Some(stated)
            {
                let has = hint.map_or(format!("no {limit}"), |hint| format!("{limit} = {hint}"));
                self.problem(format!(
                    "{owner}.{name}: its comment in the WIT says at {word} {stated}, and \
                     designer.toml has {has} for it; make them the same"
                ));
            }
        }
        let kind = self.contract.json_type(ty).unwrap_or_else(|| {
            self.problem(format!("the type of {owner}.{name} has no form in JSON"));
            "object"
        });
        let mut words = None;
        let mut answered = description.clone();
        if let Some(TypeDefKind::Enum(_)) = self.contract.kind(ty) {
            let choices = self.contract.words(ty).unwrap_or_default();
            let names: Vec<&str> = choices.iter().map(|choice| choice.0).collect();
            answered = prose::with_words(&description, &names);
            description = self.with_choices(&description, &choices);
            words = Some(names.into_iter().map(str::to_owned).collect());
        }
        if let Some(note) = &hints.note {
            description = format!("{description} {note}");
            answered = format!("{answered} {note}");
        }
        if matches!(self.contract.kind(ty), Some(TypeDefKind::List(Type::U8))) {
            hints.content_encoding = Some("base64".to_owned());
        }
        // Siblings are named from where they lie.
        let parent = path.rfind('.').map_or("", |dot| &path[..=dot]);
        for sibling in hints.excludes.iter_mut().flatten() {
            *sibling = format!("{parent}{}", sibling.to_lower_camel_case());
        }
        let display = hints.display.clone().unwrap_or_else(|| prose::words(name));
        Row {
            path: path.to_owned(),
            display: joined(inside, &display),
            description,
            answered,
            is_required: false,
            kind,
            is_one_member: matches!(self.contract.kind(ty), Some(TypeDefKind::Variant(_))),
            words,
            hints,
        }
    }

    /// A sentence, and what each of these words means.
    pub fn with_choices(&self, sentence: &str, choices: &[(&str, &str)]) -> String {
        let choices: Vec<(String, String)> = choices
            .iter()
            .map(|(word, docs)| ((*word).to_owned(), self.names.first(docs)))
            .map(|(word, meaning)| (word, prose::sentence(&meaning).to_owned()))
            .collect();
        prose::with_choices(sentence, &choices)
    }

    pub fn problem(&self, problem: String) {
        self.problems.borrow_mut().push(problem);
    }
}

impl Row {
    /// The members that limits and examples are, in the manifest's order. An
    /// object has none: what is stated for its name holds where it is a text.
    pub fn limits(&self) -> Vec<(&'static str, Value)> {
        let (least, most) = match self.kind {
            "object" => return Vec::new(),
            "string" | "array" => ("minimumLength", "maximumLength"),
            _ => ("minimumValue", "maximumValue"),
        };
        let limit = |name, value: &Option<serde_json::Number>| {
            let value = value.clone()?;
            Some((name, Value::Number(value)))
        };
        [limit(most, &self.hints.max), limit(least, &self.hints.min)]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// A display name within another: "Card: " and "Header" is "Card: header".
fn joined(inside: &str, name: &str) -> String {
    if inside.is_empty() {
        prose::capitalized(name)
    } else {
        format!("{inside}{}", prose::uncapitalized(name))
    }
}
