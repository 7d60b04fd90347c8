/// An event as one line of JSON. The payload stays as it is, but for line
/// breaks between its tokens, which become spaces: within a string JSON has
/// none.
pub fn event(name: &str, id: &str, payload: &str) -> String {
    // Nothing in a string can fail to serialize.
    let id = serde_json::to_string(id).unwrap_or_default();
    let mut line = format!(
        r#"{{"adapter":"whatsapp","event":"{name}","eventId":{id},"properties":{payload}}}"#
    );
    if line.contains(['\n', '\r']) {
        line = line.replace(['\n', '\r'], " ");
    }
    line.push('\n');
    line
}
