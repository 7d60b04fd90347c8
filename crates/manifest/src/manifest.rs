//! The manifest as a whole.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path;

use heck::{ToLowerCamelCase, ToSnakeCase};
use serde_json::{Map, Value, json};
use wit_parser::{Function, Type, TypeDefKind};

use crate::contract::{self, Contract};
use crate::designer::Designer;
use crate::events::EventRows;
use crate::hints::Finder;
use crate::prose::Names;
use crate::rows::{Row, Rows};
use crate::{Error, example, render, signatures};

/// The fields of a failure that UIP shows directly after what succeeded.
const FIRST_OF_A_FAILURE: &[&str] = &["code", "error"];

/// Makes the text of the manifest from the WIT files in `wit`, of which
/// `world` is the adapter's, and the file for people.
///
/// # Errors
///
/// If the WIT cannot be parsed, or the two do not fit each other. All that
/// does not fit is named at once.
pub fn generate(wit: impl AsRef<Path>, world: &str, designer: &Designer) -> Result<String, Error> {
    let contract = Contract::read(wit.as_ref())?;
    let names = contract.names();
    let finder = Finder::new(designer);
    let problems = RefCell::default();
    let maker = Maker {
        designer,
        names: &names,
        rows: Rows {
            contract: &contract,
            names: &names,
            finder: &finder,
            problems: &problems,
        },
    };
    let manifest = maker.manifest(world);
    let mut problems = problems.into_inner();
    problems.extend(finder.unused());
    problems.extend(signatures::problems(&contract));
    if problems.is_empty() {
        Ok(render::text(&manifest))
    } else {
        problems.sort();
        problems.dedup();
        Err(Error::Mismatch(problems))
    }
}

struct Maker<'a> {
    designer: &'a Designer,
    names: &'a Names,
    rows: Rows<'a>,
}

