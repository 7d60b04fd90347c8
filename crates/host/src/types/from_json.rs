use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;
use uip_contract::{did_you_mean, suggestion};
use wasmtime::component::Val;

use super::{Field, IntKind, Mistakes, RecordShape, Shape, VariantShape, list_of, number};
use crate::manifest::Limits;

/// How much of a wrong value an error repeats, in characters.
const SHOWN: usize = 40;

/// How many mistakes are told. A long array can have one in every item.
const MOST_MISTAKES: usize = 100;

impl Shape {
    /// Checks whether JSON has this shape.
    ///
    /// # Errors
    /// Every place where the JSON does not fit.
    pub fn check(&self, json: Value) -> Result<(), Mistakes> {
        self.to_value(json, &NO_LIMITS).map(drop)
    }

    /// Turns JSON into a component value of this shape. A mistake in a number
    /// names the limits that `limits` states for its path.
    pub(crate) fn to_value(&self, json: Value, limits: LimitsAt<'_>) -> Result<Val, Mistakes> {
        let mut reader = Reader::new(limits);
        let value = reader.value(self, json);
        reader.finish(value)
    }
}

impl RecordShape {
    /// Checks whether a JSON object has this shape. Options may be left out or
    /// null.
    ///
    /// # Errors
    /// Every place where the JSON does not fit, unknown members among them.
    pub fn check(&self, json: Value) -> Result<(), Mistakes> {
        self.to_value(json, &NO_LIMITS).map(drop)
    }

    /// Turns a JSON object into a record. A mistake in a number names the
    /// limits that `limits` states for its path.
    pub(crate) fn to_value(&self, json: Value, limits: LimitsAt<'_>) -> Result<Val, Mistakes> {
        let mut reader = Reader::new(limits);
        let value = reader.record(self, json);
        reader.finish(value)
    }
}

/// The limits that a manifest states at a path, in which every index is 0:
/// `buttons[0].index`.
pub(crate) type LimitsAt<'l> = &'l dyn Fn(&str) -> Option<&'l Limits>;

/// States no limits.
pub(crate) const NO_LIMITS: fn(&str) -> Option<&'static Limits> = |_| None;

/// Walks JSON and shape together. It goes on after a mistake, to find them all.
struct Reader<'l> {
    limits: LimitsAt<'l>,
    path: Vec<Step>,
    mistakes: Mistakes,
}

enum Step {
    Member(String),
    Index(usize),
}

impl<'l> Reader<'l> {
    fn new(limits: LimitsAt<'l>) -> Self {
        Self {
            limits,
            path: Vec::new(),
            mistakes: Mistakes::default(),
        }
    }

    fn finish(self, value: Option<Val>) -> Result<Val, Mistakes> {
        match value {
            Some(value) if self.mistakes.is_empty() => Ok(value),
            _ => Err(self.mistakes),
        }
    }

    fn mistake<T>(&mut self, problem: impl Into<String>) -> Option<T> {
        if self.mistakes.0.len() < MOST_MISTAKES {
            self.mistakes.push(self.place(|index| index), problem);
        }
        None
    }

    fn place(&self, shown: impl Fn(usize) -> usize) -> String {
        let mut place = String::new();
        for step in &self.path {
            match step {
                Step::Member(name) if place.is_empty() => place.push_str(name),
                Step::Member(name) => place.extend([".", name]),
                Step::Index(index) => place.extend(["[", &shown(*index).to_string(), "]"]),
            }
        }
        place
    }

