use heck::{ToLowerCamelCase, ToSnakeCase};

/// The JSON name of a property, a command or a record's field.
pub(crate) fn camel(kebab: &str) -> String {
    kebab.to_lower_camel_case()
}

/// The JSON name of an event.
pub(crate) fn snake(kebab: &str) -> String {
    kebab.to_snake_case()
}

/// `a, b, c`
pub(crate) fn list_of<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_reads_as_camel_case_and_an_event_as_snake_case() {
        assert_eq!(camel("trace-id"), "traceId");
        assert_eq!(camel("long-field-name"), "longFieldName");
        assert_eq!(camel("code"), "code");
        assert_eq!(camel("x2-y"), "x2Y");
        assert_eq!(snake("thing-happened"), "thing_happened");
    }
}
