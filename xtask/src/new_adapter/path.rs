//! Paths from one folder to another.

use std::path::{Component, Path};

/// The path from a folder to another one, with `/` at its end, for a file in the former.
/// Both are absolute. Between two drives it is the other one's absolute path.
pub fn relative(from: &Path, to: &Path) -> String {
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from.iter().skip(shared).map(|_| Component::ParentDir);
    let path: std::path::PathBuf = match shared {
        0 => to.iter().collect(),
        _ => up.chain(to.iter().skip(shared).copied()).collect(),
    };
    format!("{}/", path.display().to_string().replace('\\', "/"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::relative;

    #[test]
    fn a_path_goes_up_to_what_both_share_and_down_again() {
        for (from, to, path) in [
            ("/home/ada/orders", "/home/ada/uip", "../uip/"),
            ("/home/ada/uip/orders", "/home/ada/uip", "../"),
            ("/tmp/orders", "/home/ada/uip", "../../home/ada/uip/"),
        ] {
            assert_eq!(relative(Path::new(from), Path::new(to)), path);
        }
    }
}
