//! The rows of an event's payload, described by the typed fields that are the
//! same values.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use wit_parser::{Type, TypeDefKind};

use crate::contract::Contract;
use crate::designer::{EventHints, EventRow};
use crate::example;
use crate::prose::{self, Names};

/// What every event has for code, and no row for designers.
const ABOUT_THE_EVENT: &[&str] = &["event-id", "payload"];

/// A member of the event's types.
struct Typed {
    docs: String,
    kind: Option<&'static str>,
    /// The members within it, which may have the rows instead.
    within: Vec<String>,
}

/// Makes the rows of one event.
pub struct EventRows<'a> {
    contract: &'a Contract,
    names: &'a Names,
    members: BTreeMap<String, Typed>,
    top: Vec<String>,
    problems: Vec<String>,
}

impl<'a> EventRows<'a> {
    /// Reads the event's record.
    pub fn new(contract: &'a Contract, names: &'a Names, record: Type) -> Self {
        let mut rows = Self {
            contract,
            names,
            members: BTreeMap::new(),
            top: Vec::new(),
            problems: Vec::new(),
        };
        rows.top = rows.walk(record);
        rows
    }

    /// Reads the members of a type; answers their names.
    fn walk(&mut self, ty: Type) -> Vec<String> {
        match self.contract.kind(ty) {
            Some(TypeDefKind::Option(inner) | TypeDefKind::List(inner)) => self.walk(*inner),
            Some(TypeDefKind::Record(_) | TypeDefKind::Variant(_)) => {
                let owner = self.contract.type_name(ty).to_owned();
                let mut names = Vec::new();
                for member in self.contract.members(ty) {
                    let name = format!("{owner}.{}", member.name);
                    names.push(name.clone());
                    if self.members.contains_key(&name) {
                        continue;
                    }
                    let typed = Typed {
                        docs: self.names.first(member.docs),
                        kind: member.ty.and_then(|ty| self.contract.json_type(ty)),
                        within: Vec::new(),
                    };
                    self.members.insert(name.clone(), typed);
                    let within = member.ty.map(|ty| self.walk(ty)).unwrap_or_default();
                    if let Some(typed) = self.members.get_mut(&name) {
                        typed.within = within;
                    }
                }
                names
            }
            _ => Vec::new(),
        }
    }

    /// The rows, and what is wrong with them.
    pub fn make(mut self, event: &str, hints: &EventHints) -> (Vec<Value>, Vec<String>) {
        let mut rows: Vec<Value> = hints.rows.iter().map(|row| self.row(event, row)).collect();
        if let Some(example) = &hints.example {
            let problems = example::give_to_rows(example, &mut rows);
            let problems = problems.into_iter().map(|it| format!("{event}: {it}"));
            self.problems.extend(problems);
        }
        let without: BTreeSet<&str> = hints.without_row.iter().map(String::as_str).collect();
        for name in &without {
            if !self.members.contains_key(*name) {
                self.problems.push(format!(
                    "{event}: `without-row` names {name}, which the WIT lacks"
                ));
            }
        }
        let said: BTreeSet<&str> = hints
            .rows
            .iter()
            .filter_map(|row| row.of.as_deref())
            .collect();
        let mut missing = BTreeSet::new();
        for name in &self.top {
            let own = name.rsplit('.').next().unwrap_or_default();
            if !ABOUT_THE_EVENT.contains(&own) {
                self.missing(name, &said, &without, &mut missing);
            }
        }
        let missing = missing
            .into_iter()
            .map(|name| format!("{event}: no row is `of` {name}"));
        self.problems.extend(missing);
        (rows, self.problems)
    }

    /// The members without a row, here and within.
    fn missing(
        &self,
        name: &str,
        said: &BTreeSet<&str>,
        without: &BTreeSet<&str>,
        missing: &mut BTreeSet<String>,
    ) {
        let Some(member) = self.members.get(name) else {
            return;
        };
        if without.contains(name) {
            return;
        }
        if member.within.is_empty() && !said.contains(name) {
            missing.insert(name.to_owned());
        }
        for within in &member.within {
            self.missing(within, said, without, missing);
        }
    }

    fn row(&mut self, event: &str, row: &EventRow) -> Value {
        let path = &row.path;
        let typed = row.of.as_ref().and_then(|of| self.members.get(of));
        if let (Some(of), None) = (&row.of, typed) {
            self.problems
                .push(format!("{event}: {path} is `of` {of}, which the WIT lacks"));
        }
        let (description, kind) = match (&row.description, typed) {
            (Some(description), None) => (description.clone(), None),
            (None, Some(typed)) => (typed.docs.clone(), typed.kind),
            _ => {
                self.problems.push(format!(
                    "{event}: {path} needs either `of` or `description`"
                ));
                (String::new(), None)
            }
        };
        let Some(kind) = row.kind.as_deref().or(kind) else {
            self.problems
                .push(format!("{event}: {path} needs a `type`"));
            return Value::Null;
        };
        let display = row
            .display
            .clone()
            .unwrap_or_else(|| prose::words(path.rsplit('.').next().unwrap_or_default()));
        let note = row.note.as_ref().map(|it| format!(" {it}"));
        let mut written = Map::new();
        written.insert("name".to_owned(), json!(path));
        written.insert("display".to_owned(), json!(display));
        written.insert(
            "description".to_owned(),
            json!(description + &note.unwrap_or_default()),
        );
        written.insert("type".to_owned(), json!(kind));
        if let Some(kinds) = &row.payload_types {
            written.insert("payloadTypes".to_owned(), json!(kinds));
        }
        written.into()
    }
}
