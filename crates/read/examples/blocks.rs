//! Prints the blocks of reports with their roles: `cargo run --release -p crosswire-read --example blocks PATH...`
#![expect(clippy::print_stdout, reason = "a program that prints")]

use crosswire_read::{Options, Reader};

fn main() {
    for outcome in Reader::new(std::env::args().skip(1), Options::default()) {
        match outcome {
            Ok(report) => {
                let published = report.published.map(|stamp| stamp.to_string());
                println!(
                    "\n=== {} {:?} {:?} {:?}",
                    report.id, report.outlet, published, report.title
                );
                for problem in &report.problems {
                    println!("  ! {}: {problem}", problem.kind.name());
                }
                for block in &report.blocks {
                    println!(
                        "  {:11} {}",
                        block.role.name(),
                        block.span.slice(&report.text)
                    );
                }
            }
            Err(error) => println!("\n!!! {} {error}", error.kind().name()),
        }
    }
}
