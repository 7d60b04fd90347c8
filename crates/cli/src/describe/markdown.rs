use std::fmt::Write as _;

use super::page::Part;

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
