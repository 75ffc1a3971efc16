//! A folder for one test, which is gone afterwards.

use std::fs;
use std::path::PathBuf;

pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    /// The name of a folder that is not there yet; no other test may use the same.
    pub(crate) fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("duet-{name}-{}", std::process::id())))
    }

    /// Writes a file and says where it is.
    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        fs::create_dir_all(&self.0).expect("a folder for temporary files");
        let path = self.0.join(name);
        fs::write(&path, text).expect("it can be written");
        path.to_string_lossy().into_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
