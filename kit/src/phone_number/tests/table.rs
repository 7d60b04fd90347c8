//! Numbers as they are written, and what is sent.

use super::library::Library;
use super::parse;

const UPDATE: &str = "UPDATE_READINGS";
const PATH: &str = "src/phone_number/tests/readings.tsv";

/// Each line has what was written, the default country code (`-` when there is
/// none), and the number that is sent or the code of the refusal.
#[test]
fn every_number_of_the_table_is_sent_or_refused_as_it_says() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(PATH);
    let table = std::fs::read_to_string(&path).unwrap();
    let library = Library::new();
    let mut lines = Vec::new();
    for line in table.lines() {
        let mut columns = line.split('\t');
        let (Some(written), Some(code)) = (columns.next(), columns.next()) else {
            panic!("{line:?} has too few columns");
        };
        let default = Some(code).filter(|code| *code != "-");
        let outcome = parse(written, default).unwrap_or_else(|code| code);
        if outcome.starts_with('+') {
            library.check(written, default, &outcome);
        }
        lines.push(format!("{written}\t{code}\t{outcome}"));
    }
    assert!(lines.len() >= 400);
    if std::env::var_os(UPDATE).is_some() {
        std::fs::write(&path, lines.join("\n") + "\n").unwrap();
    }
    let now = std::fs::read_to_string(&path).unwrap();
    for (line, expected) in lines.iter().zip(now.lines()) {
        assert_eq!(line, expected);
    }
}
