//! A round trip between two threads by crossbeam's Parker: two handovers, so that they never run at the same time.
//!
//! Answers each line of its input, a number of rounds, with how many nanoseconds a round took.

use crossbeam_utils::sync::Parker;
use std::io::{self, BufRead, Write};
use std::thread;
use std::time::Instant;

fn rally(rounds: u32) -> f64 {
    let there = Parker::new();
    let back = Parker::new();
    let to_there = there.unparker().clone();
    let to_back = back.unparker().clone();
    let begun = Instant::now();
    let answerer = thread::spawn(move || {
        for _ in 0..rounds {
            there.park();
            to_back.unpark();
        }
    });
    let server = thread::spawn(move || {
        for _ in 0..rounds {
            to_there.unpark();
            back.park();
        }
    });
    server.join().expect("the server panicked");
    answerer.join().expect("the answerer panicked");
    begun.elapsed().as_nanos() as f64 / f64::from(rounds)
}

fn main() -> io::Result<()> {
    let mut out = io::stdout();
    writeln!(out, "ready")?;
    for line in io::stdin().lock().lines() {
        let line = line?;
        let nanos = rally(line.parse().expect("a number of rounds"));
        writeln!(out, "{nanos}")?;
    }
    Ok(())
}