    fn limits(&self) -> Option<&'l Limits> {
        (self.limits)(&self.place(|_| 0))
    }

    fn expected<T>(&mut self, what: &str, got: &Value) -> Option<T> {
        self.mistake(format!("expected {what}, got {}", shown(got)))
    }

    fn within<T>(&mut self, step: Step, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.path.push(step);
        let value = read(self);
        self.path.pop();
        value
    }

    fn value(&mut self, shape: &Shape, json: Value) -> Option<Val> {
        match shape {
            Shape::Bool => match json {
                Value::Bool(value) => Some(Val::Bool(value)),
                other => self.expected("true or false", &other),
            },
            Shape::Int(kind) => self.integer(*kind, &json),
            Shape::Float32 => {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "a 32-bit number was asked for"
                )]
                let value = self.float(&json)? as f32;
                Some(Val::Float32(value))
            }
            Shape::Float64 => self.float(&json).map(Val::Float64),
            Shape::Char => {
                let mut chars = json.as_str().unwrap_or_default().chars();
                match (chars.next(), chars.next()) {
                    (Some(only), None) => Some(Val::Char(only)),
                    _ => self.expected("a string of one character", &json),
                }
            }
            Shape::String => match json {
                Value::String(text) => Some(Val::String(text)),
                Value::Number(given) => match number::digits(&given) {
                    Some(digits) => Some(Val::String(digits)),
                    None => self.mistake(format!(
                        "expected a string, got the number {given}: write it as text, in quotes"
                    )),
                },
                Value::Array(_) | Value::Object(_) => {
                    let got = shown(&json);
                    self.mistake(format!(
                        "expected a string, got {got} (where a field takes JSON, it takes it as text)"
                    ))
                }
                other => self.expected("a string", &other),
            },
            Shape::Bytes => self.bytes(json),
            Shape::List(item) => match json {
                Value::Array(items) => self
                    .items(items.into_iter().map(|json| (&**item, json)))
                    .map(Val::List),
                other => self.expected("an array", &other),
            },
            Shape::Tuple(places) => match json {
                Value::Array(items) if items.len() == places.len() => {
                    self.items(places.iter().zip(items)).map(Val::Tuple)
                }
                other => self.expected(&format!("an array of {} items", places.len()), &other),
            },
            Shape::Record(record) => self.record(record, json),
            Shape::Variant(variant) => self.variant(variant, json),
            Shape::Result(ok, error) => {
                let cases = VariantShape {
                    cases: vec![
                        ("ok".to_owned(), ok.as_deref().cloned()),
                        ("error".to_owned(), error.as_deref().cloned()),
                    ],
                };
                match self.variant(&cases, json)? {
                    Val::Variant(case, payload) if case == "ok" => Some(Val::Result(Ok(payload))),
                    Val::Variant(_, payload) => Some(Val::Result(Err(payload))),
                    _ => None,
                }
            }
            Shape::Enum(words) => match json {
                Value::String(word) if words.contains(&word) => Some(Val::Enum(word)),
                other => self.expected(&one_of(words), &other),
            },
            Shape::Option(_) if json.is_null() => Some(Val::Option(None)),
            // A form's blank field. Text and bytes can be empty; nothing else.
            Shape::Option(inner)
                if json == "" && !matches!(**inner, Shape::String | Shape::Bytes) =>
            {
                Some(Val::Option(None))
            }
            Shape::Option(inner) if inner.is_blank_choice(&json) => Some(Val::Option(None)),
            Shape::Option(inner) => self
                .value(inner, json)
                .map(|value| Val::Option(Some(Box::new(value)))),
            Shape::Flags(words) => self.flags(words, json),
        }
    }

    fn integer(&mut self, kind: IntKind, json: &Value) -> Option<Val> {
        let given = number::whole(json);
        let value = given.and_then(|given| {
            Some(match kind {
                IntKind::S8 => Val::S8(given.try_into().ok()?),
                IntKind::U8 => Val::U8(given.try_into().ok()?),
                IntKind::S16 => Val::S16(given.try_into().ok()?),
                IntKind::U16 => Val::U16(given.try_into().ok()?),
                IntKind::S32 => Val::S32(given.try_into().ok()?),
                IntKind::U32 => Val::U32(given.try_into().ok()?),
                IntKind::S64 => Val::S64(given.try_into().ok()?),
                IntKind::U64 => Val::U64(given.try_into().ok()?),
            })
        });
        value.or_else(|| {
            let expected = number::expected_whole(kind, given, self.limits());
            self.expected(&expected, json)
        })
    }

    fn float(&mut self, json: &Value) -> Option<f64> {
        number::float(json).or_else(|| {
            let expected = number::expected_float(self.limits());
            self.expected(&expected, json)
        })
    }

    fn bytes(&mut self, json: Value) -> Option<Val> {
        let Value::String(mut text) = json else {
            return self.expected("a base64 string", &json);
        };
        if let Some(prefix) = data_uri_prefix(&text) {
            let prefix = cut(prefix);
            return self.mistake(format!(
                "expected a base64 string, got a data URI: leave its prefix `{prefix}` out"
            ));
        }
        // Many tools break base64 into lines.
        if text.bytes().any(|byte| byte.is_ascii_whitespace()) {
            text.retain(|character| !character.is_ascii_whitespace());
        }
        let decoded = BASE64_STANDARD.decode(&text);
        // Before each byte becomes a value, which takes far more.
        drop(text);
        match decoded {
            Ok(bytes) => Some(Val::List(bytes.into_iter().map(Val::U8).collect())),
            Err(error) => self.mistake(format!("expected a base64 string: {error}")),
        }
    }

    fn items<'s>(&mut self, items: impl Iterator<Item = (&'s Shape, Value)>) -> Option<Vec<Val>> {
        let values: Vec<Option<Val>> = items
            .enumerate()
            .map(|(index, (shape, json))| {
                self.within(Step::Index(index), |reader| reader.value(shape, json))
            })
            .collect();
        values.into_iter().collect()
    }

    fn record(&mut self, shape: &RecordShape, json: Value) -> Option<Val> {
        let Value::Object(members) = json else {
            return self.expected("an object", &json);
        };
        let mut given: Vec<Option<Value>> = Vec::new();
        given.resize_with(shape.fields().len(), || None);
        for (name, value) in members {
            if let Some(place) = shape.position(&name).and_then(|index| given.get_mut(index)) {
                *place = Some(value);
            } else {
                let known = shape.fields().iter().map(|field| field.json_name.as_str());
                let problem = format!("unknown; {}", did_you_mean(&name, known));
                self.within(Step::Member(name), |reader| reader.mistake::<()>(problem));
            }
        }
        let values: Vec<Option<(String, Val)>> = shape
            .fields()
            .iter()
            .zip(given)
            .map(|(field, json)| Some((field.name.clone(), self.field(field, json)?)))
            .collect();
        values.into_iter().collect::<Option<_>>().map(Val::Record)
    }

    fn field(&mut self, field: &Field, json: Option<Value>) -> Option<Val> {
        let step = Step::Member(field.json_name.clone());
        match json {
            None if field.is_optional() => Some(Val::Option(None)),
            None => self.within(step, |reader| reader.mistake("required, but missing")),
            Some(json) => self.within(step, |reader| reader.value(&field.shape, json)),
        }
    }

    fn variant(&mut self, shape: &VariantShape, json: Value) -> Option<Val> {
        let names = || shape.cases.iter().map(|(name, _)| name.as_str());
        let (name, payload) = match json {
            Value::String(name) => (name, None),
            Value::Object(members) => match shape.only_member(members) {
                Ok((name, payload)) => (name, Some(payload)),
                Err(count) => {
                    let one = one_member(names());
                    return self.mistake(format!("expected {one}, got an object of {count}"));
                }
            },
            other => return self.expected(&one_member(names()), &other),
        };
        let Some((_, case)) = shape.cases.iter().find(|(case, _)| *case == name) else {
            let problem = format!(
                "expected {}, got `{}`{}",
                one_member(names()),
                cut(&name),
                suggestion(&name, names())
                    .map(|hint| format!("; {hint}"))
                    .unwrap_or_default()
            );
            return self.mistake(problem);
        };
        match (case, payload) {
            (None, None | Some(Value::Null)) => Some(Val::Variant(name, None)),
            (None, Some(_)) => self.mistake(format!(
                "the case `{name}` takes no value: write \"{name}\""
            )),
            (Some(Shape::Option(_)), None) => {
                Some(Val::Variant(name, Some(Box::new(Val::Option(None)))))
            }
            (Some(_), None) => self.mistake(format!(
                "the case `{name}` needs a value: write {{\"{name}\": …}}"
            )),
            (Some(shape), Some(payload)) => {
                let value = self.within(Step::Member(name.clone()), |reader| {
                    reader.value(shape, payload)
                });
                value.map(|value| Val::Variant(name, Some(Box::new(value))))
            }
        }
    }

    fn flags(&mut self, words: &[String], json: Value) -> Option<Val> {
        let Value::Array(items) = json else {
            return self.expected("an array of words", &json);
        };
        let given: Vec<Option<String>> = items
            .into_iter()
            .enumerate()
            .map(|(index, item)| {
                self.within(Step::Index(index), |reader| match item {
                    Value::String(word) if words.contains(&word) => Some(word),
                    other => reader.expected(&one_of(words), &other),
                })
            })
            .collect();
        given.into_iter().collect::<Option<_>>().map(Val::Flags)
    }
}

/// What a browser's data URI has before its base64: `data:image/png;base64,`.
fn data_uri_prefix(text: &str) -> Option<&str> {
    let scheme = text.get(..5)?;
    let end = text.find(',')?;
    scheme
        .eq_ignore_ascii_case("data:")
        .then(|| text.get(..=end).unwrap_or_default())
}

fn one_member<'a>(names: impl Iterator<Item = &'a str>) -> String {
    format!(
        "an object with one member, which is one of {}",
        list_of(names)
    )
}

fn one_of(words: &[String]) -> String {
    format!("one of {}", list_of(words.iter().map(String::as_str)))
}

/// A wrong value as an error shows it: never much of it.
fn shown(json: &Value) -> String {
    match json {
        Value::Array(items) => format!("an array of {} items", items.len()),
        Value::Object(_) => "an object".to_owned(),
        Value::String(text) => format!("{:?}", cut(text)),
        other => other.to_string(),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
