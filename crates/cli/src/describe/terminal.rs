//! Pages as lists, for a terminal.

use serde_json::Value;
use uip_contract::manifest::{
    Command, Event, Manifest, Property, RequestField, ResponseField, Rule, plain,
};

use super::shell::call_line;

/// Wider lines are hard to read.
const WIDEST: usize = 100;

/// All that a manifest says. `prefix` stands before each command's name in a
/// call: the adapter's name and a full stop, where that is needed.
pub fn adapter(manifest: &Manifest, prefix: &str, width: usize) -> String {
    let mut page = Page::of(width);
    page.title(&format!("{} {}", manifest.display, manifest.version), '=');
    page.paragraph(&manifest.description);
    page.title("Properties", '=');
    for property in &manifest.properties {
        page.property(property);
    }
    page.title("Commands", '=');
    for command in &manifest.commands {
        page.wrapped(&format!("{}: {}", command.name, command.display), 2);
    }
    page.line("");
    page.paragraph(
        "What follows tells each; `uip describe NAME` tells one command or event alone.",
    );
    for command in &manifest.commands {
        page.command(command, &format!("{prefix}{}", command.name));
    }
    page.title("Events", '=');
    for event in &manifest.events {
        page.event(event);
    }
    page.title("Release history", '=');
    for release in &manifest.release_history {
        let facts = [&release.date, &release.tracking];
        let facts = facts.into_iter().flatten().map(String::as_str);
        let facts: Vec<&str> = [release.kind.as_str()].into_iter().chain(facts).collect();
        page.item(
            &release.version,
            &facts.join(", "),
            &release.description,
            None,
        );
    }
    page.text
}

/// One command, called `target` in a call.
pub fn command(command: &Command, target: &str, width: usize) -> String {
    let mut page = Page::of(width);
    page.command(command, target);
    page.text
}

/// One event, and how one looks to a receiver.
pub fn event(event: &Event, example: Option<&Value>, width: usize) -> String {
    let mut page = Page::of(width);
    page.event(event);
    if let Some(example) = example {
        page.line("Example:");
        for line in format!("{example:#}").lines() {
            page.line(&format!("  {line}"));
        }
    }
    page.text
}

struct Page {
    text: String,
    width: usize,
}

impl Page {
    fn of(width: usize) -> Self {
        Self {
            text: String::new(),
            width: width.min(WIDEST),
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn title(&mut self, title: &str, underline: char) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.line("");
        }
        self.line(title);
        let width = textwrap::core::display_width(title);
        self.line(&underline.to_string().repeat(width));
    }

    fn paragraph(&mut self, text: &str) {
        self.wrapped(text, 0);
        self.line("");
    }

    /// Words are never cut: an address or an id is there to be copied.
    fn wrapped(&mut self, text: &str, indent: usize) {
        // The indent is added below: with one, `textwrap` splits even a short line into
        // words.
        let options = textwrap::Options::new(self.width.saturating_sub(indent))
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        let indent = " ".repeat(indent);
        for line in textwrap::wrap(text, options) {
            let line = format!("{indent}{line}");
            self.line(line.trim_end());
        }
    }

    fn item(&mut self, name: &str, facts: &str, text: &str, example: Option<String>) {
        self.wrapped(&format!("{name} ({facts})"), 2);
        self.wrapped(text, 6);
        if let Some(example) = example {
            self.wrapped(&format!("Example: {example}"), 6);
        }
    }

    fn property(&mut self, property: &Property) {
        let comments = property.comments.clone();
        let comments = comments.unwrap_or_else(|| format!("{}.", property.display));
        self.item(
            &property.name,
            &facts(property.kind.word(), property.is_required),
            &joined(comments, &property.rules()),
            property.limits.example.as_ref().map(plain),
        );
    }

    fn command(&mut self, command: &Command, target: &str) {
        self.title(&format!("{}: {}", command.name, command.display), '-');
        self.paragraph(&command.description);
        let example = command.example.as_ref();
        let room = self.width.saturating_sub(2);
        if let Some(call) = example.and_then(|example| call_line(target, example, room)) {
            self.line("Example:");
            for line in call.lines() {
                self.line(&format!("  {line}"));
            }
            self.line("");
        }
        self.line("Request:");
        for field in &command.request {
            self.request(command, field);
        }
        if command.request.is_empty() {
            self.line("  Nothing.");
        }
        let may_fail = command.response.iter().any(|row| row.name == "failure");
        let (failure, success): (Vec<_>, Vec<_>) = command
            .response
            .iter()
            .partition(|row| may_fail && row.is_of_failure());
        for (heading, rows) in [("Answer:", success), ("If it fails:", failure)] {
            if rows.is_empty() {
                continue;
            }
            self.line("");
            self.line(heading);
            for row in rows {
                self.response(row);
            }
        }
        self.line("");
    }

    fn request(&mut self, command: &Command, field: &RequestField) {
        self.item(
            &field.name,
            &facts(field.kind.word(), field.is_required),
            &joined(field.description.clone(), &command.rules(field)),
            field.limits.example.as_ref().map(plain),
        );
    }

    fn response(&mut self, field: &ResponseField) {
        self.item(
            &field.name,
            field.kind.word(),
            &joined(field.description.clone(), &field.rules()),
            field.example.as_ref().map(plain),
        );
    }

    fn event(&mut self, event: &Event) {
        self.title(&format!("{}: {}", event.name, event.display), '-');
        self.paragraph(&event.description);
        self.line("Payload:");
        for field in &event.properties {
            let example = field.example.as_ref().map(plain);
            let text = joined(field.description.clone(), &field.rules());
            self.item(&field.name, field.kind.word(), &text, example);
        }
        self.line("");
    }
}

fn facts(kind: &str, is_required: bool) -> String {
    if is_required {
        format!("{kind}, required")
    } else {
        kind.to_owned()
    }
}

fn joined(text: String, rules: &[Rule<'_>]) -> String {
    let sentences = rules.iter().map(ToString::to_string);
    let all: Vec<String> = [text].into_iter().chain(sentences).collect();
    all.join(" ")
}
