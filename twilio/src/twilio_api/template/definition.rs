//! The definition of a template: its types, each with texts that have variables.

use std::collections::BinaryHeap;
use uip_kit::refusal::{Refusal, refuse_as};

use super::places::{Place, Slot, slots, variables};
use super::values::{Target, Values};
use crate::twilio_api::message::Content;
use uip_kit::FailureCategory;
use uip_kit::failure::quoted;
use uip_kit::json::{Document, Object, ObjectWriter};

/// A problem with a template.
pub fn refuse(code: &str, error: &str, advice: &str) -> Refusal {
    refuse_as(FailureCategory::Template, code, error, advice)
}

/// A template's definition.
pub struct Definition<'a> {
    object: Object<'a>,
    slots: Vec<Slot>,
    /// The names of all variables: those that have a sample, and those in texts.
    names: Vec<String>,
}

/// The parameters of a message with a template, whose definition is this JSON.
///
/// # Errors
/// A permanent failure when the definition is none, or the values do not fit it.
pub fn content(json: &str, values: &Values) -> Result<Content, Refusal> {
    let document = Document::parse(json).ok();
    let definition = document.as_ref().and_then(Definition::read);
    let definition = definition.ok_or_else(not_understood)?;
    let filled = definition.fill(values)?;
    let sid = definition.object.text("sid").ok_or_else(not_understood)?;
    let content = Content::new("ContentSid", sid);
    if filled.is_empty() {
        return Ok(content);
    }
    let mut json = ObjectWriter::new();
    for (name, value) in filled {
        json = json.text(&name, &value);
    }
    Ok(content.with("ContentVariables", json.finish()))
}

/// Twilio's definition of the template has not the documented form.
pub fn not_understood() -> Refusal {
    refuse(
        "template-not-understood",
        "Twilio's definition of the template does not have the documented form.",
        "See the template in Twilio's console.",
    )
}

impl<'a> Definition<'a> {
    /// Reads a definition; `None` if it has no types.
    pub fn read(document: &'a Document<'_>) -> Option<Self> {
        let object = document.object()?;
        let types = object.object("types")?;
        let slots = slots(&types);
        let mut names: Vec<String> = Vec::new();
        let samples = object.object("variables");
        let samples = samples.iter().flat_map(Object::members);
        let samples = samples.filter_map(|member| Some(member.name.text()?.into_owned()));
        let used = slots.iter().flat_map(|slot| variables(&slot.text));
        for name in samples.chain(used.map(str::to_owned)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        Some(Self {
            object,
            slots,
            names: in_order(names),
        })
    }

    /// The whole object.
    pub fn object(&self) -> &Object<'a> {
        &self.object
    }

    /// The values of all variables, in the order of their numbers.
    ///
    /// # Errors
    /// A permanent failure when a value has no place, or a variable no value: Twilio
    /// would send its sample.
    pub fn fill(&self, values: &Values) -> Result<Vec<(String, String)>, Refusal> {
        let mut filled: Vec<(String, String, String)> = Vec::new();
        let body = self.in_texts();
        let unnamed = values.given.iter().filter(|it| it.target == Target::Next);
        let unnamed = unnamed.count();
        if unnamed > 0 && unnamed != body.len() {
            return Err(refuse(
                "wrong-number-of-parameters",
                &format!(
                    "The field bodyParameters has {unnamed} values, and the template's texts have \
                     {} variables.",
                    body.len()
                ),
                "Give one value for each variable, in the order of their numbers.",
            ));
        }
        let mut next = body.iter();
        for given in &values.given {
            let (name, value) = match &given.target {
                Target::Next => (next.next().cloned(), given.value.clone()),
                Target::Named(name) => {
                    let known = self.names.iter().find(|known| *known == name);
                    (known.cloned(), given.value.clone())
                }
                Target::Place(place) => match self.at(*place, &given.value) {
                    Some((name, value)) => (Some(name), value),
                    None => (None, String::new()),
                },
            };
            let Some(name) = name else {
                return Err(no_place(&given.field, &given.target));
            };
            match filled.iter().find(|(own, ..)| *own == name) {
                Some((_, earlier, _)) if *earlier == value => {}
                Some((.., field)) => return Err(twice(&name, field, &given.field)),
                None => filled.push((name, value, given.field.clone())),
            }
        }
        let missing: Vec<&str> = self
            .names
            .iter()
            .filter(|name| !filled.iter().any(|(own, ..)| own == *name))
            .map(String::as_str)
            .collect();
        if !missing.is_empty() {
            return Err(refuse(
                "missing-template-parameter",
                &format!(
                    "The template's variables {} have no value, and Twilio would send their \
                     samples.",
                    quoted(&missing.join(", "))
                ),
                "Give each variable a value: in bodyParameters, header or buttons, by where it is \
                 in the template, or in variables by its name.",
            ));
        }
        let value = |name: &String| {
            let found = filled.iter().find(|(own, ..)| own == name);
            found.map(|(_, value, _)| (name.clone(), value.clone()))
        };
        Ok(self.names.iter().filter_map(value).collect())
    }

