use std::io::Read;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The text that `VALUE` in `NAME=VALUE` stands for: `@FILE`, `@-`, `@@text`
/// or itself.
pub fn read(value: &str) -> Result<String, String> {
    let Some(file) = value.strip_prefix('@') else {
        return Ok(value.to_owned());
    };
    if file.starts_with('@') {
        return Ok(file.to_owned());
    }
    read_file(Path::new(file))
}

/// As [`read`], for a field of bytes, in base64: `@FILE` and `@-` stand for the
/// bytes themselves, everything else for base64.
pub fn read_bytes(value: &str) -> Result<String, String> {
    match value.strip_prefix('@') {
        Some(file) if !file.starts_with('@') => {
            let (bytes, _) = read_all(Path::new(file))?;
            Ok(STANDARD.encode(bytes))
        }
        _ => read(value),
    }
}

/// What some editors put before text, to say that it is UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The text of a file, or of standard input for `-`, as it is, but for a byte
/// order mark.
pub fn read_file(path: &Path) -> Result<String, String> {
    let (mut bytes, from) = read_all(path)?;
    if bytes.starts_with(BYTE_ORDER_MARK) {
        bytes.drain(..BYTE_ORDER_MARK.len());
    }
    String::from_utf8(bytes).map_err(|error| {
        format!(
            "{from} is not UTF-8 text: byte {}",
            error.utf8_error().valid_up_to()
        )
    })
}

/// All bytes, and where they are from.
fn read_all(path: &Path) -> Result<(Vec<u8>, String), String> {
    let (bytes, from) = if path == Path::new("-") {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().read_to_end(&mut bytes);
        (read.map(|_| bytes), "standard input".to_owned())
    } else {
        (std::fs::read(path), path.display().to_string())
    };
    match bytes {
        Ok(bytes) => Ok((bytes, from)),
        Err(error) => Err(format!("cannot read {from}: {error}")),
    }
}

/// The values of `--property`. A file's last line break is no part of its
/// value.
pub fn read_properties(pairs: &[(String, String)]) -> Result<Vec<(String, String)>, Vec<String>> {
    let mut read_all = Vec::new();
    let mut problems = Vec::new();
    for (name, value) in pairs {
        match read(value) {
            Ok(mut text) => {
                if value.starts_with('@') && !value.starts_with("@@") && text.ends_with('\n') {
                    text.pop();
                    if text.ends_with('\r') {
                        text.pop();
                    }
                }
                read_all.push((name.clone(), text));
            }
            Err(problem) => problems.push(format!("{name}: {problem}")),
        }
    }
    if problems.is_empty() {
        Ok(read_all)
    } else {
        Err(problems)
    }
}
