use std::fmt;
use std::sync::Arc;

use wasmtime::component::types::{Record, Type};

use super::camel;

/// The shape of a component value that JSON can express.
///
/// It is read once from the component's type, so that a call need not walk the
/// engine's own type tables. Component types cannot refer to themselves:
/// a shape is a finite tree, and so every conversion ends.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Shape {
    /// `true` or `false`.
    Bool,
    /// A whole number within bounds.
    Int(IntKind),
    /// A 32-bit floating point number.
    Float32,
    /// A 64-bit floating point number.
    Float64,
    /// A single Unicode character, as a string.
    Char,
    /// A string.
    String,
    /// `list<u8>`: a base64 string in JSON, in which white space is passed over.
    Bytes,
    /// An array of values of one shape.
    List(Box<Shape>),
    /// An object.
    Record(RecordShape),
    /// An array with a shape for each place.
    Tuple(Vec<Shape>),
    /// One of several cases.
    Variant(VariantShape),
    /// `result`: a variant with the cases `ok` and `error`.
    Result(Option<Box<Shape>>, Option<Box<Shape>>),
    /// One of several words.
    Enum(Vec<String>),
    /// A value or null.
    Option(Box<Shape>),
    /// An array of words from a set.
    Flags(Vec<String>),
}

/// The integer types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum IntKind {
    S8,
    U8,
    S16,
    U16,
    S32,
    U32,
    S64,
    U64,
}

impl IntKind {
    /// The least and the greatest value.
    pub fn bounds(self) -> (i128, i128) {
        match self {
            Self::S8 => (i8::MIN.into(), i8::MAX.into()),
            Self::U8 => (0, u8::MAX.into()),
            Self::S16 => (i16::MIN.into(), i16::MAX.into()),
            Self::U16 => (0, u16::MAX.into()),
            Self::S32 => (i32::MIN.into(), i32::MAX.into()),
            Self::U32 => (0, u32::MAX.into()),
            Self::S64 => (i64::MIN.into(), i64::MAX.into()),
            Self::U64 => (0, u64::MAX.into()),
        }
    }
}

/// A record's fields, in the order of its declaration. Cheap to clone.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordShape {
    fields: Arc<[Field]>,
}

/// One field of a record.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Field {
    /// The name in the component's type: `phone-number`.
    pub name: String,
    /// The name in JSON: `phoneNumber`.
    pub json_name: String,
    /// What it holds.
    pub shape: Shape,
}

impl Field {
    /// Whether the field may be left out.
    pub fn is_optional(&self) -> bool {
        matches!(self.shape, Shape::Option(_))
    }
}

impl RecordShape {
    /// # Errors
    /// When two fields have the same name in JSON.
    pub(crate) fn new(fields: Vec<(String, Shape)>) -> Result<Self, UnsupportedType> {
        let fields: Arc<[Field]> = fields
            .into_iter()
            .map(|(name, shape)| Field {
                json_name: camel(&name),
                name,
                shape,
            })
            .collect();
        for (index, field) in fields.iter().enumerate() {
            let mut earlier = fields.iter().take(index);
            if earlier.any(|it| it.json_name == field.json_name) {
                return Err(UnsupportedType::new(format!(
                    "two fields are called `{}` in JSON",
                    field.json_name
                )));
            }
        }
        Ok(Self { fields })
    }

    /// The fields, in the order of the record's declaration.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The field with this JSON name.
    pub fn field(&self, json_name: &str) -> Option<&Field> {
        self.fields.iter().find(|it| it.json_name == json_name)
    }

    pub(crate) fn position(&self, json_name: &str) -> Option<usize> {
        self.fields.iter().position(|it| it.json_name == json_name)
    }
}

/// A variant's cases, in the order of its declaration.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct VariantShape {
    /// Each case's name, which is the same in JSON, and its payload.
    pub cases: Vec<(String, Option<Shape>)>,
}

/// A type that has no place in an adapter's contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsupportedType {
    path: Vec<String>,
    problem: String,
}

impl UnsupportedType {
    fn new(problem: impl Into<String>) -> Self {
        Self {
            path: Vec::new(),
            problem: problem.into(),
        }
    }

    fn within(mut self, place: &str) -> Self {
        self.path.insert(0, place.to_owned());
        self
    }
}

impl fmt::Display for UnsupportedType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "`{}`: ", self.path.join("."))?;
        }
        f.write_str(&self.problem)
    }
}

impl std::error::Error for UnsupportedType {}

