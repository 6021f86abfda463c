//! The one writer. (A stub: replaced by the real one.)

use crate::{config::Config, diagnostic::Checked, discover::Project, render::Site};

/// Where a site goes.
#[derive(Debug)]
pub struct Target<'a> {
    /// The handbook: its own folders are refused.
    pub project: &'a Project,
    /// Names the output folder and the others.
    pub config: &'a Config,
    /// Takes over a folder with foreign files.
    pub force: bool,
}

/// A whole site, rendered beside the output folder and not yet in its place.
#[derive(Debug)]
pub struct Stage;

/// Renders every route into a stage; what is wrong with templates is a diagnostic.
///
/// # Errors
/// When the output folder is refused or cannot be written.
pub fn stage(_site: &Site, _target: &Target<'_>) -> anyhow::Result<Checked<Stage>> {
    todo!()
}

impl Stage {
    /// Puts the site in its place. A stage that is dropped instead leaves nothing behind.
    ///
    /// # Errors
    /// When the system does not let it; the old site then stands.
    pub fn commit(self) -> anyhow::Result<()> {
        todo!()
    }
}
