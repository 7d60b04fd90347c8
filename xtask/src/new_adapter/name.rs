//! The name of an adapter, and where it takes the place of the template's.

use std::str::FromStr;

/// The namespace of the template's WIT package.
const NAMESPACE: &str = "example";

/// Names that a package of Rust or WIT cannot have: keywords, and crates that are always
/// there.
const RESERVED: &[&str] = &[
    "alloc",
    "as",
    "async",
    "await",
    "bool",
    "break",
    "borrow",
    "char",
    "const",
    "constructor",
    "continue",
    "core",
    "crate",
    "dyn",
    "else",
    "enum",
    "export",
    "extern",
    "false",
    "flags",
    "fn",
    "for",
    "from",
    "func",
    "future",
    "if",
    "impl",
    "import",
    "in",
    "include",
    "interface",
    "let",
    "list",
    "loop",
    "match",
    "mod",
    "move",
    "mut",
    "option",
    "own",
    "package",
    "pub",
    "record",
    "ref",
    "resource",
    "result",
    "return",
    "self",
    "static",
    "std",
    "stream",
    "string",
    "struct",
    "super",
    "test",
    "trait",
    "true",
    "tuple",
    "type",
    "unsafe",
    "use",
    "variant",
    "where",
    "while",
    "with",
    "world",
];

/// An adapter's name in kebab-case, and the namespace of its WIT package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    namespace: String,
    name: String,
}

impl FromStr for Name {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (namespace, name) = text.split_once(':').unwrap_or((NAMESPACE, text));
        for part in [namespace, name] {
            if !is_kebab(part) {
                return Err(format!(
                    "`{part}` is not in kebab-case: words of lower-case letters and digits that \
                     begin with a letter, joined by `-`"
                ));
            }
            if RESERVED.contains(&part) {
                return Err(format!("`{part}` is a reserved word; choose another name"));
            }
        }
        Ok(Self {
            namespace: namespace.to_owned(),
            name: name.to_owned(),
        })
    }
}

fn is_kebab(text: &str) -> bool {
    text.split('-').all(|word| {
        word.starts_with(|first: char| first.is_ascii_lowercase())
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}

impl Name {
    /// As WIT and Cargo write it: `order-desk`.
    pub fn kebab(&self) -> &str {
        &self.name
    }

    /// As Rust writes the names of modules: `order_desk`.
    fn snake(&self) -> String {
        self.name.replace('-', "_")
    }

    /// As Rust writes the names of constants: `ORDER_DESK`.
    fn screaming(&self) -> String {
        self.snake().to_uppercase()
    }

    /// As people write it: `Order Desk`; with another separator as a header does.
    fn title(&self, separator: &str) -> String {
        let words = self.name.split('-').map(|word| {
            let (first, rest) = word.split_at(1);
            first.to_uppercase() + rest
        });
        words.collect::<Vec<_>>().join(separator)
    }

    /// A text of the template with this name in the place of the template's.
    pub fn put_into(&self, text: &str) -> String {
        let namespace = self.namespace.replace('-', "_");
        let replacements = [
            (
                "example::helpdesk",
                format!("{namespace}::{}", self.snake()),
            ),
            (
                "example:helpdesk",
                format!("{}:{}", self.namespace, self.name),
            ),
            ("X-Helpdesk-", format!("X-{}-", self.title("-"))),
            ("Helpdesk", self.title(" ")),
            ("HELPDESK", self.screaming()),
            ("helpdesk", self.name.clone()),
        ];
        let mut written = String::with_capacity(text.len());
        let mut rest = text;
        // The one that begins first: no name is put into a name that was put in before.
        while let Some((at, (template, own))) = replacements
            .iter()
            .filter_map(|it| Some((rest.find(it.0)?, it)))
            .min_by_key(|(at, _)| *at)
        {
            let (before, from) = rest.split_at(at);
            written.extend([before, own]);
            rest = from.split_at(template.len()).1;
        }
        written + rest
    }
}

#[cfg(test)]
mod tests {
    use super::Name;

    fn name(text: &str) -> Name {
        text.parse().unwrap()
    }

    #[test]
    fn a_name_is_written_as_each_language_writes_it() {
        let name = name("acme-inc:order-desk");
        for (template, written) in [
            (
                "example:helpdesk/types@0.1.0",
                "acme-inc:order-desk/types@0.1.0",
            ),
            (
                "use example::helpdesk::events;",
                "use acme_inc::order_desk::events;",
            ),
            ("const HELPDESK: Service", "const ORDER_DESK: Service"),
            ("Helpdesk's answer", "Order Desk's answer"),
            ("X-Helpdesk-Signature", "X-Order-Desk-Signature"),
            ("api.helpdesk.example", "api.order-desk.example"),
        ] {
            assert_eq!(name.put_into(template), written);
        }
    }

    #[test]
    fn a_name_may_hold_the_templates() {
        assert_eq!(
            name("my-helpdesk").put_into("example:helpdesk, example::helpdesk, helpdesk"),
            "example:my-helpdesk, example::my_helpdesk, my-helpdesk"
        );
    }

    #[test]
    fn without_a_namespace_it_is_an_example() {
        assert_eq!(
            name("orders").put_into("example:helpdesk@0.1.0"),
            "example:orders@0.1.0"
        );
    }

    #[test]
    fn what_wit_or_cargo_would_not_take_is_refused() {
        for text in [
            "",
            "Orders",
            "order_desk",
            "-orders",
            "orders-",
            "1st",
            "a:b:c",
            ":a",
            "a:",
        ] {
            assert!(text.parse::<Name>().is_err(), "{text}");
        }
        assert!(
            "acme:type"
                .parse::<Name>()
                .unwrap_err()
                .contains("reserved")
        );
    }
}