/// Reads the shapes of types. A record is read once, however many types it is
/// in: the failures of all commands are one record, as a rule.
#[derive(Default)]
pub(crate) struct Shapes {
    records: Vec<(Record, RecordShape)>,
}

impl Shapes {
    /// # Errors
    /// As `Shape::of`.
    pub fn shape(&mut self, ty: &Type) -> Result<Shape, UnsupportedType> {
        Ok(match ty {
            Type::Bool => Shape::Bool,
            Type::S8 => Shape::Int(IntKind::S8),
            Type::U8 => Shape::Int(IntKind::U8),
            Type::S16 => Shape::Int(IntKind::S16),
            Type::U16 => Shape::Int(IntKind::U16),
            Type::S32 => Shape::Int(IntKind::S32),
            Type::U32 => Shape::Int(IntKind::U32),
            Type::S64 => Shape::Int(IntKind::S64),
            Type::U64 => Shape::Int(IntKind::U64),
            Type::Float32 => Shape::Float32,
            Type::Float64 => Shape::Float64,
            Type::Char => Shape::Char,
            Type::String => Shape::String,
            Type::List(list) => match list.ty() {
                Type::U8 => Shape::Bytes,
                item => Shape::List(Box::new(self.shape(&item)?)),
            },
            Type::Record(record) => Shape::Record(self.record(record)?),
            Type::Tuple(tuple) => Shape::Tuple(
                tuple
                    .types()
                    .map(|ty| self.shape(&ty))
                    .collect::<Result<_, _>>()?,
            ),
            Type::Variant(variant) => {
                let mut cases = Vec::new();
                for case in variant.cases() {
                    let payload = case.ty.map(|ty| self.shape(&ty)).transpose();
                    cases.push((
                        case.name.to_owned(),
                        payload.map_err(|error| error.within(case.name))?,
                    ));
                }
                Shape::Variant(VariantShape { cases })
            }
            Type::Enum(words) => Shape::Enum(words.names().map(str::to_owned).collect()),
            Type::Flags(words) => Shape::Flags(words.names().map(str::to_owned).collect()),
            Type::Option(option) => match self.shape(&option.ty())? {
                Shape::Option(_) => {
                    return Err(UnsupportedType::new(
                        "an option within an option has no form in JSON",
                    ));
                }
                shape => Shape::Option(Box::new(shape)),
            },
            Type::Result(result) => {
                let mut part =
                    |ty: Option<Type>| ty.map(|ty| self.shape(&ty).map(Box::new)).transpose();
                Shape::Result(part(result.ok())?, part(result.err())?)
            }
            Type::Own(_) | Type::Borrow(_) => return Err(no_form("a resource")),
            Type::Future(_) => return Err(no_form("a future")),
            Type::Stream(_) => return Err(no_form("a stream")),
            Type::ErrorContext => return Err(no_form("an error context")),
            Type::Map(_) => return Err(no_form("a map")),
            Type::FixedLengthList(_) => return Err(no_form("a list of fixed length")),
        })
    }

    fn record(&mut self, record: &Record) -> Result<RecordShape, UnsupportedType> {
        if let Some((_, shape)) = self.records.iter().find(|(it, _)| it == record) {
            return Ok(shape.clone());
        }
        let mut fields = Vec::new();
        for field in record.fields() {
            let shape = self
                .shape(&field.ty)
                .map_err(|error| error.within(field.name))?;
            fields.push((field.name.to_owned(), shape));
        }
        let shape = RecordShape::new(fields)?;
        self.records.push((record.clone(), shape.clone()));
        Ok(shape)
    }
}

impl Shape {
    /// What a manifest calls a value of this shape: `string`, `integer`,
    /// `number`, `boolean`, `array` or `object`.
    pub fn manifest_type(&self) -> &'static str {
        match self {
            Self::Bool => "boolean",
            Self::Int(_) => "integer",
            Self::Float32 | Self::Float64 => "number",
            Self::Char | Self::String | Self::Bytes | Self::Enum(_) => "string",
            Self::List(_) | Self::Tuple(_) | Self::Flags(_) => "array",
            Self::Record(_) | Self::Variant(_) | Self::Result(..) => "object",
            Self::Option(inner) => inner.manifest_type(),
        }
    }

    /// The shape without an option around it.
    pub fn required(&self) -> &Self {
        match self {
            Self::Option(inner) => inner,
            other => other,
        }
    }
}

fn no_form(what: &str) -> UnsupportedType {
    UnsupportedType::new(format!("{what} has no place in an adapter's contract"))
}
