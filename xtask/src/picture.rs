//! `cargo xtask picture`: what the demo prints, as a picture for a page.

use std::fmt::Write as _;
use std::io::Read as _;

use anyhow::{Context, Result, ensure};

/// Pixels: a character's width and a line's height in 14 pixel monospace.
const CHARACTER: usize = 8;
const LINE: usize = 19;
/// Pixels around the text.
const MARGIN: usize = 18;
/// Characters in the longest line; what is longer is cut.
const COLUMNS: usize = 100;

/// Which part of the demo to draw.
#[derive(clap::Args)]
pub struct Options {
    /// The scenes to draw, as the demo numbers them
    #[arg(required = true)]
    scenes: Vec<u32>,
}

/// Reads the demo's output from standard input and writes an SVG to standard
/// output.
pub fn run(options: &Options) -> Result<()> {
    let mut demo = String::new();
    std::io::stdin()
        .read_to_string(&mut demo)
        .context("standard input has to be the output of `cargo xtask demo`")?;
    let lines = select(&demo, &options.scenes);
    ensure!(
        !lines.is_empty(),
        "standard input has none of these scenes: run `cargo xtask demo | cargo xtask picture 2 5 > docs/demo.svg`"
    );
    print!("{}", draw(&lines));
    Ok(())
}

/// The lines of these scenes, without the underline of a title.
fn select<'d>(demo: &'d str, scenes: &[u32]) -> Vec<&'d str> {
    let mut is_wanted = false;
    let mut lines = Vec::new();
    for line in demo.lines() {
        let title = line.split_once(". ").map(|(number, _)| number);
        if let Some(number) = title.and_then(|number| number.parse().ok()) {
            is_wanted = scenes.contains(&number);
        } else if line == "Done" {
            is_wanted = false;
        }
        let is_underline = !line.is_empty() && line.chars().all(|c| c == '-');
        if is_wanted && !is_underline {
            lines.push(line);
        }
    }
    while lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    lines
}

fn draw(lines: &[&str]) -> String {
    let width = COLUMNS * CHARACTER + 2 * MARGIN;
    let height = lines.len() * LINE + 2 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"ui-monospace, 'DejaVu Sans Mono', monospace\" \
         font-size=\"13\" role=\"img\">\n\
         <title>The demo's output</title>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#0f1b22\"/>\n"
    );
    for (index, line) in lines.iter().enumerate() {
        let y = MARGIN + index * LINE + LINE / 2 + 4;
        let (color, weight) = if !line.is_empty() && !line.starts_with(' ') {
            ("#25d366", "bold")
        } else if line.starts_with("  $ ") {
            ("#ffffff", "bold")
        } else {
            ("#b9c7ce", "normal")
        };
        // Writing to a string cannot fail.
        let _ = writeln!(
            svg,
            "<text x=\"{MARGIN}\" y=\"{y}\" fill=\"{color}\" font-weight=\"{weight}\" xml:space=\"preserve\">{}</text>",
            escape(&cut(line))
        );
    }
    svg.push_str("</svg>\n");
    svg
}

fn cut(line: &str) -> String {
    if line.chars().count() <= COLUMNS {
        return line.to_owned();
    }
    line.chars().take(COLUMNS - 1).chain(['…']).collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::{draw, select};

    const DEMO: &str =
        "1. One\n------\n\n  $ a <b> & c\n\n2. Two\n------\n  seen\n\nDone\n----\n  all\n";

    #[test]
    fn only_the_scenes_asked_for_are_drawn() {
        assert_eq!(select(DEMO, &[1]), ["1. One", "", "  $ a <b> & c"]);
        assert_eq!(select(DEMO, &[2]), ["2. Two", "  seen"]);
        assert!(select(DEMO, &[3]).is_empty());
    }

    #[test]
    fn text_cannot_break_the_picture() {
        let svg = draw(&select(DEMO, &[1]));
        assert!(svg.contains("$ a &lt;b&gt; &amp; c</text>"), "{svg}");
    }

    #[test]
    fn a_line_that_is_too_long_is_cut() {
        let svg = draw(&[&"x".repeat(300)]);
        assert!(svg.contains(&format!(">{}…<", "x".repeat(99))));
    }
}
