//! Contacts that a customer shares, as the vCard that Twilio makes of them.

use serde_json::Value;

/// One vCard for each contact of the Cloud API's `contacts`, below each other.
pub(crate) fn of(contacts: &Value) -> String {
    let contacts = contacts.as_array().map(Vec::as_slice).unwrap_or_default();
    contacts.iter().map(one).collect()
}

fn one(contact: &Value) -> String {
    let mut card = String::from("BEGIN:VCARD\r\nVERSION:3.0\r\n");
    let mut line = |name: &str, value: &str| {
        card.push_str(name);
        card.push(':');
        card.push_str(value);
        card.push_str("\r\n");
    };
    let name = &contact["name"];
    let part = |key: &str| escaped(&name[key]);
    line(
        "N",
        &format!(
            "{};{};{};;",
            part("last_name"),
            part("first_name"),
            part("middle_name")
        ),
    );
    line("FN", &part("formatted_name"));
    let org = escaped(&contact["org"]["company"]);
    if !org.is_empty() {
        line("ORG", &org);
    }
    for phone in items(&contact["phones"]) {
        let kind = phone["type"].as_str().unwrap_or("CELL").to_uppercase();
        let wa_id = phone["wa_id"].as_str();
        let wa_id = wa_id.map_or(String::new(), |id| format!(";waid={id}"));
        line(
            &format!("TEL;type={kind}{wa_id}"),
            &escaped(&phone["phone"]),
        );
    }
    for email in items(&contact["emails"]) {
        line("EMAIL", &escaped(&email["email"]));
    }
    card.push_str("END:VCARD\r\n");
    card
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn escaped(value: &Value) -> String {
    let text = value.as_str().unwrap_or_default();
    text.replace('\\', "\\\\")
        .replace([',', ';'], " ")
        .replace(['\r', '\n'], " ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::of;

    #[test]
    fn a_contact_becomes_a_vcard() {
        let contacts = json!([{
            "name": {"formatted_name": "Ada Example", "first_name": "Ada", "last_name": "Example"},
            "phones": [{"phone": "+44 7700 900123", "wa_id": "447700900123", "type": "CELL"}],
        }]);
        assert_eq!(
            of(&contacts),
            "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Example;Ada;;;\r\nFN:Ada Example\r\n\
             TEL;type=CELL;waid=447700900123:+44 7700 900123\r\nEND:VCARD\r\n"
        );
        assert_eq!(of(&json!({"not": "a list"})), "");
    }
}
