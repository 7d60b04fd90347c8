use wasmtime::Engine;
use wasmtime::component::types::{
    Component as ComponentType, ComponentFunc, ComponentInstance, ComponentItem, Type,
};

use super::LoadError;
use crate::types::{RecordShape, Shape, Shapes, VariantShape, camel, snake};

/// What a component's type says about the adapter in it.
#[derive(Debug)]
pub(crate) struct Contract {
    /// The package of the interfaces: `acme:tiny@0.1.0`.
    pub package: String,
    pub properties: Option<PropertiesType>,
    pub events: Option<EventsType>,
    pub commands: CommandsType,
}

/// The imported interface `properties`.
#[derive(Debug)]
pub(crate) struct PropertiesType {
    /// The import's full name: `acme:tiny/properties@0.1.0`.
    pub interface: String,
    pub record: RecordShape,
}

/// The imported interface `events`.
#[derive(Debug)]
pub(crate) struct EventsType {
    pub interface: String,
    pub events: Vec<EventType>,
}

/// One function of `events`.
#[derive(Debug, Clone)]
pub(crate) struct EventType {
    /// The function's name.
    pub function: String,
    /// The event's name in JSON.
    pub name: String,
    pub refusal: RefusalForm,
    /// Where in the record `event-id` and `payload` are.
    pub event_id: usize,
    pub payload: usize,
}

/// How a function of `events` is told that its event was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RefusalForm {
    /// The error is a string.
    Text,
    /// The error is a variant with the case `refused(string)`.
    Case,
}

/// The exported interface `commands`.
#[derive(Debug)]
pub(crate) struct CommandsType {
    pub interface: String,
    pub commands: Vec<CommandType>,
}

/// One function of `commands`.
#[derive(Debug)]
pub(crate) struct CommandType {
    /// The function's name.
    pub function: String,
    /// The command's name in JSON.
    pub name: String,
    pub request: RecordShape,
    pub ok: RecordShape,
    pub error: VariantShape,
}

impl Contract {
    /// Reads the type of a component. `is_extended` says whether the host may
    /// have imports that are neither WASI nor the adapter's own.
    ///
    /// # Errors
    /// When it is not the type of an adapter: the error names the interface,
    /// the function and what is expected of it.
    pub(crate) fn of(
        component: &ComponentType,
        engine: &Engine,
        is_extended: bool,
    ) -> Result<Self, LoadError> {
        let mut shapes = Shapes::default();
        let mut properties = None;
        let mut events = None;
        for (name, item) in component.imports(engine) {
            match (interface_of(name), &item.ty) {
                (Some("properties"), ComponentItem::ComponentInstance(instance)) => {
                    only_one(properties.is_some(), "properties", name)?;
                    properties = Some(properties_type(name, instance, engine, &mut shapes)?);
                }
                (Some("events"), ComponentItem::ComponentInstance(instance)) => {
                    only_one(events.is_some(), "events", name)?;
                    events = Some(events_type(name, instance, engine, &mut shapes)?);
                }
                // Whether the host has it is known when it is linked.
                _ if is_extended => {}
                _ => refuse_foreign_import(name, &item.ty, engine)?,
            }
        }
        let mut commands = None;
        for (name, item) in component.exports(engine) {
            if let (Some("commands"), ComponentItem::ComponentInstance(instance)) =
                (interface_of(name), &item.ty)
            {
                only_one(commands.is_some(), "commands", name)?;
                commands = Some(commands_type(name, instance, engine, &mut shapes)?);
            }
        }
        let commands = commands.ok_or_else(|| {
            LoadError::contract(
                "the component exports no interface called `commands`: it is not an adapter",
            )
        })?;
        Ok(Self {
            package: package_of(&commands.interface),
            properties,
            events,
            commands,
        })
    }
}

/// `properties` for `acme:tiny/properties@0.1.0`. WASI's own interfaces are
/// never the adapter's.
fn interface_of(name: &str) -> Option<&str> {
    if name.starts_with("wasi:") {
        return None;
    }
    let (_, interface) = name.split_once('/')?;
    Some(
        interface
            .split_once('@')
            .map_or(interface, |(interface, _)| interface),
    )
}