impl Maker<'_> {
    fn manifest(&self, world: &str) -> Value {
        let (designer, contract) = (self.designer, self.rows.contract);
        let version = contract.version().unwrap_or_else(|| {
            self.rows
                .problem("the WIT package has no version".to_owned());
            String::new()
        });
        let world = contract.world(world).unwrap_or_else(|| {
            self.rows
                .problem(format!("the WIT package has no world {world}"));
            String::new()
        });
        let mut manifest = Map::new();
        let mut set = |name: &str, value: Value| manifest.insert(name.to_owned(), value);
        if let Some(schema) = &designer.schema {
            set("$schema", json!(schema));
        }
        set("name", json!(contract.name()));
        set("display", json!(designer.display));
        set("version", json!(version));
        set("description", json!(designer.description));
        set("contract", json!(world));
        if !designer.outgoing_hosts.is_empty() {
            set("outgoingHosts", json!(designer.outgoing_hosts));
        }
        if let Some(command) = &designer.check_command {
            if !contract.functions("commands").any(|it| it.name == *command) {
                self.rows
                    .problem(format!("check-command: there is no command {command}"));
            }
            set("checkCommand", json!(command.to_lower_camel_case()));
        }
        set("properties", self.properties());
        let commands = contract.functions("commands");
        set("commands", commands.map(|it| self.command(it)).collect());
        let events = contract.functions("events");
        set("events", events.map(|it| self.event(it)).collect());
        set("releaseHistory", json!(designer.releases));
        self.unknown("commands", self.designer.commands.keys());
        self.unknown("events", self.designer.events.keys());
        manifest.into()
    }

    /// Names commands and events that only the file for people has.
    fn unknown<'n>(&self, interface: &str, names: impl Iterator<Item = &'n String>) {
        for name in names {
            let mut functions = self.rows.contract.functions(interface);
            if !functions.any(|it| it.name == *name) {
                self.rows
                    .problem(format!("{interface}.{name} is not in the WIT"));
            }
        }
    }

    fn properties(&self) -> Value {
        let mut functions = self.rows.contract.functions("properties");
        let record = functions
            .next()
            .and_then(|get| self.rows.contract.result(get).0);
        let rows = record
            .map(|record| self.rows.of(record))
            .unwrap_or_default();
        rows.into_iter().map(property).collect()
    }

    fn command(&self, function: &Function) -> Value {
        let name = &function.name;
        let Some(hints) = self.designer.commands.get(name) else {
            self.rows.problem(format!(
                "[commands.{name}] is missing: give it a display name and an example"
            ));
            return Value::Null;
        };
        let mut written = Map::new();
        let mut set = |name: &str, value: Value| written.insert(name.to_owned(), value);
        set("name", json!(name.to_lower_camel_case()));
        set("display", json!(hints.display));
        set("description", self.whole(function, hints.note.as_deref()));
        if !hints.exactly_one_of.is_empty() {
            let groups = hints.exactly_one_of.iter();
            let camel = |group: &Vec<String>| -> Vec<String> {
                group
                    .iter()
                    .map(|name| name.to_lower_camel_case())
                    .collect()
            };
            set("exactlyOneOf", json!(groups.map(camel).collect::<Vec<_>>()));
        }
        let request = function.params.first().map(|it| self.rows.of(it.ty));
        let mut request = request.unwrap_or_default();
        example::put_in_order(&mut request);
        let paths: Vec<&str> = request.iter().map(|row| row.path.as_str()).collect();
        set(
            "example",
            example::in_order(hints.example.clone(), "", &paths),
        );
        set("request", request.into_iter().map(requested).collect());
        set("response", self.response(function));
        written.into()
    }

    /// The rows of an answer: `status`, what every success has, what went
    /// wrong, what a success may have, and more about a failure.
    fn response(&self, function: &Function) -> Value {
        let (ok, error) = self.rows.contract.result(function);
        let (always, sometimes) = self.answered(ok);
        let (first, more) = self.failed(error);
        let mut rows = vec![row(
            "status",
            "Status of the adapter command: success or failure.",
            "string",
        )];
        rows.extend(always);
        rows.extend(first);
        rows.extend(sometimes);
        let kinds = error.and_then(|ty| self.rows.contract.words(ty));
        let failure = match kinds {
            Some(kinds) => self.rows.with_choices("How the command failed", &kinds),
            None => "How the command failed.".to_owned(),
        };
        rows.push(row("failure", &failure, "string"));
        rows.push(row(
            "retryable",
            "Whether it is safe to try again, if the command failed.",
            "boolean",
        ));
        rows.extend(more);
        self.no_name_twice(&function.name, &rows);
        rows.into()
    }

    /// A response is one object: its own members, what succeeded, and what failed.
    fn no_name_twice(&self, command: &str, rows: &[Value]) {
        let mut seen = BTreeSet::new();
        for name in rows.iter().filter_map(|row| row["name"].as_str()) {
            if !seen.insert(name) {
                self.rows.problem(format!(
                    "{command}: the response would have two fields {name}: every response has \
                     status, failure and retryable, and the fields of a failure; rename the field \
                     in the WIT"
                ));
            }
        }
    }

    /// The rows that every success has, and those that some have.
    fn answered(&self, ok: Option<Type>) -> (Vec<Value>, Vec<Value>) {
        let (mut always, mut sometimes) = (Vec::new(), Vec::new());
        let Some(ok) = ok else {
            return (always, sometimes);
        };
        for member in self.rows.contract.members(ok) {
            let rows = self.rows.of_member(ok, &member);
            let is_always = rows.first().is_some_and(|row| row.is_required);
            let table = if is_always {
                &mut always
            } else {
                &mut sometimes
            };
            table.extend(rows.into_iter().map(answered));
        }
        (always, sometimes)
    }

    /// The rows of failures that come first, and the others.
    fn failed(&self, error: Option<Type>) -> (Vec<Value>, Vec<Value>) {
        let contract = self.rows.contract;
        let records: Vec<Type> = match error.and_then(|ty| contract.kind(ty)) {
            Some(TypeDefKind::Variant(variant)) => {
                variant.cases.iter().filter_map(|case| case.ty).collect()
            }
            Some(TypeDefKind::Record(_)) => error.into_iter().collect(),
            _ => Vec::new(),
        };
        let mut rows: Vec<Row> = Vec::new();
        for record in records {
            for row in self.rows.of(record) {
                if !rows.iter().any(|known| known.path == row.path) {
                    rows.push(row);
                }
            }
        }
        let (first, more): (Vec<Row>, Vec<Row>) = rows
            .into_iter()
            .partition(|row| FIRST_OF_A_FAILURE.contains(&row.path.as_str()));
        let written = |rows: Vec<Row>| rows.into_iter().map(answered).collect();
        (written(first), written(more))
    }

    fn event(&self, function: &Function) -> Value {
        let name = &function.name;
        let (Some(hints), Some(parameter)) =
            (self.designer.events.get(name), function.params.first())
        else {
            self.rows.problem(format!(
                "[events.{name}] is missing: give it a display name and rows"
            ));
            return Value::Null;
        };
        let rows = EventRows::new(self.rows.contract, self.names, parameter.ty);
        let (rows, problems) = rows.make(name, hints);
        self.rows.problems.borrow_mut().extend(problems);
        let mut written = Map::new();
        let mut set = |name: &str, value: Value| written.insert(name.to_owned(), value);
        set("name", json!(name.to_snake_case()));
        if !hints.order_by.is_empty() {
            set("orderBy", json!(hints.order_by));
        }
        set("display", json!(hints.display));
        set("description", self.whole(function, hints.note.as_deref()));
        set("properties", rows.into());
        written.into()
    }

    /// A function's description, and what the file for people adds.
    fn whole(&self, function: &Function, note: Option<&str>) -> Value {
        let description = self.names.whole(contract::text(&function.docs));
        if description.is_empty() {
            self.rows
                .problem(format!("{} has no doc comment", function.name));
        }
        let note = note.map(|note| format!(" {note}")).unwrap_or_default();
        json!(description + &note)
    }
}

