use std::collections::HashMap;
use std::fmt;

use wasmtime::component::types::Type;

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

/// A record's fields, in the order of its declaration.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordShape {
    fields: Vec<Field>,
    by_json_name: HashMap<String, usize>,
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
        let mut by_json_name = HashMap::with_capacity(fields.len());
        let fields: Vec<Field> = fields
            .into_iter()
            .map(|(name, shape)| Field {
                json_name: camel(&name),
                name,
                shape,
            })
            .collect();
        for (index, field) in fields.iter().enumerate() {
            if by_json_name
                .insert(field.json_name.clone(), index)
                .is_some()
            {
                return Err(UnsupportedType::new(format!(
                    "two fields are called `{}` in JSON",
                    field.json_name
                )));
            }
        }
        Ok(Self {
            fields,
            by_json_name,
        })
    }

    /// The fields, in the order of the record's declaration.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The field with this JSON name.
    pub fn field(&self, json_name: &str) -> Option<&Field> {
        self.fields.get(self.position(json_name)?)
    }

    pub(crate) fn position(&self, json_name: &str) -> Option<usize> {
        self.by_json_name.get(json_name).copied()
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

impl Shape {
    /// # Errors
    /// As `Shape::of`.
    pub(crate) fn of_type(ty: &Type) -> Result<Self, UnsupportedType> {
        Ok(match ty {
            Type::Bool => Self::Bool,
            Type::S8 => Self::Int(IntKind::S8),
            Type::U8 => Self::Int(IntKind::U8),
            Type::S16 => Self::Int(IntKind::S16),
            Type::U16 => Self::Int(IntKind::U16),
            Type::S32 => Self::Int(IntKind::S32),
            Type::U32 => Self::Int(IntKind::U32),
            Type::S64 => Self::Int(IntKind::S64),
            Type::U64 => Self::Int(IntKind::U64),
            Type::Float32 => Self::Float32,
            Type::Float64 => Self::Float64,
            Type::Char => Self::Char,
            Type::String => Self::String,
            Type::List(list) => match list.ty() {
                Type::U8 => Self::Bytes,
                item => Self::List(Box::new(Self::of_type(&item)?)),
            },
            Type::Record(record) => {
                let mut fields = Vec::new();
                for field in record.fields() {
                    let shape =
                        Self::of_type(&field.ty).map_err(|error| error.within(field.name))?;
                    fields.push((field.name.to_owned(), shape));
                }
                Self::Record(RecordShape::new(fields)?)
            }
            Type::Tuple(tuple) => Self::Tuple(
                tuple
                    .types()
                    .map(|ty| Self::of_type(&ty))
                    .collect::<Result<_, _>>()?,
            ),
            Type::Variant(variant) => {
                let mut cases = Vec::new();
                for case in variant.cases() {
                    let payload = case.ty.map(|ty| Self::of_type(&ty)).transpose();
                    cases.push((
                        case.name.to_owned(),
                        payload.map_err(|error| error.within(case.name))?,
                    ));
                }
                Self::Variant(VariantShape { cases })
            }
            Type::Enum(words) => Self::Enum(words.names().map(str::to_owned).collect()),
            Type::Flags(words) => Self::Flags(words.names().map(str::to_owned).collect()),
            Type::Option(option) => match Self::of_type(&option.ty())? {
                Self::Option(_) => {
                    return Err(UnsupportedType::new(
                        "an option within an option has no form in JSON",
                    ));
                }
                shape => Self::Option(Box::new(shape)),
            },
            Type::Result(result) => {
                let part =
                    |ty: Option<Type>| ty.map(|ty| Self::of_type(&ty).map(Box::new)).transpose();
                Self::Result(part(result.ok())?, part(result.err())?)
            }
            Type::Own(_) | Type::Borrow(_) => return Err(no_form("a resource")),
            Type::Future(_) => return Err(no_form("a future")),
            Type::Stream(_) => return Err(no_form("a stream")),
            Type::ErrorContext => return Err(no_form("an error context")),
            Type::Map(_) => return Err(no_form("a map")),
            Type::FixedLengthList(_) => return Err(no_form("a list of fixed length")),
        })
    }

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