/// `acme:tiny@0.1.0` for `acme:tiny/properties@0.1.0`.
fn package_of(name: &str) -> String {
    let (package, interface) = name.split_once('/').unwrap_or((name, ""));
    match interface.split_once('@') {
        Some((_, version)) => format!("{package}@{version}"),
        None => package.to_owned(),
    }
}

fn only_one(already: bool, interface: &str, name: &str) -> Result<(), LoadError> {
    if already {
        return Err(LoadError::contract(format!(
            "`{name}` is a second interface called `{interface}`: an adapter has one"
        )));
    }
    Ok(())
}

/// An import that is neither WASI nor the adapter's may only hold types.
fn refuse_foreign_import(
    name: &str,
    item: &ComponentItem,
    engine: &Engine,
) -> Result<(), LoadError> {
    if name.starts_with("wasi:") {
        return Ok(());
    }
    let needs_code = match item {
        ComponentItem::ComponentInstance(instance) => instance
            .exports(engine)
            .any(|(_, item)| !matches!(item.ty, ComponentItem::Type(_))),
        ComponentItem::Type(_) => false,
        _ => true,
    };
    if needs_code {
        return Err(LoadError::contract(format!(
            "the component imports `{name}`, which this host does not have: an adapter imports `properties`, `events` and WASI 0.2"
        )));
    }
    Ok(())
}

fn functions<'a>(
    interface: &'a str,
    instance: &'a ComponentInstance,
    engine: &'a Engine,
) -> impl Iterator<Item = Result<(&'a str, ComponentFunc), LoadError>> {
    instance.exports(engine).filter_map(move |(name, item)| match item.ty {
        ComponentItem::ComponentFunc(func) if func.async_() => Some(Err(LoadError::contract(format!(
            "`{interface}.{name}` is an async function, which this host does not have"
        )))),
        ComponentItem::ComponentFunc(func) => Some(Ok((name, func))),
        ComponentItem::Type(_) => None,
        _ => Some(Err(LoadError::contract(format!(
            "`{interface}.{name}` is neither a function nor a plain type: an adapter has no resources"
        )))),
    })
}

/// The two sides of the `result` that a function returns.
fn result_of(place: &str, func: &ComponentFunc) -> Result<(Option<Type>, Option<Type>), LoadError> {
    let mut results = func.results();
    match (results.next(), results.next()) {
        (Some(Type::Result(result)), None) => Ok((result.ok(), result.err())),
        _ => Err(LoadError::contract(format!(
            "`{place}` must return a `result`"
        ))),
    }
}

/// The record that is a function's only parameter.
fn only_record(
    place: &str,
    func: &ComponentFunc,
    parameter: &str,
    shapes: &mut Shapes,
) -> Result<RecordShape, LoadError> {
    let mut params = func.params();
    if let (Some((name, Type::Record(record))), None) = (params.next(), params.next())
        && name == parameter
    {
        return record_shape(place, &Type::Record(record), shapes);
    }
    Err(LoadError::contract(format!(
        "`{place}` must take one parameter, a record called `{parameter}`"
    )))
}

fn record_shape(place: &str, ty: &Type, shapes: &mut Shapes) -> Result<RecordShape, LoadError> {
    match shapes.shape(ty) {
        Ok(Shape::Record(record)) => Ok(record),
        Ok(_) => Err(LoadError::contract(format!(
            "`{place}`: a record is expected"
        ))),
        Err(error) => Err(LoadError::contract(format!("`{place}`: {error}"))),
    }
}

