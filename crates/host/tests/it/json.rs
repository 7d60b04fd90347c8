//! JSON and component values, there and back.

use proptest::prelude::*;
use serde_json::{Value, json};
use uip_host::types::{RecordShape, Shape};

use uip_testkit::tiny::{call, everything, everything_but, instance, tiny};

/// The conversion errors of `echo`'s request with one member changed.
fn wrong(name: &str, value: Value) -> String {
    let adapter = tiny();
    let shape = adapter.command("echo").unwrap();
    shape
        .request
        .value_from_json(everything_but(name, value))
        .unwrap_err()
        .to_string()
}

#[tokio::test]
async fn every_type_goes_into_a_component_and_comes_back_the_same() {
    let mut answer = call(&instance(), "echo", everything()).await;
    assert_eq!(
        answer.as_object_mut().unwrap().remove("status"),
        Some(json!("success"))
    );
    assert_eq!(answer, everything());
}

#[tokio::test]
async fn an_option_may_be_null_or_left_out_and_is_left_out_in_the_answer() {
    let mut request = everything_but("maybe", Value::Null);
    request["maybePoint"] = Value::Null;
    let answer = call(&instance(), "echo", request).await;
    assert_eq!(answer.get("maybe"), None);
    assert_eq!(answer.get("maybePoint"), None);
}

fn assert_wrong<const N: usize>(cases: [(&str, Value, &str); N]) {
    for (name, value, expected) in cases {
        assert_eq!(wrong(name, value), format!("{name}{expected}"));
    }
}

#[test]
fn a_wrong_number_word_or_text_says_what_was_expected() {
    let long = json!(format!("{}!", "x".repeat(60)));
    assert_wrong([
        ("text", json!(true), ": expected a string, got true"),
        (
            "text",
            json!({ "type": "text" }),
            ": expected a string, got an object (where a field takes JSON, it takes it as text)",
        ),
        (
            "text",
            json!([1, 2]),
            ": expected a string, got an array of 2 items (where a field takes JSON, it takes it as text)",
        ),
        (
            "large",
            json!(1e18),
            ": expected a whole number, not negative, got 1e+18",
        ),
        ("text", Value::Null, ": required, but missing"),
        (
            "truth",
            json!("yes"),
            ": expected true or false, got \"yes\"",
        ),
        (
            "tiny",
            json!(-1),
            ": expected a whole number, not negative, got -1",
        ),
        (
            "tiny",
            json!(1.5),
            ": expected a whole number, not negative, got 1.5",
        ),
        (
            "tinySigned",
            json!(128),
            ": expected a whole number of at most 127, got 128",
        ),
        (
            "medium",
            json!("x"),
            ": expected a whole number, not negative, got \"x\"",
        ),
        (
            "large",
            json!(-1),
            ": expected a whole number, not negative, got -1",
        ),
        (
            "letter",
            json!("ab"),
            ": expected a string of one character, got \"ab\"",
        ),
        (
            "letter",
            json!(""),
            ": expected a string of one character, got \"\"",
        ),
        ("double", json!("1e2"), ": expected a number, got \"1e2\""),
        (
            "bytes",
            json!("?"),
            ": expected a base64 string: Invalid symbol 63, offset 0.",
        ),
        (
            "bytes",
            json!("data:image/png;base64,QUFB"),
            ": expected a base64 string, got a data URI: leave its prefix `data:image/png;base64,` out",
        ),
        (
            "bytes",
            json!([1]),
            ": expected a base64 string, got an array of 1 items",
        ),
        (
            "color",
            json!("blue"),
            ": expected one of red, dark-green, got \"blue\"",
        ),
        (
            "color",
            json!("darkGreen"),
            ": expected one of red, dark-green, got \"darkGreen\"",
        ),
        (
            "color",
            long,
            ": expected one of red, dark-green, got \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…\"",
        ),
        (
            "permissions",
            json!(["can-fly"]),
            "[0]: expected one of can-read, can-write, got \"can-fly\"",
        ),
    ]);
}

