//! On macOS an extension module is linked with symbols that Python gives when it loads it.

fn main() {
    pyo3_build_config::add_extension_module_link_args();
}
