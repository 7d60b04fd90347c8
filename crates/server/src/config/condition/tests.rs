use jsonpath_rust::query::js_path;
use serde_json::json;

use super::*;

fn holds(query: &str, properties: &Value) -> bool {
    let condition = Condition::parse(query).unwrap_or_else(|error| panic!("{query}: {error}"));
    condition.holds(properties, Budget::MOST).unwrap()
}

#[test]
fn an_event_passes_if_the_query_finds_something() {
    let text = json!({ "messages": [{ "type": "text", "text": { "body": "Hello" } }] });
    for (query, expected) in [
        ("$.messages[?@.type == 'text']", true),
        ("$.messages[?@.type == \"image\"]", false),
        ("$.messages[?search(@.text.body, '^He')]", true),
        ("$.messages[?match(@.text.body, 'He')]", false),
        ("$.messages[?@.type == 'text' && !@.context]", true),
        ("$.statuses[0]", false),
    ] {
        assert_eq!(holds(query, &text), expected, "{query}");
    }
}

#[test]
fn text_in_the_query_equals_a_number_that_is_written_like_it() {
    let code = |code: Value| json!({ "statuses": [{ "errors": [{ "code": code }] }] });
    let number = code(json!(131_049));
    for (filter, expected) in [
        ("@.code == '131049'", true),
        ("'131049' == @.code", true),
        ("@.code != '131049'", false),
        ("@.code == '131050'", false),
        ("@.code != '131050'", true),
        ("@.code == '131049.0'", false),
        ("@.code == ' 131049'", false),
        ("@.code == 131049", true),
        ("@.code == 131049.0", true),
        ("@.code >= 131000 && @.code < 132000", true),
        // No order between text and numbers.
        ("@.code > '1'", false),
        ("@.code <= '131049'", false),
        ("@['code'] == '131049'", true),
        ("value(@.code) == '131049'", true),
        // Both are in the query.
        ("'1' == 1", false),
        // Both are in the event.
        ("@.code == @.text", false),
    ] {
        let query = format!("$.statuses[0].errors[?{filter}]");
        assert_eq!(holds(&query, &number), expected, "{filter}");
    }
    let query = "$.statuses[0].errors[?@.code == '131049']";
    assert!(holds(query, &code(json!("131049"))));
    assert!(!holds(query, &code(json!([131_049]))));
    let query = "$.statuses[0].errors[?@.code == 131049]";
    assert!(!holds(query, &code(json!("131049"))));
}

#[test]
fn what_is_no_query_is_a_mistake() {
    for text in ["", "messages", "$.messages[?", "$..["] {
        assert!(Condition::parse(text).is_err(), "{text}");
    }
}

#[test]
fn what_cannot_be_bounded_or_has_no_meaning_is_a_mistake_that_says_so() {
    let long = format!("$.a[?@.b == '{}']", "x".repeat(MAX_LENGTH));
    let nested = |depth: usize| format!("$[?{}@.a{}]", "(".repeat(depth), ")".repeat(depth));
    let searches = format!("$[?{}@.a{}]", "search(".repeat(30), ", 'x')".repeat(30));
    let large = r"$[?search(@.a, '\\w{1,100}') || search(@.a, '(\\w{1,9}){1,90}')]";
    for (text, expected) in [
        (long.as_str(), "at most 4096"),
        (&nested(MAX_NESTING), "deeper than 10"),
        (&searches, "deeper than 10"),
        (large, "too large"),
        ("$[?search(@.a, @.b)]", "not text in the query"),
        ("$[?search(@.a, '(')]", "not a regular expression"),
        ("$[?length(@.a)]", "must be compared"),
        ("$[?in(@.a, $.b)]", "must be compared"),
    ] {
        let error = Condition::parse(text).expect_err(text);
        assert!(error.contains(expected), "{text}: {error}");
    }
    assert!(Condition::parse(&nested(MAX_NESTING - 1)).is_ok());
    let in_text = format!("$[?@.a == '{}']", "([\\'".repeat(100));
    assert!(Condition::parse(&in_text).is_ok());
}

#[test]
fn a_wrong_query_that_nests_functions_is_refused_as_soon_as_it_is_read() {
    // Reading it tries each level in several ways.
    let depth = MAX_NESTING - 1;
    let wrong = format!(
        "$[?{}@.a {}]",
        "search(".repeat(depth),
        ", !)".repeat(depth)
    );
    assert!(Condition::parse(&wrong).is_err());
}

