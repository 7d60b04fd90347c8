//! When Meta ends a version of the API.

use crate::configuration::ApiVersion;

/// Meta's page "Graph API versions", as of November 2026.
const ENDS: [(&str, &str); 6] = [
    ("v20", "2026-09-24"),
    ("v21", "2027-01-21"),
    ("v22", "2027-05-20"),
    ("v23", "2027-10-08"),
    ("v24", "2028-02-18"),
    ("v25", "2028-07-29"),
];

/// The day on which the version ends, if Meta has announced it: `2027-01-21`.
pub fn version_end(version: &ApiVersion) -> Option<&'static str> {
    let version = version.as_str();
    let version = version.strip_suffix(".0").unwrap_or(version);
    let found = ENDS.iter().find(|(known, _)| *known == version);
    found.map(|(_, end)| *end)
}

#[cfg(test)]
mod tests {
    use super::version_end;
    use crate::configuration::ApiVersion;

    #[test]
    fn only_what_meta_has_announced_has_an_end() {
        for (version, end) in [
            ("v21.0", Some("2027-01-21")),
            ("v22.0", Some("2027-05-20")),
            ("v25.0", Some("2028-07-29")),
            ("v25", Some("2028-07-29")),
            ("v25.1", None),
            ("v26.0", None),
            ("v2", None),
        ] {
            assert_eq!(
                version_end(&ApiVersion::parse(version).unwrap()),
                end,
                "{version}"
            );
        }
    }
}
