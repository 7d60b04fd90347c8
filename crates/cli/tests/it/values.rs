//! Where values come from: the line itself, files, standard input.

use super::{Shell, fine, refused, tiny_config};
use uip_testkit::tiny::everything;

fn echo_name(shell: &Shell, value: &str, stdin: &str) -> super::Outcome {
    shell.uip_with(
        &["call", "greet", "--set", &format!("name={value}")],
        stdin,
        &[],
    )
}

fn hello(name: &str) -> super::Outcome {
    let text = serde_json::to_string(&format!("hello, {name}")).unwrap();
    fine(&format!(
        "{{\"status\":\"success\",\"text\":{text},\"accessKeyLength\":16}}\n"
    ))
}

#[test]
fn a_value_is_taken_as_it_stands_to_its_last_space() {
    let shell = Shell::new();
    assert_eq!(echo_name(&shell, " a=b \n", ""), hello(" a=b \n"));
    assert_eq!(echo_name(&shell, "", ""), hello(""));
}

#[test]
fn a_value_can_come_from_a_file_or_standard_input_untrimmed() {
    let shell = Shell::new();
    shell.write("name.txt", "Zoë\r\n");
    assert_eq!(echo_name(&shell, "@name.txt", ""), hello("Zoë\r\n"));
    assert_eq!(
        echo_name(&shell, "@-", "from a pipe\n"),
        hello("from a pipe\n")
    );
    assert_eq!(echo_name(&shell, "@@name.txt", ""), hello("@name.txt"));
}

#[test]
fn a_file_for_a_field_of_bytes_is_taken_byte_by_byte_and_other_text_is_base64() {
    let shell = Shell::new();
    shell.write("request.json", everything().to_string());
    shell.write("binary", [0, 0xff, b'\n']);
    let echo = |value: &str, stdin: &str| {
        let set = format!("bytes={value}");
        let arguments = ["call", "echo", "--json", "request.json", "--set", &set];
        let outcome = shell.uip_with(&arguments, stdin, &[]);
        assert_eq!(outcome.stderr, "");
        let answer: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
        answer["bytes"].as_str().unwrap().to_owned()
    };
    assert_eq!(echo("@binary", ""), "AP8K");
    assert_eq!(echo("@-", "AP8Q"), "QVA4UQ==");
    assert_eq!(echo("AP8Q", ""), "AP8Q");
}

#[test]
fn a_file_that_is_missing_or_not_text_is_named() {
    let shell = Shell::new();
    shell.write("binary", [b'a', 0xff]);
    assert_eq!(
        echo_name(&shell, "@binary", ""),
        refused("error: name: binary is not UTF-8 text: byte 1 (nothing was sent)\n")
    );
    let outcome = echo_name(&shell, "@nowhere", "");
    assert_eq!(outcome.code, 2);
    assert!(
        outcome
            .stderr
            .starts_with("error: name: cannot read nowhere: "),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome.stderr.ends_with(" (nothing was sent)\n"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_text() {
    let shell = Shell::new();
    shell.write("request.json", "\u{feff}{ \"name\": \"file\" }");
    shell.write("name.txt", "\u{feff}Zoë");
    assert_eq!(
        shell.uip(&["call", "greet", "--json", "request.json"]),
        hello("file")
    );
    assert_eq!(echo_name(&shell, "@name.txt", ""), hello("Zoë"));
}

#[test]
fn a_name_is_set_once() {
    assert_eq!(
        Shell::new().uip(&["call", "greet", "--set", "name=a", "--set", "name=b"]),
        refused("error: name: set twice; one --set for it is all (nothing was sent)\n")
    );
}

#[test]
fn the_name_of_a_file_in_place_of_its_content_is_asked_about() {
    let shell = Shell::new();
    shell.write("request.json", everything().to_string());
    shell.write("menu.pdf", [0, 0xff]);
    let echo = |set: &str| shell.uip(&["call", "echo", "--json", "request.json", "--set", set]);
    for name in ["bytes", "words"] {
        assert_eq!(
            echo(&format!("{name}=menu.pdf")),
            refused(&format!(
                "error: {name}: this is the name of a file; did you mean {name}=@menu.pdf? (nothing was sent)\n"
            ))
        );
    }
    assert_eq!(echo("text=menu.pdf").code, 0);
    assert_eq!(
        echo("bytes=other.pdf"),
        refused(
            "error: bytes: expected a base64 string: Invalid symbol 46, offset 5. (nothing was sent)\n"
        )
    );
}

#[test]
fn a_request_can_be_json_and_set_goes_on_top() {
    let shell = Shell::new();
    shell.write("request.json", "{ \"name\": \"file\" }");
    assert_eq!(
        shell.uip(&["call", "greet", "--json", "request.json"]),
        hello("file")
    );
    assert_eq!(
        shell.uip(&[
            "call",
            "greet",
            "--json",
            "request.json",
            "--set",
            "name=line"
        ]),
        hello("line")
    );
    assert_eq!(
        shell.uip_with(
            &["call", "greet", "--json", "-"],
            "{\"name\":\"pipe\"}",
            &[]
        ),
        hello("pipe")
    );
    assert_eq!(
        shell.uip_with(&["call", "greet", "--json", "-"], "[1]", &[]),
        refused("error: --json: the request must be a JSON object (nothing was sent)\n")
    );
    assert_eq!(
        shell.uip_with(&["call", "greet", "--json", "-"], "{", &[]),
        refused(
            "error: --json: not JSON: EOF while parsing an object at line 1 column 1 (nothing was sent)\n"
        )
    );
}

#[test]
fn standard_input_is_read_once() {
    assert_eq!(
        Shell::new().uip(&["call", "greet", "--json", "-", "--set", "name=@-"]),
        refused("error: standard input can be read for one value only (nothing was sent)\n")
    );
}

#[test]
fn a_property_can_come_from_the_environment_or_a_file_without_its_line_break() {
    let shell = Shell::with(&tiny_config(
        "accessKey = { file = \"key.txt\" }\nrepeat = { env = \"UIP_TEST_REPEAT\" }",
    ));
    shell.write("key.txt", "abcdef\n");
    let outcome = shell.uip_with(&["call", "greet"], "", &[("UIP_TEST_REPEAT", "2")]);
    assert_eq!(
        outcome,
        fine("{\"status\":\"success\",\"text\":\"hello hello\",\"accessKeyLength\":6}\n")
    );
    let outcome = shell.uip(&[
        "call",
        "greet",
        "--property",
        "accessKey=@key.txt",
        "--property",
        "repeat=1",
    ]);
    assert_eq!(
        outcome,
        fine("{\"status\":\"success\",\"text\":\"hello\",\"accessKeyLength\":6}\n")
    );
}

#[test]
fn a_large_request_is_no_problem() {
    let shell = Shell::new();
    let name = "ä".repeat(1 << 20);
    shell.write("name.txt", &name);
    assert_eq!(echo_name(&shell, "@name.txt", ""), hello(&name));
}
