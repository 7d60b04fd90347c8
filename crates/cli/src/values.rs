use std::fs::File;
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

/// As [`read`], for a field of base64: `@FILE` and `@-` stand for the base64 of
/// the bytes, everything else for base64 itself.
pub fn read_base64(value: &str) -> Result<String, String> {
    match value.strip_prefix('@') {
        Some(file) if !file.starts_with('@') => encode(Path::new(file)),
        _ => read(value),
    }
}

/// The base64 of a file, or of standard input for `-`. It is encoded as it is
/// read, so a file takes no memory but that of its text.
fn encode(path: &Path) -> Result<String, String> {
    if path == Path::new("-") {
        let read = encode_all(std::io::stdin().lock(), 0);
        return read.map_err(|error| format!("cannot read standard input: {error}"));
    }
    File::open(path)
        .and_then(|file| {
            let length = file.metadata()?.len();
            encode_all(file, usize::try_from(length).unwrap_or(0))
        })
        .map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// `length` is how many bytes there probably are.
fn encode_all(mut from: impl Read, length: usize) -> std::io::Result<String> {
    /// A multiple of 3, so that pieces need no padding between them.
    const PIECE: u64 = 3 << 14;
    let mut text = String::with_capacity(length.div_ceil(3).saturating_mul(4));
    let mut piece = Vec::new();
    loop {
        piece.clear();
        if from.by_ref().take(PIECE).read_to_end(&mut piece)? == 0 {
            return Ok(text);
        }
        STANDARD.encode_string(&piece, &mut text);
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
