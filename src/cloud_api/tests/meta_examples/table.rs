//! The table in `docs/sending.md` that says which command sends what.

use std::collections::BTreeMap;

use super::{Example, at_hand, normalised, produced};

/// Which command writes the example's body, equal as JSON values.
fn command(example: &Example) -> String {
    let is_mark = example.json["status"] == "read";
    let elsewhere = ["block_users", "business_profile", "register"];
    if elsewhere.contains(&example.kind.as_str()) {
        return "none".to_owned();
    }
    let body = if is_mark {
        example.json.clone()
    } else {
        normalised(example.json.clone())
    };
    let Some((command, written)) = produced(&body) else {
        return "none".to_owned();
    };
    assert_eq!(written, body, "{}", example.file);
    match command.split_once(' ') {
        Some((command, field)) => format!("`{command}`, {}", field.replace(['(', ')'], "`")),
        None => format!("`{command}`"),
    }
}

/// Page, number of examples, command, and why no command of its own.
fn documented() -> Vec<[String; 4]> {
    let page = include_str!("../../../../docs/sending.md");
    let table = page
        .split("\n| Meta's page | Examples | Sent with | Why |\n")
        .nth(1)
        .unwrap();
    let rows = table.lines().skip(1).take_while(|line| !line.is_empty());
    rows.map(|line| {
        let cells: Vec<String> = line
            .trim_matches('|')
            .split('|')
            .map(|cell| cell.trim().to_owned())
            .collect();
        cells.try_into().unwrap()
    })
    .collect()
}

#[test]
fn the_commands_write_the_bodies_that_meta_documents_and_the_page_says_which() {
    let mut rows: BTreeMap<(String, String), u32> = BTreeMap::new();
    for example in at_hand() {
        if example.direction == "request" {
            let row = (example.page.clone(), command(&example));
            *rows.entry(row).or_default() += 1;
        }
    }
    if rows.is_empty() {
        return;
    }
    let mut written: Vec<String> = rows
        .into_iter()
        .map(|((page, command), count)| format!("| {page} | {count} | {command} |"))
        .collect();
    let mut told: Vec<String> = documented()
        .into_iter()
        .map(|[page, count, command, _]| format!("| {page} | {count} | {command} |"))
        .collect();
    written.sort();
    told.sort();
    assert_eq!(told.join("\n"), written.join("\n"));
}

#[test]
fn whatever_has_no_fields_of_its_own_has_a_reason() {
    for [page, _, command, why] in documented() {
        let is_typed = !["Raw`", "components`", "none"]
            .iter()
            .any(|end| command.ends_with(end));
        assert_eq!(why.is_empty(), is_typed, "{page}: {command}");
    }
}

/// The numbers that the page tells of the other examples.
#[test]
fn the_page_counts_what_is_no_message() {
    let examples = at_hand();
    let page = include_str!("../../../../docs/sending.md");
    let page = page.replace('\n', " ");
    let count = |begin: &str| {
        let of = examples.iter().filter(|it| it.direction.starts_with(begin));
        of.count()
    };
    for (begin, words) in [
        ("template_", "template definitions"),
        ("response", "answers"),
        ("error", "errors"),
    ] {
        let told = format!("{} {words}", count(begin));
        assert!(examples.is_empty() || page.contains(&told), "{told}");
    }
}
