use serde_json::{Map, Value};

use super::{Shape, VariantShape};

impl Shape {
    /// Whether this is a choice of which nothing was chosen: `{}`, or several
    /// members that are all blank.
    pub(super) fn is_blank_choice(&self, json: &Value) -> bool {
        match (self, json) {
            (Self::Variant(variant), Value::Object(members)) => {
                members.len() != 1
                    && members
                        .iter()
                        .all(|(name, payload)| variant.is_blank(name, payload))
            }
            _ => false,
        }
    }
}

impl VariantShape {
    /// The member that says which case is meant. A form sends a member for each
    /// case, so those left blank are passed over when there are several.
    ///
    /// # Errors
    /// How many members there are, when not one alone is left.
    pub(super) fn only_member(
        &self,
        members: Map<String, Value>,
    ) -> Result<(String, Value), String> {
        let count = members.len();
        let mut given = members
            .into_iter()
            .filter(|(name, payload)| count == 1 || !self.is_blank(name, payload));
        match (given.next(), given.next()) {
            (Some(only), None) => Ok(only),
            _ => Err(format!("{count} members")),
        }
    }

    /// Whether a member is a case that was left blank. For a case without a
    /// payload, or with one that may be none, null says that it is meant.
    fn is_blank(&self, name: &str, payload: &Value) -> bool {
        let is_nothing = payload.is_null() || payload == "";
        is_nothing
            && self.cases.iter().any(|(case, shape)| {
                case == name && !matches!(shape, None | Some(Shape::Option(_)))
            })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use wasmtime::component::Val;

    use super::*;
    use crate::types::NO_LIMITS;

    fn header() -> Shape {
        let text = |name: &str| (name.to_owned(), Some(Shape::String));
        Shape::Variant(VariantShape {
            cases: vec![text("text"), text("image"), ("none".to_owned(), None)],
        })
    }

    fn read(shape: &Shape, json: Value) -> Result<Val, String> {
        shape
            .to_value(json, &NO_LIMITS)
            .map_err(|it| it.to_string())
    }

    fn image() -> Val {
        let payload = Val::String("a.png".to_owned());
        Val::Variant("image".to_owned(), Some(Box::new(payload)))
    }

    #[test]
    fn the_blank_members_that_a_form_sends_are_passed_over() {
        for json in [
            json!({ "text": null, "image": "a.png" }),
            json!({ "image": "a.png", "text": "" }),
        ] {
            assert_eq!(read(&header(), json), Ok(image()));
        }
    }

    #[test]
    fn a_blank_member_that_stands_alone_is_read_as_it_is() {
        let blank = Val::Variant(
            "text".to_owned(),
            Some(Box::new(Val::String(String::new()))),
        );
        assert_eq!(read(&header(), json!({ "text": "" })), Ok(blank));
        assert_eq!(
            read(&header(), json!({ "text": null })),
            Err("text: expected a string, got null".to_owned())
        );
    }

    #[test]
    fn an_optional_choice_of_nothing_is_not_given() {
        let optional = Shape::Option(Box::new(header()));
        for json in [json!({}), json!({ "text": "", "image": null })] {
            assert_eq!(read(&optional, json), Ok(Val::Option(None)));
        }
        assert_eq!(
            read(&optional, json!({ "text": "", "image": "a.png" })),
            Ok(Val::Option(Some(Box::new(image()))))
        );
    }

    #[test]
    fn what_cannot_be_one_choice_says_how_many_members_there_are() {
        let one = "expected an object with one member, which is one of text, image, none";
        for (json, count) in [
            (json!({}), 0),
            (json!({ "text": "", "image": null }), 2),
            (json!({ "text": "a", "image": "a.png" }), 2),
            (json!({ "text": "a", "txt": null }), 2),
            (json!({ "text": "a", "none": null }), 2),
        ] {
            let error = Err(format!("{one}, got an object of {count} members"));
            assert_eq!(read(&header(), json), error);
        }
    }
}
