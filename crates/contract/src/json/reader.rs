use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::de::Read;
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use super::NotRead;

/// How many repeated members are named. A long array can have one in every
/// item.
pub(super) const MOST_NAMED: usize = 20;

/// What JSON is read into.
pub(super) trait Tree<'t>:
    From<()> + From<bool> + From<Number> + From<Cow<'t, str>> + From<Vec<Self>>
{
    /// The members of an object, while they are read.
    type Members: Default;

    /// The object that has these members.
    fn object(members: Self::Members) -> Self;

    /// Adds a member. Returns its name if there is one of that name already.
    fn insert(members: &mut Self::Members, name: Cow<'t, str>, value: Self)
    -> Option<Cow<'t, str>>;
}

impl<'t> Tree<'t> for Value {
    type Members = Map<String, Value>;

    fn object(members: Self::Members) -> Self {
        Self::Object(members)
    }

    fn insert(
        members: &mut Self::Members,
        name: Cow<'t, str>,
        value: Self,
    ) -> Option<Cow<'t, str>> {
        match members.entry(name) {
            Entry::Vacant(entry) => {
                entry.insert(value);
                None
            }
            Entry::Occupied(entry) => Some(entry.key().clone().into()),
        }
    }
}

/// Reads the whole of a text.
pub(super) fn read<'t, T: Tree<'t>>(
    mut deserializer: serde_json::Deserializer<impl Read<'t>>,
) -> Result<T, NotRead> {
    let repeated = RefCell::new(Vec::new());
    let reader = Reader {
        at: &Place::Root,
        repeated: &repeated,
        tree: PhantomData,
    };
    let tree = reader
        .deserialize(&mut deserializer)
        .and_then(|tree| deserializer.end().map(|()| tree))
        .map_err(|error| NotRead::NotJson(error.to_string()))?;
    let repeated = repeated.into_inner();
    if repeated.is_empty() {
        Ok(tree)
    } else {
        Err(NotRead::Repeated(repeated))
    }
}

/// Where in the text the reader is. It is written out only for a mistake.
enum Place<'p> {
    Root,
    Member(&'p Place<'p>, &'p str),
    Item(&'p Place<'p>, usize),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Member(Self::Root, name) => f.write_str(name),
            Self::Member(parent, name) => write!(f, "{parent}.{name}"),
            Self::Item(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

struct Reader<'r, T> {
    at: &'r Place<'r>,
    repeated: &'r RefCell<Vec<String>>,
    tree: PhantomData<T>,
}

impl<T> Reader<'_, T> {
    /// The reader of what is in this value.
    fn within<'r>(&'r self, at: &'r Place<'r>) -> Reader<'r, T> {
        Reader {
            at,
            repeated: self.repeated,
            tree: PhantomData,
        }
    }

    fn repeats<E: serde::de::Error>(&self, name: &str) -> Result<(), E> {
        let path = Place::Member(self.at, name).to_string();
        let mut repeated = self.repeated.try_borrow_mut().map_err(E::custom)?;
        if repeated.len() < MOST_NAMED && !repeated.contains(&path) {
            repeated.push(path);
        }
        Ok(())
    }
}

impl<'t, T: Tree<'t>> DeserializeSeed<'t> for Reader<'_, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'t, T: Tree<'t>> Visitor<'t> for Reader<'_, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<T, E> {
        Ok(().into())
    }

    fn visit_bool<E>(self, value: bool) -> Result<T, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<T, E> {
        Ok(Number::from(value).into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<T, E> {
        Ok(Number::from(value).into())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<T, E> {
        let number = Number::from_f64(value).ok_or_else(|| E::custom("a number is not finite"))?;
        Ok(number.into())
    }

    fn visit_borrowed_str<E>(self, value: &'t str) -> Result<T, E> {
        Ok(Cow::Borrowed(value).into())
    }

    fn visit_str<E>(self, value: &str) -> Result<T, E> {
        Ok(Cow::<str>::Owned(value.to_owned()).into())
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut items: A) -> Result<T, A::Error> {
        let mut all: Vec<T> = Vec::new();
        loop {
            let place = Place::Item(self.at, all.len());
            match items.next_element_seed(self.within(&place))? {
                Some(item) => all.push(item),
                None => return Ok(all.into()),
            }
        }
    }

    fn visit_map<A: MapAccess<'t>>(self, mut members: A) -> Result<T, A::Error> {
        let mut all = T::Members::default();
        while let Some(name) = members.next_key_seed(Name)? {
            let place = Place::Member(self.at, &name);
            let value = members.next_value_seed(self.within(&place))?;
            if let Some(name) = T::insert(&mut all, name, value) {
                self.repeats(&name)?;
            }
        }
        Ok(T::object(all))
    }
}

/// Reads the name of a member.
struct Name;

impl<'t> DeserializeSeed<'t> for Name {
    type Value = Cow<'t, str>;

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'t> Visitor<'t> for Name {
    type Value = Cow<'t, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_borrowed_str<E>(self, name: &'t str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}
