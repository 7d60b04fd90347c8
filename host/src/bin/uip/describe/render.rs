use std::fmt::Write as _;

use comfy_table::presets::UTF8_FULL;
use comfy_table::{ContentArrangement, Table};

use super::page::Part;

/// For a terminal of this width.
pub fn tables(page: &[Part], width: u16) -> String {
    let mut text = String::new();
    for part in page {
        match part {
            Part::Heading(level, heading) => {
                let line = match level {
                    1 => "=",
                    2 => "-",
                    _ => "",
                };
                text.push_str(heading);
                text.push('\n');
                if !line.is_empty() {
                    text.push_str(&line.repeat(heading.chars().count()));
                    text.push('\n');
                }
            }
            Part::Text(paragraph) => {
                text.push_str(paragraph);
                text.push_str("\n\n");
            }
            Part::Json(value) => {
                let _ = writeln!(text, "{value:#}\n");
            }
            Part::Table { header, rows } => {
                let mut table = Table::new();
                table
                    .load_style(UTF8_FULL)
                    .set_content_arrangement(ContentArrangement::Dynamic)
                    .set_width(width)
                    .set_header(header.iter());
                for row in rows {
                    table.add_row(row);
                }
                text.push_str(&table.to_string());
                text.push_str("\n\n");
            }
        }
    }
    text
}

/// For a document.
pub fn markdown(page: &[Part]) -> String {
    let mut text = String::new();
    for part in page {
        match part {
            Part::Heading(level, heading) => {
                text.push_str(&"#".repeat((*level).into()));
                text.push(' ');
                text.push_str(&line(heading));
            }
            Part::Text(paragraph) => text.push_str(paragraph),
            Part::Json(value) => {
                let _ = write!(text, "```json\n{value:#}\n```");
            }
            Part::Table { header, rows } => {
                row(&mut text, header.iter().copied());
                row(&mut text, header.iter().map(|_| "---"));
                for cells in rows {
                    row(&mut text, cells.iter().map(String::as_str));
                }
                text.pop();
            }
        }
        text.push_str("\n\n");
    }
    text
}

fn row<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    text.push('|');
    for cell in cells {
        text.push(' ');
        text.push_str(&line(cell));
        text.push_str(" |");
    }
    text.push('\n');
}

/// A cell is one line, and a bar would end it.
fn line(text: &str) -> String {
    text.replace('|', "\\|")
        .lines()
        .map(str::trim)
        .collect::<Vec<_>>()
        .join(" ")
}