#[test]
fn a_wrong_case_says_how_to_write_it() {
    assert_wrong([
        (
            "shape",
            json!("circle"),
            ": the case `circle` needs a value: write {\"circle\": …}",
        ),
        (
            "shape",
            json!({ "nothing": 1 }),
            ": the case `nothing` takes no value: write \"nothing\"",
        ),
        (
            "shape",
            json!({ "circel": 1 }),
            ": expected an object with one member, which is one of nothing, circle, polygon, named, got `circel`; did you mean `circle`?",
        ),
        (
            "outcome",
            json!({ "ok": "01" }),
            ".ok: expected a whole number, not negative, got \"01\"",
        ),
    ]);
}

#[test]
fn a_mistake_deep_within_a_value_is_named_by_its_path() {
    let deep = json!(["nothing", { "polygon": [{ "x": 1, "y": 2 }, { "x": "1,5", "y": 2 }] }]);
    assert_wrong([
        (
            "shape",
            json!({ "named": ["n", 1.5] }),
            ".named[1]: expected a whole number, got 1.5",
        ),
        (
            "shapes",
            deep,
            "[1].polygon[1].x: expected a number, got \"1,5\"",
        ),
        ("point", json!({ "x": 1 }), ".y: required, but missing"),
        (
            "point",
            json!({ "x": 1, "y": 2, "z": 3 }),
            ".z: unknown; known: x, y",
        ),
        (
            "point",
            json!([1, 2]),
            ": expected an object, got an array of 2 items",
        ),
        (
            "pair",
            json!(["left"]),
            ": expected an array of 2 items, got an array of 1 items",
        ),
        ("words", json!([true]), "[0]: expected a string, got true"),
        (
            "maybePoint",
            json!({}),
            ".x: required, but missing\nmaybePoint.y: required, but missing",
        ),
        ("mayb", json!("x"), ": unknown; did you mean `maybe`?"),
        (
            "maybe-point",
            json!("x"),
            ": unknown; did you mean `maybePoint`?",
        ),
    ]);
}

#[test]
fn a_request_that_is_no_object_is_refused() {
    let adapter = tiny();
    let shape = adapter.command("greet").unwrap();
    let mistakes = shape.request.value_from_json(json!([1])).unwrap_err();
    assert_eq!(
        mistakes.to_string(),
        "expected an object, got an array of 1 items"
    );
}

#[test]
fn a_long_array_that_is_wrong_everywhere_is_told_about_in_part() {
    let adapter = tiny();
    let words = vec![true; 300_000];
    let shape = adapter.command("echo").unwrap();
    let mistakes = shape
        .request
        .value_from_json(everything_but("words", json!(words)))
        .unwrap_err();
    assert_eq!(mistakes.iter().count(), 100);
}

