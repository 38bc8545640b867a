//! A history as JSON lines: the header, the database's truth, then one event a line.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};

use super::{Event, Header, History};
use crate::check::Truth;

/// The first two lines.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Preface<H, T> {
    Header(H),
    Truth(T),
}

/// Writes a history and the truth that belongs to it.
///
/// # Errors
/// Whatever writing meets.
pub fn write(path: &Path, history: &History, truth: &Truth) -> anyhow::Result<()> {
    let file = File::create(path).with_context(|| format!("cannot create {}", path.display()))?;
    let mut file = BufWriter::new(file);
    let mut line = |value: serde_json::Result<String>| -> anyhow::Result<()> {
        writeln!(file, "{}", value?)?;
        Ok(())
    };
    line(serde_json::to_string(&Preface::<_, ()>::Header(&history.header)))?;
    line(serde_json::to_string(&Preface::<(), _>::Truth(truth)))?;
    let attempts = history.attempts.iter().cloned().map(Event::Attempt);
    let actions = history.actions.iter().cloned().map(Event::Action);
    let faults = history.faults.iter().cloned().map(Event::Fault);
    for event in faults.chain(attempts).chain(actions) {
        line(serde_json::to_string(&event))?;
    }
    file.flush()?;
    Ok(())
}

/// Reads what [`write`] wrote.
///
/// # Errors
/// What is wrong with the file.
pub fn read(path: &Path) -> anyhow::Result<(History, Truth)> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut lines = BufReader::new(file).lines();
    let (mut header, mut truth): (Option<Header>, Option<Truth>) = (None, None);
    for line in lines.by_ref().take(2) {
        match serde_json::from_str(&line?).context("the file does not begin like a history")? {
            Preface::Header(found) => header = Some(found),
            Preface::Truth(found) => truth = Some(found),
        }
    }
    let (Some(header), Some(truth)) = (header, truth) else {
        bail!("{} has no header or no truth", path.display());
    };
    let mut events: Vec<Event> = Vec::new();
    for (number, line) in lines.enumerate() {
        events
            .push(serde_json::from_str(&line?).with_context(|| format!("line {} is no event", number + 3))?);
    }
    Ok((History::new(header, events), truth))
}