/// A row of the properties.
fn property(row: Row) -> Value {
    let mut written = Map::new();
    let mut set = |name: &str, value: Value| written.insert(name.to_owned(), value);
    let limits = row.limits();
    set("name", json!(row.path));
    set("display", json!(row.display));
    set("isRequired", json!(row.is_required));
    set("comments", json!(row.description));
    set("type", json!(row.kind));
    if let Some(value) = row.hints.default {
        set("defaultValue", value);
    }
    for (name, limit) in limits {
        set(name, limit);
    }
    if let Some(words) = row.words {
        set("allowedValues", json!(words));
    }
    if let Some(example) = row.hints.example {
        set("example", example);
    }
    if row.hints.secret == Some(true) {
        set("isSecret", json!(true));
    }
    if let Some(paths) = row.hints.event_paths {
        set("eventPaths", json!(paths));
    }
    written.into()
}

/// A row of a request.
fn requested(row: Row) -> Value {
    let mut written = Map::new();
    let mut set = |name: &str, value: Value| written.insert(name.to_owned(), value);
    let limits = row.limits();
    set("name", json!(row.path));
    set("display", json!(row.display));
    set("description", json!(row.description));
    set("isRequired", json!(row.is_required));
    set("type", json!(row.kind));
    if let Some(encoding) = row.hints.content_encoding {
        set("contentEncoding", json!(encoding));
    }
    if row.is_one_member {
        set("exactlyOneMember", json!(true));
    }
    if let Some(words) = row.words {
        set("allowedValues", json!(words));
    }
    if let Some(names) = row.hints.excludes {
        set("excludes", json!(names));
    }
    if let Some(value) = row.hints.default {
        set("defaultValue", value);
    }
    for (name, limit) in limits {
        set(name, limit);
    }
    if let Some(example) = row.hints.example {
        set("example", example);
    }
    if row.hints.secret == Some(true) {
        set("isSecret", json!(true));
    }
    written.into()
}

/// A row of an answer.
fn answered(row: Row) -> Value {
    let mut written = self::row(&row.path, &row.answered, row.kind);
    if let Some(encoding) = row.hints.content_encoding {
        written["contentEncoding"] = json!(encoding);
    }
    if let Some(example) = row.hints.example {
        written["example"] = example;
    }
    written
}

fn row(name: &str, description: &str, kind: &str) -> Value {
    json!({ "name": name, "description": description, "type": kind })
}
