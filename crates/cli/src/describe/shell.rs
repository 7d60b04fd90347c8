use serde_json::{Map, Value};

use uip_contract::manifest::plain;

/// The command line that calls `target` with this request, ready for a shell
/// of the POSIX kind: in one line if that is no wider than `width`, else with
/// each field in a line of its own.
///
/// None where no command line can hold the request: it has a null character.
pub fn call_line(target: &str, request: &Map<String, Value>, width: usize) -> Option<String> {
    let mut parts = vec![format!("uip call {target}")];
    for (name, value) in request {
        let value = plain(value);
        // A value that begins with @ would be the name of a file.
        let escape = if value.starts_with('@') { "@" } else { "" };
        let value = format!("{escape}{value}");
        let quoted = shlex::try_quote(&value).ok()?;
        parts.push(format!("--set {name}={quoted}"));
    }
    let line = parts.join(" ");
    if line.chars().count() <= width {
        return Some(line);
    }
    Some(parts.join(" \\\n  "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn line(request: &Value, width: usize) -> Option<String> {
        call_line("send", request.as_object().unwrap(), width)
    }

    #[test]
    fn a_shell_reads_the_words_of_the_request_back() {
        let request = json!({
            "text": "it's \"$5\" & `more` \\ \n\u{e4}", "empty": "", "file": "@home",
            "list": [{ "id": 1, "t": "a b" }], "count": 3, "sure": true, "shorthand": "&((a=[[b]]))&"
        });
        for width in [20, 1000] {
            let line = line(&request, width).unwrap();
            let words = shlex::split(&line.replace("\\\n", "")).unwrap();
            let expected = [
                "uip",
                "call",
                "send",
                "--set",
                "text=it's \"$5\" & `more` \\ \n\u{e4}",
                "--set",
                "empty=",
                "--set",
                "file=@@home",
                "--set",
                "list=[{\"id\":1,\"t\":\"a b\"}]",
                "--set",
                "count=3",
                "--set",
                "sure=true",
                "--set",
                "shorthand=&((a=[[b]]))&",
            ];
            assert_eq!(words, expected);
        }
    }

    #[test]
    fn a_long_one_has_a_line_for_each_field() {
        let request = json!({ "to": "+39 333", "text": "Hello" });
        assert_eq!(
            line(&request, 60).unwrap(),
            "uip call send --set to='+39 333' --set text=Hello"
        );
        assert_eq!(
            line(&request, 48).unwrap(),
            "uip call send \\\n  --set to='+39 333' \\\n  --set text=Hello"
        );
    }

    #[test]
    fn what_no_command_line_can_hold_gives_none() {
        assert_eq!(line(&json!({ "text": "a\u{0}b" }), 80), None);
    }
}
