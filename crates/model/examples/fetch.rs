//! Fetches the models named (`md`, `sm`) into the user's cache, and prints where they are.

use std::env;
use std::io::{Write as _, stdout};

use crosswire_model::{Error, Model, Silent, Store};

fn main() -> Result<(), Error> {
    let store = Store::of_user()?;
    for model in env::args().skip(1).filter_map(|name| Model::named(&name)) {
        let folder = store.fetch(model, &model.sources(), &mut Silent)?;
        let _ = writeln!(stdout(), "{}", folder.display());
    }
    Ok(())
}