    /// The variables of texts that are neither header nor button, in their order.
    fn in_texts(&self) -> Vec<String> {
        let texts = self.slots.iter().filter(|slot| slot.place == Place::Text);
        let mut names: Vec<String> = Vec::new();
        for name in texts.flat_map(|slot| variables(&slot.text)) {
            if !names.iter().any(|own| own == name) {
                names.push(name.to_owned());
            }
        }
        in_order(names)
    }

    /// The variable at a place and its value; none if there is not just one. A
    /// file's link is the whole URL, and its variable a part of it.
    fn at(&self, place: Place, value: &str) -> Option<(String, String)> {
        let mut slots = self.slots.iter().filter(|slot| slot.place == place);
        slots.find_map(|slot| {
            let mut names = variables(&slot.text);
            let name = names.next()?;
            if names.next().is_some() {
                return None;
            }
            if place != Place::File {
                return Some((name.to_owned(), value.to_owned()));
            }
            let (before, after) = slot.text.split_once(&format!("{{{{{name}}}}}"))?;
            let part = value.strip_prefix(before)?.strip_suffix(after)?;
            (!part.is_empty()).then(|| (name.to_owned(), part.to_owned()))
        })
    }
}

/// Numbers by their size; names stay in their order after them.
fn in_order(names: Vec<String>) -> Vec<String> {
    let number = |name: &String| name.parse::<u32>().unwrap_or(u32::MAX);
    // As code, a heap is a quarter of the library's sort.
    let numbered = names.into_iter().enumerate();
    let heap: BinaryHeap<(u32, usize, String)> = numbered
        .map(|(place, name)| (number(&name), place, name))
        .collect();
    let sorted = heap.into_sorted_vec().into_iter();
    sorted.map(|(_, _, name)| name).collect()
}

fn no_place(field: &str, target: &Target) -> Refusal {
    let what = match target {
        Target::Named(name) => format!("no variable {}", quoted(name)),
        Target::Next | Target::Place(Place::Text) => "no variable in its texts".to_owned(),
        Target::Place(Place::Header) => "no header text with just one variable".to_owned(),
        Target::Place(Place::File) => "no file with a variable whose URL fits this link".to_owned(),
        Target::Place(_) => "no such button with a variable".to_owned(),
    };
    refuse(
        "parameter-without-place",
        &format!("The field {field} has no place in the template: it has {what}."),
        "See the template's definition with the command listTemplates. Leave the value out, or give \
         all variables in the field variables.",
    )
}

fn twice(name: &str, first: &str, second: &str) -> Refusal {
    refuse(
        "conflicting-values",
        &format!(
            "The fields {first} and {second} give the template's variable {} different values.",
            quoted(name)
        ),
        "Give both the same value: the template uses one variable in both places.",
    )
}
