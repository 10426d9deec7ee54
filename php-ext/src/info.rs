//! The extension's block in `phpinfo()`.

use ext_php_rs::zend::ModuleEntry;
use ext_php_rs::{info_table_end, info_table_row, info_table_start};

/// Prints what a support question needs first: which version, built how.
pub extern "C" fn print(_module: *mut ModuleEntry) {
    let profile = if cfg!(debug_assertions) {
        "debug"
    } else {
        "release"
    };
    let build = format!("{profile}, {}-{}", std::env::consts::ARCH, std::env::consts::OS);
    info_table_start!();
    info_table_row!("MxChat Engine", "enabled");
    info_table_row!("Version", env!("CARGO_PKG_VERSION"));
    info_table_row!("Build", build);
    info_table_end!();
}
