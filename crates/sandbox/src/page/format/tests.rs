//! What becomes bold, and what holds for every text.

use std::time::Instant;

use proptest::prelude::*;

use super::*;

/// The text in one line: `<b:…>` is bold.
fn shown(text: &str) -> String {
    let spans = |spans: &[Span]| -> String {
        spans
            .iter()
            .map(|span| {
                let styles: String = span.styles.iter().map(|style| letter(*style)).collect();
                if styles.is_empty() {
                    span.text.clone()
                } else {
                    format!("<{styles}:{}>", span.text)
                }
            })
            .collect()
    };
    let blocks = format(text);
    let shown: Vec<String> = blocks
        .iter()
        .map(|block| match block {
            Block::P { spans: own } => spans(own),
            Block::Quote { items } => format!("quote({})", join(items, spans)),
            Block::Ul { items } => format!("ul({})", join(items, spans)),
            Block::Ol { start, items } => format!("ol{start}({})", join(items, spans)),
        })
        .collect();
    shown.join("|")
}

fn join(items: &[Vec<Span>], spans: impl Fn(&[Span]) -> String) -> String {
    let items: Vec<String> = items.iter().map(|item| spans(item)).collect();
    items.join(";")
}

fn letter(style: Style) -> char {
    match style {
        Style::Bold => 'b',
        Style::Italic => 'i',
        Style::Strike => 'x',
        Style::Code => 'c',
    }
}

#[test]
fn a_mark_touches_its_text_and_no_letter_outside() {
    for (text, wanted) in [
        ("*a* _b_ ~c~ `d`", "<b:a> <i:b> <x:c> <c:d>"),
        ("a*b*c", "a*b*c"),
        ("a*b* c", "a*b* c"),
        ("*b*c", "*b*c"),
        ("2*3*4", "2*3*4"),
        ("* a*", "ul(a*)"),
        ("*a *", "*a *"),
        ("(*a*), *b*!", "(<b:a>), <b:b>!"),
        ("*a\nb*", "*a|b*"),
        ("**", "**"),
        ("****", "****"),
        ("*a", "*a"),
        ("snake_case_name", "snake_case_name"),
        ("*é*", "<b:é>"),
    ] {
        assert_eq!(shown(text), wanted, "{text}");
    }
}

#[test]
fn marks_nest_and_code_contains_none() {
    for (text, wanted) in [
        ("*a _b_ c*", "<b:a ><bi:b><b: c>"),
        ("_*~x~*_", "<ibx:x>"),
        ("`*a*`", "<c:*a*>"),
        ("```*a*\nb``` c", "<c:*a*\nb> c"),
        ("```a", "```a"),
        ("``` ```", "``` ```"),
        ("*a `b* c`", "<b:a `b> c`"),
    ] {
        assert_eq!(shown(text), wanted, "{text}");
    }
}

#[test]
fn lists_and_quotes_begin_a_line() {
    for (text, wanted) in [
        ("- a\n- *b*\nc", "ul(a;<b:b>)|c"),
        ("* a", "ul(a)"),
        ("1. a\n2. b", "ol1(a;b)"),
        ("12. a", "ol12(a)"),
        ("123. a", "123. a"),
        ("1.a", "1.a"),
        ("> a\n> b", "quote(a;b)"),
        ("-a", "-a"),
        ("- ", "- "),
        ("a\n\nb", "a||b"),
        ("", ""),
    ] {
        assert_eq!(shown(text), wanted, "{text}");
    }
}

/// Every text in the blocks, in order.
fn texts(blocks: &[Block]) -> Vec<&Span> {
    let mut all = Vec::new();
    for block in blocks {
        match block {
            Block::P { spans } => all.extend(spans),
            Block::Quote { items } | Block::Ul { items } | Block::Ol { items, .. } => {
                all.extend(items.iter().flatten());
            }
        }
    }
    all
}

proptest! {
    #[test]
    fn nothing_but_marks_is_lost_and_no_span_is_empty(
        text in "([*_~`>.\\-0-9 \n]|```|[a-cé😀\u{202e}]|https://a\\.b ){0,60}"
    ) {
        let blocks = format(&text);
        let spans = texts(&blocks);
        prop_assert!(spans.iter().all(|span| !span.text.is_empty()));
        let whole: String = spans.iter().map(|span| span.text.as_str()).collect();
        let mut rest = text.chars();
        for character in whole.chars() {
            prop_assert!(
                rest.by_ref().any(|known| known == character),
                "{text:?} became {whole:?}"
            );
        }
        let kept = |text: &str| -> String {
            text.chars().filter(|known| !"*_~`>.-0123456789 \n".contains(*known)).collect()
        };
        prop_assert_eq!(kept(&text), kept(&whole));
    }

    #[test]
    fn any_text_is_formatted(text in any::<String>()) {
        format(&text);
    }

    #[test]
    fn a_line_without_marks_is_one_span(text in "[a-z é,;()!?+=]{1,40}") {
        let blocks = format(&text);
        let is_whole = matches!(
            blocks.as_slice(),
            [Block::P { spans }] if matches!(spans.as_slice(), [only] if only.text == text)
        );
        prop_assert!(is_whole);
    }
}

/// A quadratic formatter would need hours.
#[test]
fn a_megabyte_of_marks_is_formatted() {
    for unit in [
        "*", "_", "`", "``` ", "*a ", "a* ", "*_~", "`a ", "```a\n", "> ", "- \n", "(", "https://",
    ] {
        let started = Instant::now();
        let text = unit.repeat(1_000_000 / unit.len());
        format(&text);
        eprintln!("{unit:?}: {:?}", started.elapsed());
    }
}
