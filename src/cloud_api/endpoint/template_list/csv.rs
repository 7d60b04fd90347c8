//! A list of templates as a text for spreadsheets (RFC 4180).

use crate::bindings::uip::whatsapp::templates::TemplateDefinition;
use crate::cloud_api::rendering::{Header, Part, read_definition};
use uip_kit::json::Document;

const COLUMNS: &str = "id,name,language,status,category,parameterFormat,rejectedReason,\
                       qualityScore,header,body,footer,buttons\r\n";

/// The list with a header row.
pub fn csv(templates: &[TemplateDefinition]) -> String {
    let mut text = COLUMNS.to_owned();
    for template in templates {
        row(&mut text, template);
    }
    text
}

fn row(text: &mut String, template: &TemplateDefinition) {
    let document = Document::parse(&template.definition).ok();
    let object = document.as_ref().and_then(Document::object);
    let part = object.as_ref().and_then(read_definition);
    let part = part.map(|(part, _)| part).unwrap_or_default();
    let or_empty = |value: &Option<String>| value.clone().unwrap_or_default();
    let buttons = buttons(&part);
    let header = match part.header {
        Some(Header::Text(text)) => text,
        Some(Header::Media(format)) => format.to_ascii_uppercase(),
        None => String::new(),
    };
    let cells = [
        template.id.clone(),
        template.name.clone(),
        template.language.clone(),
        or_empty(&template.status),
        or_empty(&template.category),
        or_empty(&template.parameter_format),
        or_empty(&template.rejected_reason),
        or_empty(&template.quality_score),
        header,
        part.body,
        part.footer.unwrap_or_default(),
        buttons,
    ];
    for (place, value) in cells.iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        cell(text, value);
    }
    text.push_str("\r\n");
}

/// Kind and label of each, one to a line.
fn buttons(part: &Part) -> String {
    let mut all = String::new();
    for button in &part.buttons {
        if !all.is_empty() {
            all.push('\n');
        }
        all.extend([&button.kind, ": ", &button.text]);
    }
    all
}

/// A spreadsheet runs a cell as a formula that begins with one of these, even a
/// quoted one.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

fn cell(text: &mut String, value: &str) {
    let is_quoted = value.contains([',', '"', '\n', '\r']);
    if is_quoted {
        text.push('"');
    }
    if value.starts_with(FORMULA) {
        text.push('\'');
    }
    if is_quoted {
        text.push_str(&value.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(value);
    }
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, cell, csv};
    use crate::bindings::uip::whatsapp::templates::TemplateDefinition;

    fn written(value: &str) -> String {
        let mut text = String::new();
        cell(&mut text, value);
        text
    }

    #[test]
    fn a_cell_is_quoted_where_it_must_be() {
        for (value, cell) in [
            ("", ""),
            ("Hello {{1}}", "Hello {{1}}"),
            ("a,b", "\"a,b\""),
            ("a\nb", "\"a\nb\""),
            ("say \"yes\"", "\"say \"\"yes\"\"\""),
            ("漢\0", "漢\0"),
        ] {
            assert_eq!(written(value), cell);
        }
    }

    #[test]
    fn no_spreadsheet_runs_a_cell() {
        for (value, cell) in [
            ("=1+1", "'=1+1"),
            ("+39", "'+39"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\r=1", "\"'\r=1\""),
            ("=A1,B1", "\"'=A1,B1\""),
            ("=\"x\"", "\"'=\"\"x\"\"\""),
            ("1=1", "1=1"),
        ] {
            assert_eq!(written(value), cell);
        }
    }

    #[test]
    fn a_template_is_one_row() {
        let template = |definition: &str| TemplateDefinition {
            id: "17".to_owned(),
            name: "order_ready".to_owned(),
            language: "it".to_owned(),
            status: Some("APPROVED".to_owned()),
            category: Some("UTILITY".to_owned()),
            parameter_format: None,
            rejected_reason: Some("NONE".to_owned()),
            quality_score: Some("GREEN".to_owned()),
            definition: definition.to_owned(),
        };
        let whole = r#"{"components":[{"type":"HEADER","format":"IMAGE"},{"type":"BODY","text":"Ciao {{1}},\nè pronto."},
            {"type":"FOOTER","text":"=Forno"},{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"Sì"},{"type":"URL","text":"Apri"}]}]}"#;
        assert_eq!(
            csv(&[template(whole), template("{}"), template("")]),
            format!(
                "{COLUMNS}17,order_ready,it,APPROVED,UTILITY,,NONE,GREEN,IMAGE,\"Ciao {{{{1}}}},\nè \
                 pronto.\",'=Forno,\"QUICK_REPLY: Sì\nURL: Apri\"\r\n\
                 17,order_ready,it,APPROVED,UTILITY,,NONE,GREEN,,,,\r\n\
                 17,order_ready,it,APPROVED,UTILITY,,NONE,GREEN,,,,\r\n"
            )
        );
        assert_eq!(csv(&[]), COLUMNS);
    }
}
