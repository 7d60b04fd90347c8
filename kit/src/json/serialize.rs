//! Writes types that derive `Serialize`, such as the body of a request, as JSON.
//!
//! Why this is not `serde_json::to_string`: its serializer is generic over writer
//! and formatter, handles I/O errors after each bracket and comma, and is inlined
//! into every type. For the about 30 types of WhatsApp's messages it adds 29 KB to
//! the component, of which 6 KB are the parser behind `RawValue`; this one adds
//! 11 KB. A test compares the two.

use std::fmt;

use serde::ser::{
    Error, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple,
    Serializer,
};

use super::read::Raw;
use super::write::push_quoted;

/// The JSON of a value that consists of texts, whole numbers, booleans, lists,
/// maps whose keys are texts, structs, and enums whose variants have no name of
/// their own (`untagged`, or with a `tag`). An empty text if another kind of value
/// is in it: that is a mistake in the type, which a debug build panics at.
pub fn to_string<T: Serialize>(value: &T) -> String {
    let mut writer = Writer(String::new());
    let written = value.serialize(&mut writer);
    debug_assert!(written.is_ok(), "a kind of value that is not written");
    match written {
        Ok(()) => writer.0,
        Err(Unsupported) => String::new(),
    }
}

/// A value of a document on its own, which is written as it was sent, byte for
/// byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnedRaw(String);

impl OwnedRaw {
    /// The value as it was sent, without spaces around it.
    pub fn get(&self) -> &str {
        &self.0
    }
}

impl From<Raw<'_>> for OwnedRaw {
    fn from(value: Raw<'_>) -> Self {
        Self(value.get().to_owned())
    }
}

/// As bytes, for which JSON has no form: only [`to_string`] knows what they are.
impl Serialize for OwnedRaw {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0.as_bytes())
    }
}

/// The JSON that is written so far.
///
/// Its methods are calls, and what `Serializer` asks for is inlined into them: so
/// nothing is left of results that are never errors.
struct Writer(String);

impl Writer {
    #[inline(never)]
    fn text(&mut self, text: &str) {
        push_quoted(&mut self.0, text);
    }

    #[inline(never)]
    fn json(&mut self, json: &str) {
        self.0.push_str(json);
    }

    #[inline(never)]
    fn bracket(&mut self, bracket: char) {
        self.0.push(bracket);
    }

    /// Writes the comma before all members and items but the first. Only before
    /// that is there a bracket that opens: no value ends with one.
    #[inline(never)]
    fn separate(&mut self) {
        if !matches!(self.0.as_bytes().last(), Some(b'{' | b'[')) {
            self.0.push(',');
        }
    }

    #[inline(never)]
    fn name(&mut self, name: &str) {
        self.separate();
        self.text(name);
        self.0.push(':');
    }
}

/// A kind of value that is not written.
#[derive(Debug)]
struct Unsupported;

impl fmt::Display for Unsupported {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a kind of value that is not written")
    }
}

impl std::error::Error for Unsupported {}

impl Error for Unsupported {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

type Written<T = ()> = Result<T, Unsupported>;
type Never = Impossible<(), Unsupported>;

macro_rules! whole_numbers {
    ($($method:ident($type:ty);)*) => {$(
        #[inline]
        fn $method(self, value: $type) -> Written {
            self.json(&value.to_string());
            Ok(())
        }
    )*};
}

macro_rules! unsupported {
    ($($method:ident($($type:ty),*) -> $written:ty;)*) => {$(
        fn $method(self, $(_: $type),*) -> Written<$written> {
            Err(Unsupported)
        }
    )*};
}

impl Serializer for &mut Writer {
    type Ok = ();
    type Error = Unsupported;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Never;

    #[inline]
    fn serialize_str(self, value: &str) -> Written {
        self.text(value);
        Ok(())
    }

    /// What is JSON already.
    #[inline]
    fn serialize_bytes(self, json: &[u8]) -> Written {
        self.json(str::from_utf8(json).unwrap_or_default());
        Ok(())
    }

    #[inline]
    fn serialize_bool(self, value: bool) -> Written {
        self.json(if value { "true" } else { "false" });
        Ok(())
    }

    whole_numbers! {
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
    }

    #[inline]
    fn serialize_unit(self) -> Written {
        self.json("null");
        Ok(())
    }

    #[inline]
    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Written {
        value.serialize(self)
    }

    #[inline]
    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Written {
        self.serialize_str(name)
    }

    #[inline]
    fn serialize_seq(self, _: Option<usize>) -> Written<Self> {
        self.bracket('[');
        Ok(self)
    }

    #[inline]
    fn serialize_tuple(self, _: usize) -> Written<Self> {
        self.serialize_seq(None)
    }

    #[inline]
    fn serialize_map(self, _: Option<usize>) -> Written<Self> {
        self.bracket('{');
        Ok(self)
    }

    #[inline]
    fn serialize_struct(self, _: &'static str, _: usize) -> Written<Self> {
        self.serialize_map(None)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Written {
        Err(Unsupported)
    }

    unsupported! {
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_char(char) -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_tuple_struct(&'static str, usize) -> Never;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Never;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Never;
    }
}

impl SerializeSeq for &mut Writer {
    type Ok = ();
    type Error = Unsupported;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.separate();
        value.serialize(&mut **self)
    }

    #[inline]
    fn end(self) -> Written {
        self.bracket(']');
        Ok(())
    }
}

impl SerializeTuple for &mut Writer {
    type Ok = ();
    type Error = Unsupported;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        SerializeSeq::serialize_element(self, value)
    }

    #[inline]
    fn end(self) -> Written {
        SerializeSeq::end(self)
    }
}

impl SerializeMap for &mut Writer {
    type Ok = ();
    type Error = Unsupported;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Written {
        self.separate();
        name.serialize(&mut **self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.0.push(':');
        value.serialize(&mut **self)
    }

    #[inline]
    fn end(self) -> Written {
        self.bracket('}');
        Ok(())
    }
}

impl SerializeStruct for &mut Writer {
    type Ok = ();
    type Error = Unsupported;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Written {
        self.name(name);
        value.serialize(&mut **self)
    }

    #[inline]
    fn end(self) -> Written {
        SerializeMap::end(self)
    }
}
