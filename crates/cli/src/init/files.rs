use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// Files to be written: all of them, or none that is there already.
#[derive(Default)]
pub struct Files(Vec<File>);

struct File {
    path: PathBuf,
    text: String,
    is_secret: bool,
}

impl Files {
    pub fn add(&mut self, path: PathBuf, text: String) {
        self.0.push(File {
            path,
            text,
            is_secret: false,
        });
    }

    /// A file that only its owner may read.
    pub fn add_secret(&mut self, path: PathBuf, text: String) {
        self.0.push(File {
            path,
            text,
            is_secret: true,
        });
    }

    /// Writes them, and tells their paths.
    pub fn write(self, overwrite: bool) -> Result<Vec<String>, Failure> {
        let there: Vec<String> = self
            .0
            .iter()
            .filter(|file| file.path.exists())
            .map(shown)
            .collect();
        if !there.is_empty() && !overwrite {
            return Err(Failure::usage(format!(
                "nothing was written, since there already is {}: --force overwrites",
                there.join(", ")
            )));
        }
        for file in &self.0 {
            file.write(overwrite)
                .map_err(|problem| Failure::usage(format!("{}: {problem}", file.path.display())))?;
        }
        Ok(self.0.iter().map(shown).collect())
    }
}

fn shown(file: &File) -> String {
    let path = file.path.strip_prefix(".").unwrap_or(&file.path);
    path.display().to_string()
}

impl File {
    fn write(&self, overwrite: bool) -> Result<(), String> {
        if let Some(folder) = self.path.parent().filter(|folder| *folder != Path::new("")) {
            std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
        }
        let mut options = OpenOptions::new();
        options.write(true);
        if overwrite {
            options.create(true).truncate(true);
        } else {
            options.create_new(true);
        }
        #[cfg(unix)]
        if self.is_secret {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        let mut file = options
            .open(&self.path)
            .map_err(|error| match error.kind() {
                ErrorKind::AlreadyExists => "exists already: --force overwrites".to_owned(),
                _ => error.to_string(),
            })?;
        file.write_all(self.text.as_bytes())
            .map_err(|error| error.to_string())
    }
}