fn properties_type(
    interface: &str,
    instance: &ComponentInstance,
    engine: &Engine,
    shapes: &mut Shapes,
) -> Result<PropertiesType, LoadError> {
    let mut record = None;
    for function in functions(interface, instance, engine) {
        let (name, func) = function?;
        let place = format!("{interface}.{name}");
        if name != "get" {
            return Err(LoadError::contract(format!(
                "`{place}`: `properties` has the function `get` alone"
            )));
        }
        let (ok, error) = result_of(&place, &func)?;
        let (Some(ok @ Type::Record(_)), Some(Type::String), 0) = (ok, error, func.params().len())
        else {
            return Err(LoadError::contract(format!(
                "`{place}` must be `func() -> result<RECORD, string>`"
            )));
        };
        record = Some(record_shape(&place, &ok, shapes)?);
    }
    let record = record
        .ok_or_else(|| LoadError::contract(format!("`{interface}` has no function `get`")))?;
    Ok(PropertiesType {
        interface: interface.to_owned(),
        record,
    })
}

fn events_type(
    interface: &str,
    instance: &ComponentInstance,
    engine: &Engine,
    shapes: &mut Shapes,
) -> Result<EventsType, LoadError> {
    let mut events = Vec::new();
    for function in functions(interface, instance, engine) {
        let (name, func) = function?;
        let place = format!("{interface}.{name}");
        let record = only_record(&place, &func, "event", shapes)?;
        let text = |field: &str| {
            record
                .fields()
                .iter()
                .position(|it| it.name == field && it.shape == Shape::String)
                .ok_or_else(|| {
                    LoadError::contract(format!(
                        "`{place}`: the record needs a field `{field}: string`"
                    ))
                })
        };
        let refusal = match result_of(&place, &func)? {
            (None, Some(Type::String)) => RefusalForm::Text,
            (None, Some(Type::Variant(variant)))
                if variant
                    .cases()
                    .any(|case| case.name == "refused" && case.ty == Some(Type::String)) =>
            {
                RefusalForm::Case
            }
            _ => {
                return Err(LoadError::contract(format!(
                    "`{place}` must return `result<_, ERROR>`, where ERROR is `string` or a variant with the case `refused(string)`"
                )));
            }
        };
        events.push(EventType {
            function: name.to_owned(),
            name: snake(name),
            refusal,
            event_id: text("event-id")?,
            payload: text("payload")?,
        });
    }
    Ok(EventsType {
        interface: interface.to_owned(),
        events,
    })
}

fn commands_type(
    interface: &str,
    instance: &ComponentInstance,
    engine: &Engine,
    shapes: &mut Shapes,
) -> Result<CommandsType, LoadError> {
    let mut commands = Vec::new();
    for function in functions(interface, instance, engine) {
        let (name, func) = function?;
        let place = format!("{interface}.{name}");
        let request = only_record(&place, &func, "request", shapes)?;
        let (Some(ok @ Type::Record(_)), Some(error @ Type::Variant(_))) =
            result_of(&place, &func)?
        else {
            return Err(LoadError::contract(format!(
                "`{place}` must return `result<RECORD, VARIANT>`"
            )));
        };
        let ok = record_shape(&place, &ok, shapes)?;
        let error = match shapes.shape(&error) {
            Ok(Shape::Variant(variant)) => variant,
            Ok(_) => {
                return Err(LoadError::contract(format!(
                    "`{place}`: a variant is expected"
                )));
            }
            Err(error) => return Err(LoadError::contract(format!("`{place}`: {error}"))),
        };
        reserve(&place, &ok, &["status"])?;
        for (case, payload) in &error.cases {
            if let Some(Shape::Record(record)) = payload {
                reserve(&place, record, &["status", "failure", "retryable"])?;
            }
            if !matches!(payload, None | Some(Shape::Record(_) | Shape::String)) {
                return Err(LoadError::contract(format!(
                    "`{place}`: the error case `{case}` must carry a record, a string or nothing"
                )));
            }
        }
        commands.push(CommandType {
            function: name.to_owned(),
            name: camel(name),
            request,
            ok,
            error,
        });
    }
    Ok(CommandsType {
        interface: interface.to_owned(),
        commands,
    })
}

/// A response's own members stand beside the record's fields.
fn reserve(place: &str, record: &RecordShape, names: &[&str]) -> Result<(), LoadError> {
    match names.iter().find(|name| record.field(name).is_some()) {
        Some(name) => Err(LoadError::contract(format!(
            "`{place}`: a field called `{name}` would stand in the way of the response's own"
        ))),
        None => Ok(()),
    }
}
