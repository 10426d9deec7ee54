//! Turns the compiled module into a JavaScript package: `mxchat-core.js`, `.d.ts` and `.wasm`.
//!
//! `mxchat-wasm-bundle MODULE.wasm FOLDER`. The library it stands on is the one behind the
//! `wasm-bindgen` command, in the version that `Cargo.lock` pins beside `wasm-bindgen` itself.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use wasm_bindgen_cli_support::Bindgen;

const NAME: &str = "mxchat-core";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [module, folder] = arguments.as_slice() else {
        return Err("usage: mxchat-wasm-bundle MODULE.wasm FOLDER".into());
    };
    bundle(module, Path::new(folder))
}

/// An ES module for the browser. It is told where the `.wasm` is, so that the page can add a version to the name.
fn bundle(module: &str, folder: &Path) -> Result<(), Box<dyn Error>> {
    Bindgen::new()
        .input_path(module)
        .out_name(NAME)
        .web(true)?
        .omit_default_module_path(true)
        .typescript(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)?;
    fs::rename(
        folder.join(format!("{NAME}_bg.wasm")),
        folder.join(format!("{NAME}.wasm")),
    )?;
    // Types of the bare module's exports, which nobody calls.
    fs::remove_file(folder.join(format!("{NAME}_bg.wasm.d.ts")))?;
    Ok(())
}