#[test]
fn text_that_a_person_types_is_read_by_the_type_of_its_field() {
    let adapter = tiny();
    let shape = adapter.command("echo").unwrap().request;
    let typed = |name: &str, text: &str| {
        shape
            .field(name)
            .unwrap()
            .shape
            .json_from_text(text.to_owned())
    };
    assert_eq!(typed("text", "5"), json!("5"));
    assert_eq!(typed("maybe", "null"), json!("null"));
    assert_eq!(typed("truth", "true"), json!(true));
    assert_eq!(typed("truth", "yes"), json!("yes"));
    assert_eq!(typed("tiny", "7"), json!(7));
    assert_eq!(typed("tiny", "seven"), json!("seven"));
    assert_eq!(typed("double", "1e3"), json!(1000.0));
    assert_eq!(typed("color", "red"), json!("red"));
    assert_eq!(typed("shape", "nothing"), json!("nothing"));
    assert_eq!(typed("shape", r#"{"circle":1}"#), json!({ "circle": 1 }));
    assert_eq!(typed("words", r#"["a"]"#), json!(["a"]));
    assert_eq!(typed("words", "a,b"), json!("a,b"));
    assert_eq!(typed("bytes", "AAEC\n/w==\n"), json!("AAEC/w=="));
}

/// JSON that fits a shape.
fn fitting(shape: &Shape) -> BoxedStrategy<Value> {
    match shape {
        Shape::Bool => any::<bool>().prop_map(Value::from).boxed(),
        Shape::Int(kind) => {
            let (least, greatest) = kind.bounds();
            (least..=greatest)
                .prop_map(|number| {
                    i64::try_from(number)
                        .map_or_else(|_| json!(u64::try_from(number).unwrap()), |it| json!(it))
                })
                .boxed()
        }
        Shape::Float32 => any::<i16>()
            .prop_map(|number| json!(f64::from(number) / 8.0))
            .boxed(),
        Shape::Float64 => (-1e12..1e12).prop_map(|number: f64| json!(number)).boxed(),
        Shape::Char => any::<char>()
            .prop_map(|letter| json!(letter.to_string()))
            .boxed(),
        Shape::String => any::<String>().prop_map(Value::from).boxed(),
        Shape::Bytes => Just(json!("AAEC/w==")).boxed(),
        Shape::List(item) => prop::collection::vec(fitting(item), 0..4)
            .prop_map(Value::from)
            .boxed(),
        Shape::Tuple(places) => places
            .iter()
            .map(fitting)
            .collect::<Vec<_>>()
            .prop_map(Value::from)
            .boxed(),
        Shape::Enum(words) => prop::sample::select(words.clone())
            .prop_map(Value::from)
            .boxed(),
        Shape::Flags(words) => prop::sample::subsequence(words.clone(), 0..=words.len())
            .prop_map(|it| json!(it))
            .boxed(),
        Shape::Option(inner) => fitting(inner),
        Shape::Record(record) => object(record).boxed(),
        Shape::Variant(variant) => {
            let cases: Vec<_> = variant
                .cases
                .iter()
                .map(|(name, payload)| {
                    let name = name.clone();
                    match payload {
                        None => Just(json!(name)).boxed(),
                        Some(shape) => fitting(shape)
                            .prop_map(move |value| json!({ name.clone(): value }))
                            .boxed(),
                    }
                })
                .collect();
            prop::strategy::Union::new(cases).boxed()
        }
        Shape::Result(..) => any::<u32>()
            .prop_map(|number| json!({ "ok": number }))
            .boxed(),
        other => panic!("no request has a {other:?}: give it values here"),
    }
}

fn object(record: &RecordShape) -> impl Strategy<Value = Value> + use<> {
    let fields: Vec<_> = record
        .fields()
        .iter()
        .map(|field| {
            let name = field.json_name.clone();
            let value = fitting(&field.shape);
            let value = if field.is_optional() {
                prop::option::of(value).boxed()
            } else {
                value.prop_map(Some).boxed()
            };
            value.prop_map(move |value| Some((name.clone(), value?)))
        })
        .collect();
    fields.prop_map(|members| Value::Object(members.into_iter().flatten().collect()))
}

#[test]
fn whatever_fits_comes_back_the_same() {
    let adapter = tiny();
    let shape = adapter.command("echo").unwrap().request;
    proptest!(|(json in object(shape))| {
        let value = shape.value_from_json(json.clone()).unwrap();
        prop_assert_eq!(Value::Object(shape.json_from_value(value)), json);
    });
}

#[test]
fn nothing_that_is_given_makes_the_conversion_panic() {
    let adapter = tiny();
    let shape = adapter.command("echo").unwrap().request;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|it| json!(it)),
        "[a-z-]{0,8}".prop_map(Value::from),
    ];
    let names: Vec<String> = shape
        .fields()
        .iter()
        .map(|field| field.json_name.clone())
        .collect();
    let any_json = leaf.prop_recursive(4, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map(prop::sample::select(names.clone()), inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    });
    proptest!(|(json in any_json)| {
        let converted = shape.value_from_json(json);
        prop_assert!(converted.is_err());
    });
}
