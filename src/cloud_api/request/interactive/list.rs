//! A list to choose from.

use super::header::Header;
use super::object::{Action, Row, Section};
use super::{Frame, Interactive, Label};
use crate::bindings::uip::whatsapp::outgoing::{ListMessage, ListRow, ListSection};
use crate::cloud_api::request::field::{
    check_count, check_unique, item, limited, limited_optional, member,
};
use crate::cloud_api::request::refusal::{Refusal, refuse};

const LONGEST_BODY: usize = 4096;
const MOST_SECTIONS: usize = 10;
/// In all sections together.
const MOST_ROWS: usize = 10;

impl Interactive {
    /// A text with a button that opens a list of 1 to 10 rows, whose ids all
    /// differ.
    ///
    /// # Errors
    /// A permanent failure that names the field that is wrong.
    pub fn list(request: ListMessage) -> Result<Self, Refusal> {
        let mut frame = Frame::parse(None, request.body, LONGEST_BODY, request.footer)?;
        let header = request.header.filter(|header| !header.trim().is_empty());
        frame.header = header
            .map(|header| Header::text("header", header))
            .transpose()?;
        let button = Label::parse("buttonText", request.button_text)?;
        check_sections(&request.sections)?;
        let (mut sections, mut ids) = (Vec::new(), Vec::new());
        for (place, section) in request.sections.into_iter().enumerate() {
            sections.push(parse_section(&item("sections", place), section, &mut ids)?);
        }
        check_unique(&ids)?;
        Ok(frame.with("list", Action::List { button, sections }))
    }
}

/// How many sections and rows there are, and that the sections can be told
/// apart.
fn check_sections(sections: &[ListSection]) -> Result<(), Refusal> {
    check_count("sections", sections.len(), 1, MOST_SECTIONS)?;
    let mut rows = 0;
    for (place, section) in sections.iter().enumerate() {
        check_count(
            &member(&item("sections", place), "rows"),
            section.rows.len(),
            1,
            MOST_ROWS,
        )?;
        let is_untitled = section
            .title
            .as_deref()
            .is_none_or(|title| title.trim().is_empty());
        if is_untitled && sections.len() > 1 {
            return Err(refuse(
                "missing-section-title",
                &format!(
                    "The field sections[{place}].title is required if there is more than one \
                     section."
                ),
                "Give every section a title, or put all rows into one.",
            ));
        }
        rows += section.rows.len();
    }
    check_count("sections[].rows, of all sections,", rows, 1, MOST_ROWS)
}

/// The section in `field`, whose rows' ids are added to `ids` with their
/// fields.
fn parse_section(
    field: &str,
    section: ListSection,
    ids: &mut Vec<(String, String)>,
) -> Result<Section, Refusal> {
    let title = limited_optional(field, "title", section.title)?;
    let mut rows = Vec::with_capacity(section.rows.len());
    let list = member(field, "rows");
    for (place, row) in section.rows.into_iter().enumerate() {
        let field = item(&list, place);
        ids.push((member(&field, "id"), row.id.clone()));
        rows.push(parse_row(&field, row)?);
    }
    Ok(Section { title, rows })
}

fn parse_row(field: &str, row: ListRow) -> Result<Row, Refusal> {
    Ok(Row {
        id: limited(field, "id", row.id)?,
        title: limited(field, "title", row.title)?,
        description: limited_optional(field, "description", row.description)?,
    })
}
