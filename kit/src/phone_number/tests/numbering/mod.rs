//! The numbering plans, compared with the metadata of libphonenumber.

mod generator;
pub mod library;
mod pattern;

const UPDATE: &str = "UPDATE_NUMBERING_PLANS";
const FOLDER: &str = "src/phone_number/numbering";

#[test]
fn the_plans_are_those_of_the_library() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    for (name, generated) in generator::files() {
        let path = folder.join(name);
        if std::env::var_os(UPDATE).is_some() {
            std::fs::write(&path, &generated).unwrap();
        }
        assert!(
            std::fs::read_to_string(&path).unwrap_or_default() == generated,
            "{FOLDER}/{name} is out of date; write it with `{UPDATE}=1 cargo test -p uip-kit \
             --lib the_plans_are_those_of_the_library`"
        );
    }
}
