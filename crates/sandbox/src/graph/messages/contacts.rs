//! `contacts`.

use super::Looks;
use crate::graph::fields::Fields;
use crate::model::GraphError;

const MOST_CONTACTS: usize = 257;

/// The parts of a name besides `formatted_name`; WhatsApp requires one of them.
const PARTS: [&str; 5] = ["first_name", "last_name", "middle_name", "suffix", "prefix"];

/// Lists of objects, and the texts that each object may have; the first is what it is about.
const LISTS: [(&str, &[&str]); 4] = [
    ("phones", &["phone", "type", "wa_id"]),
    ("emails", &["email", "type"]),
    ("urls", &["url", "type"]),
    (
        "addresses",
        &[
            "street",
            "city",
            "state",
            "zip",
            "country",
            "country_code",
            "type",
        ],
    ),
];

/// Each contact needs `name.formatted_name` and another part of the name.
pub(super) fn check(request: &Fields<'_>) -> Result<Looks, GraphError> {
    let contacts = request.list("contacts", 1..=MOST_CONTACTS)?;
    let mut names = Vec::new();
    for (place, contact) in contacts.iter().enumerate() {
        let contact = request.item("contacts", place, contact)?;
        names.push(name(&contact)?);
        for (key, members) in LISTS {
            for (place, item) in contact.optional_list(key)?.iter().enumerate() {
                let item = contact.item(key, place, item)?;
                for member in members {
                    item.optional_text(member)?;
                }
            }
        }
        if let Some(org) = contact.optional_object("org")? {
            for member in ["company", "department", "title"] {
                org.optional_text(member)?;
            }
        }
        if let Some(day) = contact.optional_text("birthday")?
            && !is_day(day)
        {
            return Err(GraphError::parameter(format!(
                "Param {} must be a date written as YYYY-MM-DD.",
                contact.path_of("birthday")
            )));
        }
    }
    Ok(Looks::of(names.join(", ")))
}

fn name<'a>(contact: &Fields<'a>) -> Result<&'a str, GraphError> {
    let name = contact.object("name")?;
    let formatted = name.text("formatted_name")?;
    let mut has_part = false;
    for part in PARTS {
        has_part |= name
            .optional_text(part)?
            .is_some_and(|text| !text.is_empty());
    }
    if has_part {
        Ok(formatted)
    } else {
        Err(GraphError::new(131_008).details(format!(
            "{} needs one of {} beside formatted_name.",
            contact.path_of("name"),
            PARTS.join(", ")
        )))
    }
}

fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |text: &str, digits: usize| {
        (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse::<u32>().ok())
            .flatten()
    };
    match parts.as_slice() {
        [year, month, day] => {
            number(year, 4).is_some()
                && number(month, 2).is_some_and(|month| (1..=12).contains(&month))
                && number(day, 2).is_some_and(|day| (1..=31).contains(&day))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_a_year_a_month_and_a_day() {
        assert!(is_day("1999-01-23"));
        for other in [
            "1999-1-23",
            "1999-13-01",
            "1999-01-32",
            "23.01.1999",
            "1999-01",
            "",
        ] {
            assert!(!is_day(other), "{other}");
        }
    }
}
