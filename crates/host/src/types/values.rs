//! The feature `wasmtime`: shapes of wasmtime's types, and conversions between
//! its values and JSON.

use serde_json::{Map, Value};
use wasmtime::component::Val;
use wasmtime::component::types::Type;

use super::{Mistakes, NO_LIMITS, RecordShape, Shape, Shapes, UnsupportedType};

impl Shape {
    /// Reads the shape of a type.
    ///
    /// # Errors
    /// If JSON has no form for it: resources, streams, futures, error contexts,
    /// maps, lists of fixed length, and an option directly within an option,
    /// whose two kinds of nothing JSON cannot tell apart.
    pub fn of(ty: &Type) -> Result<Self, UnsupportedType> {
        Shapes::default().shape(ty)
    }

    /// Turns JSON into a component value of this shape.
    ///
    /// # Errors
    /// Every place where the JSON does not fit.
    pub fn value_from_json(&self, json: Value) -> Result<Val, Mistakes> {
        self.to_value(json, &NO_LIMITS)
    }

    /// Turns a component value of this shape into JSON. Options that are none
    /// are left out of objects and are null elsewhere; a float that is not
    /// finite is `"NaN"`, `"Infinity"` or `"-Infinity"`.
    ///
    /// A value that is not of this shape becomes null.
    pub fn json_from_value(&self, value: Val) -> Value {
        self.to_json(value)
    }
}

impl RecordShape {
    /// Turns a JSON object into a record. Options may be left out or null.
    ///
    /// # Errors
    /// Every place where the JSON does not fit, unknown members among them.
    pub fn value_from_json(&self, json: Value) -> Result<Val, Mistakes> {
        self.to_value(json, &NO_LIMITS)
    }

    /// Turns a record of this shape into a JSON object.
    pub fn json_from_value(&self, value: Val) -> Map<String, Value> {
        self.to_json(value)
    }
}
