//! A list to choose from.

use super::header::Header;
use super::{Frame, Interactive, Label};
use crate::bindings::uip::whatsapp::interactive::{ListMessage, ListRow, ListSection};
use uip_kit::CommandError;
use uip_kit::field::refuse;
use uip_kit::field::{Limited, check_count, check_unique};
use uip_kit::json::{ObjectWriter, array};

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
    pub fn list(request: ListMessage) -> Result<Self, CommandError> {
        let mut frame = Frame::parse(None, request.body, LONGEST_BODY, request.footer)?;
        let header = request.header.filter(|header| !header.trim().is_empty());
        frame.header = header
            .map(|header| Header::text("header", header))
            .transpose()?;
        let label = Label::parse("buttonText", request.button_text)?;
        check_sections(&request.sections)?;
        let (mut sections, mut ids) = (Vec::new(), Vec::new());
        for (place, section) in request.sections.into_iter().enumerate() {
            sections.push(section_json(
                &format!("sections[{place}]"),
                section,
                &mut ids,
            )?);
        }
        check_unique(&ids)?;
        let action = ObjectWriter::new()
            .text("button", label.as_str())
            .json("sections", &array(&sections));
        Ok(frame.with("list", &action.finish()))
    }
}

/// How many sections and rows there are, and that the sections can be told
/// apart.
fn check_sections(sections: &[ListSection]) -> Result<(), CommandError> {
    check_count("sections", sections.len(), 1, MOST_SECTIONS)?;
    let mut rows = 0;
    for (place, section) in sections.iter().enumerate() {
        check_count(
            &format!("sections[{place}].rows"),
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
fn section_json(
    field: &str,
    section: ListSection,
    ids: &mut Vec<(String, String)>,
) -> Result<String, CommandError> {
    let title = Limited::<24>::parse_optional(&format!("{field}.title"), section.title)?;
    let mut rows = Vec::new();
    for (place, row) in section.rows.into_iter().enumerate() {
        let field = format!("{field}.rows[{place}]");
        ids.push((format!("{field}.id"), row.id.clone()));
        rows.push(row_json(&field, row)?);
    }
    Ok(ObjectWriter::new()
        .optional_text("title", title.as_ref().map(Limited::as_str))
        .json("rows", &array(&rows))
        .finish())
}

fn row_json(field: &str, row: ListRow) -> Result<String, CommandError> {
    let id = Limited::<200>::parse(&format!("{field}.id"), row.id)?;
    let title = Limited::<24>::parse(&format!("{field}.title"), row.title)?;
    let description =
        Limited::<72>::parse_optional(&format!("{field}.description"), row.description)?;
    Ok(ObjectWriter::new()
        .text("id", id.as_str())
        .text("title", title.as_str())
        .optional_text("description", description.as_ref().map(Limited::as_str))
        .finish())
}
