//! Whether a manifest and a component are about the same adapter. Both ways:
//! nothing that a designer sees is missing in the component, and nothing that
//! the component has is hidden from the designer.

use uip_contract::manifest::{self, Kind, Manifest};
use uip_contract::place::is_top_level;

use super::contract::{CommandType, Contract};
use crate::types::{Mistakes, RecordShape, Shape};

/// Every place where manifest and component disagree.
pub(crate) fn mistakes(manifest: &Manifest, contract: &Contract) -> Mistakes {
    let mut mistakes = Mistakes::default();
    let package = manifest.contract_package();
    if package != contract.package {
        mistakes.push(
            "contract",
            format!(
                "the manifest says `{package}`, the component is of `{}`",
                contract.package
            ),
        );
    }
    properties(manifest, contract, &mut mistakes);
    commands(manifest, contract, &mut mistakes);
    events(manifest, contract, &mut mistakes);
    mistakes
}

/// One row of the manifest, as far as it can be compared.
struct Row<'a> {
    name: &'a str,
    kind: Kind,
    is_required: bool,
}

fn properties(manifest: &Manifest, contract: &Contract, mistakes: &mut Mistakes) {
    let rows: Vec<Row> = manifest
        .properties
        .iter()
        .map(|it| Row {
            name: &it.name,
            kind: it.kind,
            is_required: it.is_required,
        })
        .collect();
    match &contract.properties {
        Some(properties) => record(
            |name| format!("property {name}"),
            &rows,
            &properties.record,
            mistakes,
        ),
        None => {
            for row in rows {
                mistakes.push(format!("property {}", row.name), IN_MANIFEST_ONLY);
            }
        }
    }
    for property in &manifest.properties {
        if let Some(value) = &property.default_value
            && let Some(problem) = property.limits.problem(value)
        {
            mistakes.push(
                format!("property {}", property.name),
                format!("its default value is {problem}"),
            );
        }
    }
}

const IN_MANIFEST_ONLY: &str = "in the manifest, but not in the component";
const IN_COMPONENT_ONLY: &str = "in the component, but not in the manifest";

fn record(
    place: impl Fn(&str) -> String,
    rows: &[Row<'_>],
    shape: &RecordShape,
    mistakes: &mut Mistakes,
) {
    for row in rows {
        let place = || place(row.name);
        let Some(field) = shape.field(row.name) else {
            mistakes.push(place(), IN_MANIFEST_ONLY);
            continue;
        };
        if row.is_required == field.is_optional() {
            let (says, is) = if row.is_required {
                ("required", "optional")
            } else {
                ("optional", "required")
            };
            mistakes.push(
                place(),
                format!("{says} in the manifest, but {is} in the component"),
            );
        }
        kind(place, row.kind, &field.shape, mistakes);
    }
    for field in shape.fields() {
        if !rows.iter().any(|row| row.name == field.json_name) {
            mistakes.push(place(&field.json_name), IN_COMPONENT_ONLY);
        }
    }
}

fn kind(place: impl Fn() -> String, kind: Kind, shape: &Shape, mistakes: &mut Mistakes) {
    let (says, is) = (kind.word(), shape.manifest_type());
    if says != is {
        mistakes.push(
            place(),
            format!("`{says}` in the manifest, but `{is}` in the component"),
        );
    }
}

fn commands(manifest: &Manifest, contract: &Contract, mistakes: &mut Mistakes) {
    for command in &manifest.commands {
        let Some(ty) = contract
            .commands
            .commands
            .iter()
            .find(|ty| ty.name == command.name)
        else {
            mistakes.push(format!("command {}", command.name), IN_MANIFEST_ONLY);
            continue;
        };
        let rows: Vec<Row> = command
            .fields()
            .map(|it| Row {
                name: &it.name,
                kind: it.kind,
                is_required: it.is_required,
            })
            .collect();
        record(
            |name| format!("command {}: request {name}", command.name),
            &rows,
            &ty.request,
            mistakes,
        );
        response(command, ty, mistakes);
        example(command, ty, mistakes);
    }
    for ty in &contract.commands.commands {
        if manifest.command(&ty.name).is_none() {
            mistakes.push(format!("command {}", ty.name), IN_COMPONENT_ONLY);
        }
    }
}

/// A designer who takes the example as it stands gets a request that runs.
fn example(command: &manifest::Command, ty: &CommandType, mistakes: &mut Mistakes) {
    let Some(example) = &command.example else {
        return;
    };
    let example = serde_json::Value::Object(example.clone());
    let mut wrong = command.mistakes_in(&example);
    if let Err(others) = ty.request.check(example) {
        wrong.0.extend(others.0);
    }
    for mistake in &wrong {
        mistakes.push(
            format!("command {}: example {}", command.name, mistake.path),
            &mistake.problem,
        );
    }
}

/// A response holds `status`, the ok record's fields, and, when the command
/// fails, what the host says of the failure and the fields of its record. The
/// manifest must list `status` and the ok record; it may list the others.
fn response(command: &manifest::Command, ty: &CommandType, mistakes: &mut Mistakes) {
    let place = |name: &str| format!("command {}: response {name}", command.name);
    for row in command
        .response
        .iter()
        .filter(|row| is_top_level(&row.name))
    {
        let shape = match row.name.as_str() {
            "status" => Some(&Shape::String),
            name => ty
                .ok
                .field(name)
                .map(|field| &field.shape)
                .or_else(|| failure_field(ty, name)),
        };
        match shape {
            Some(shape) => kind(|| place(&row.name), row.kind, shape, mistakes),
            None => mistakes.push(place(&row.name), IN_MANIFEST_ONLY),
        }
    }
    let listed = |name: &str| command.response.iter().any(|row| row.name == name);
    if !listed("status") {
        mistakes.push(
            place("status"),
            "missing in the manifest: every response has it",
        );
    }
    for field in ty.ok.fields() {
        if !listed(&field.json_name) {
            mistakes.push(place(&field.json_name), IN_COMPONENT_ONLY);
        }
    }
}

/// What a response has in this member when the command failed.
fn failure_field<'t>(ty: &'t CommandType, name: &str) -> Option<&'t Shape> {
    let payloads = ty.error.cases.iter().rev().map(|(_, payload)| payload);
    let of_component = payloads.filter_map(|payload| match payload {
        Some(Shape::Record(record)) => record.field(name),
        _ => None,
    });
    let of_host = match name {
        "failure" | "code" | "error" => Some(&Shape::String),
        "retryable" => Some(&Shape::Bool),
        _ => None,
    };
    let mut shapes = of_component.map(|field| &field.shape).chain(of_host);
    shapes.next()
}

fn events(manifest: &Manifest, contract: &Contract, mistakes: &mut Mistakes) {
    let types = contract
        .events
        .as_ref()
        .map_or(&[][..], |events| &events.events);
    for event in &manifest.events {
        if !types.iter().any(|ty| ty.name == event.name) {
            mistakes.push(format!("event {}", event.name), IN_MANIFEST_ONLY);
        }
    }
    for ty in types {
        if !manifest.events.iter().any(|event| event.name == ty.name) {
            mistakes.push(format!("event {}", ty.name), IN_COMPONENT_ONLY);
        }
    }
}
