//! Whether the functions of an adapter are what a host loads. It says the same, but
//! only when there is a component.

use wit_parser::{Function, Type, TypeDefKind};

use crate::contract::Contract;

/// What is wrong with the functions of `properties`, `commands` and `events`.
pub fn problems(contract: &Contract) -> Vec<String> {
    let signatures = Signatures(contract);
    let properties = contract.functions("properties");
    let commands = contract.functions("commands");
    let events = contract.functions("events");
    let mut problems: Vec<String> = properties
        .filter_map(|function| signatures.properties(function))
        .chain(commands.flat_map(|function| signatures.command(function)))
        .chain(events.flat_map(|function| signatures.event(function)))
        .collect();
    if contract.functions("commands").next().is_none() {
        problems.push("the WIT package has no interface `commands` with a function".to_owned());
    }
    problems
}

struct Signatures<'a>(&'a Contract);

impl Signatures<'_> {
    fn properties(&self, function: &Function) -> Option<String> {
        let name = &function.name;
        if name != "get" {
            return Some(format!(
                "properties.{name}: `properties` has the function `get` alone"
            ));
        }
        let fits = function.params.is_empty()
            && matches!(self.result(function), Some((Some(ok), Some(Type::String)))
                if self.is_record(ok));
        (!fits).then(|| "properties.get must be `func() -> result<RECORD, string>`".to_owned())
    }

    fn command(&self, function: &Function) -> Vec<String> {
        let place = format!("commands.{}", function.name);
        let mut problems = Vec::new();
        problems.extend(self.only_record(&place, function, "request").err());
        let fits = matches!(self.result(function), Some((Some(ok), Some(error)))
            if self.is_record(ok) && matches!(self.0.kind(error), Some(TypeDefKind::Variant(_))));
        if !fits {
            problems.push(format!("{place} must return `result<RECORD, VARIANT>`"));
        }
        problems
    }

    fn event(&self, function: &Function) -> Vec<String> {
        let place = format!("events.{}", function.name);
        let mut problems = Vec::new();
        match self.only_record(&place, function, "event") {
            Ok(record) => {
                let members = self.0.members(record);
                for field in ["event-id", "payload"] {
                    let is_there = members
                        .iter()
                        .any(|it| it.name == field && self.is_string(it.ty));
                    if !is_there {
                        problems.push(format!(
                            "{place}: the record needs a field `{field}: string`"
                        ));
                    }
                }
            }
            Err(problem) => problems.push(problem),
        }
        let fits = match self.result(function) {
            Some((None, Some(error))) if self.is_string(Some(error)) => true,
            Some((None, Some(error))) => {
                let cases = self.0.members(error);
                cases
                    .iter()
                    .any(|case| case.name == "refused" && self.is_string(case.ty))
            }
            _ => false,
        };
        if !fits {
            problems.push(format!(
                "{place} must return `result<_, ERROR>`, where ERROR is `string` or a variant with the case `refused(string)`"
            ));
        }
        problems
    }

    /// The record that is a function's only parameter.
    fn only_record(
        &self,
        place: &str,
        function: &Function,
        parameter: &str,
    ) -> Result<Type, String> {
        match function.params.as_slice() {
            [only] if only.name == parameter && self.is_record(only.ty) => Ok(only.ty),
            _ => Err(format!(
                "{place} must take one parameter, a record called `{parameter}`"
            )),
        }
    }

    /// Both sides of the `result` that a function returns, if it returns one.
    fn result(&self, function: &Function) -> Option<(Option<Type>, Option<Type>)> {
        match self.0.kind(function.result?)? {
            TypeDefKind::Result(result) => Some((result.ok, result.err)),
            _ => None,
        }
    }

    fn is_record(&self, ty: Type) -> bool {
        matches!(self.0.kind(ty), Some(TypeDefKind::Record(_)))
    }

    fn is_string(&self, ty: Option<Type>) -> bool {
        ty.is_some_and(|ty| self.0.resolved(ty) == Type::String)
    }
}
