use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Number, Value};
use wasmtime::component::Val;

use super::{RecordShape, Shape};

impl Shape {
    /// Turns a component value of this shape into JSON. Options that are none
    /// are left out of objects and are null elsewhere; a float that is not
    /// finite is `"NaN"`, `"Infinity"` or `"-Infinity"`.
    ///
    /// A value that is not of this shape becomes null: the engine checks every
    /// value's type, so it cannot come from a component.
    pub(crate) fn to_json(&self, value: Val) -> Value {
        match (self, value) {
            (Self::Bytes, Val::List(items)) => Value::String(BASE64_STANDARD.encode(bytes(items))),
            (Self::List(shape), Val::List(items)) => {
                items.into_iter().map(|item| shape.to_json(item)).collect()
            }
            (Self::Tuple(shapes), Val::Tuple(items)) => shapes
                .iter()
                .zip(items)
                .map(|(shape, item)| shape.to_json(item))
                .collect(),
            (Self::Record(shape), value @ Val::Record(_)) => Value::Object(shape.to_json(value)),
            (Self::Variant(shape), Val::Variant(name, payload)) => {
                let case = shape.cases.iter().find(|(case, _)| *case == name);
                let shape = case.and_then(|(_, shape)| shape.as_ref());
                case_json(name, shape, payload)
            }
            (Self::Result(ok, error), Val::Result(result)) => match result {
                Ok(payload) => case_json("ok".to_owned(), ok.as_deref(), payload),
                Err(payload) => case_json("error".to_owned(), error.as_deref(), payload),
            },
            (Self::Option(shape), Val::Option(value)) => {
                value.map_or(Value::Null, |value| shape.to_json(*value))
            }
            (Self::Flags(_), Val::Flags(words)) => words.into_iter().map(Value::String).collect(),
            (_, Val::Bool(value)) => Value::Bool(value),
            (_, Val::S8(value)) => value.into(),
            (_, Val::U8(value)) => value.into(),
            (_, Val::S16(value)) => value.into(),
            (_, Val::U16(value)) => value.into(),
            (_, Val::S32(value)) => value.into(),
            (_, Val::U32(value)) => value.into(),
            (_, Val::S64(value)) => value.into(),
            (_, Val::U64(value)) => value.into(),
            // By way of text: 0.1 stays 0.1, not 0.10000000149011612.
            (_, Val::Float32(value)) => float(value.to_string().parse().unwrap_or(value.into())),
            (_, Val::Float64(value)) => float(value),
            (_, Val::Char(value)) => Value::String(value.into()),
            (_, Val::String(value) | Val::Enum(value)) => Value::String(value),
            _ => Value::Null,
        }
    }
}

impl RecordShape {
    /// Turns a record of this shape into a JSON object.
    pub(crate) fn to_json(&self, value: Val) -> Map<String, Value> {
        let Val::Record(members) = value else {
            return Map::new();
        };
        self.fields()
            .iter()
            .zip(members)
            .filter(|(_, (_, value))| !matches!(value, Val::Option(None)))
            .map(|(field, (_, value))| (field.json_name.clone(), field.shape.to_json(value)))
            .collect()
    }
}

fn case_json(name: String, shape: Option<&Shape>, payload: Option<Box<Val>>) -> Value {
    match (shape, payload) {
        (Some(shape), Some(payload)) => {
            Value::Object(Map::from_iter([(name, shape.to_json(*payload))]))
        }
        _ => Value::String(name),
    }
}

fn bytes(items: Vec<Val>) -> Vec<u8> {
    items
        .into_iter()
        .filter_map(|item| match item {
            Val::U8(byte) => Some(byte),
            _ => None,
        })
        .collect()
}

fn float(value: f64) -> Value {
    if let Some(number) = Number::from_f64(value) {
        return Value::Number(number);
    }
    let word = if value.is_nan() {
        "NaN"
    } else if value > 0.0 {
        "Infinity"
    } else {
        "-Infinity"
    };
    Value::String(word.to_owned())
}