#[test]
fn an_evaluation_ends_when_its_budget_is_used_up() {
    let nodes = json!({ "a": vec!["x".repeat(100); 1000] });
    let spends = |query: &str, budget| {
        let condition = Condition::parse(query).unwrap();
        condition.holds(&nodes, Budget(budget))
    };
    assert_eq!(spends("$.a[?@ == 'y']", 10_000), Ok(false));
    assert_eq!(spends("$.a[?@ == 'y']", 1000), Err(TooMuchWork));
    let long = json!({ "a": ["Write to ada@example.com. ".repeat(600)] });
    let everyday = Condition::parse(r"$.a[?search(@, '\\w+@\\w+')]").unwrap();
    assert_eq!(everyday.holds(&long, Budget::MOST), Ok(true));
    // The text is long for so many nodes and so large a pattern.
    let heavy = r"$.a[?search(@, '\\w{1,20}y')]";
    assert_eq!(spends(heavy, Budget::MOST.0), Err(TooMuchWork));
    // Each node with each other one.
    let crossed = "$..[?count($..[?count($..*) > 1]) > 1000000]";
    assert_eq!(spends(crossed, Budget::MOST.0), Err(TooMuchWork));
    // What was found first is enough.
    assert_eq!(spends("$.a[?@ != 'y']", 10), Ok(true));
}

#[test]
fn a_filter_in_a_filter_is_applied_to_what_is_inside_the_node() {
    let query = "$[?@[?@.b]]";
    assert!(holds(query, &json!({ "a": [1, { "b": 2 }] })));
    assert!(!holds(query, &json!({ "a": { "b": 2 } })));
}

#[test]
fn queries_find_what_the_library_finds_that_reads_them() {
    let documents = [
        json!({}),
        json!([]),
        json!({ "a": [1, 2.5, -3, "1", null, true, [1], { "b": 1 }], "b": "ab\n" }),
        json!({ "a": { "a": { "a": [{ "c": "x" }, { "c": "y", "d": [] }] } }, "n": 1, "m": 1.0 }),
        json!([[0, 1, 2, 3, 4, 5], { "c": ["a", "b"] }, "é", 9_007_199_254_740_993_u64]),
    ];
    let queries = [
        "$",
        "$.a",
        "$.*",
        "$..*",
        "$..a",
        "$..c",
        "$[0]",
        "$[-1]",
        "$[-9]",
        "$.a[0]",
        "$.a[-1].b",
        "$.a[1:3]",
        "$[0][5:1:-2]",
        "$[0][::2]",
        "$[0][::-1]",
        "$[0][7:]",
        "$[0][:-7]",
        "$[0][1:3:0]",
        "$['a','b']",
        "$[0,1]",
        "$..[0]",
        "$..[?@.c]",
        "$..[?@.c == 'x']",
        "$..[?@.c != 'x']",
        "$[?@.a]",
        "$.a[?@ > 1]",
        "$.a[?@ < 0]",
        "$.a[?@ >= 2.5]",
        "$.a[?@ <= -3]",
        "$.a[?@ == null]",
        "$.a[?@ == true]",
        "$.a[?@ == 'ab']",
        "$[?@ == $.n]",
        "$[?@ == $.m]",
        "$[?@ == $.none]",
        "$.a[?@.b == $.none]",
        "$.a[?!@.b]",
        "$.a[?@.b || @ == 1]",
        "$.a[?@.b && @.b == 1]",
        "$.a[?!(@.b && @.b == 1)]",
        "$[?length(@) == 2]",
        "$[?length(@) == 1]",
        "$[?length(@.c) == 2]",
        "$.a[?length(@) == 0]",
        "$[?count(@.*) == 2]",
        "$[?count(@..*) > 5]",
        "$[?value(@.c[0]) == 'a']",
        "$[?value(@..c) == 'x']",
        "$..[?match(@, 'a.')]",
        "$..[?search(@, 'b')]",
        "$..[?match(@, 'é')]",
        "$..[?search(@, '[')]",
        "$..[?@ == 9007199254740991]",
        "$.a[?@ == 1.0]",
        "$..[?@.d]",
        "$..[?@.d[0]]",
        "$.b[?@]",
    ];
    for query in queries {
        // The library takes a pattern that is none to find nothing.
        let Ok(condition) = Condition::parse(query) else {
            assert!(query.contains("'['"), "{query}");
            continue;
        };
        for document in &documents {
            let found = !js_path(query, document).unwrap().is_empty();
            let held = condition.holds(document, Budget::MOST).unwrap();
            assert_eq!(held, found, "{query} in {document}");
        }
    }
}
