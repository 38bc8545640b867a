//! Running other programs: echoed, with a time limit, and never left behind.

use std::collections::VecDeque;
use std::ffi::{OsStr, OsString};
use std::fmt::Write;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};
use signal_hook::consts::{SIGINT, SIGTERM};

const POLL: Duration = Duration::from_millis(20);
/// How long a program may take to end when asked.
const GRACE: Duration = Duration::from_secs(20);
/// For programs nobody gave a limit: the first build of everything on a slow machine.
const DEFAULT_LIMIT: Duration = Duration::from_secs(3600);

/// Lines of stderr that an error repeats.
const LAST_WORDS: usize = 20;

static INTERRUPTED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// Ctrl-C and SIGTERM end what is running and then us, so that everything is cleaned up; a second one ends us at once.
pub(crate) fn catch_signals() -> Result<()> {
    let flag = INTERRUPTED.get_or_init(Arc::default);
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(flag))?;
        signal_hook::flag::register(signal, Arc::clone(flag))?;
    }
    Ok(())
}

/// Fails after Ctrl-C.
pub(crate) fn check_interrupted() -> Result<()> {
    if INTERRUPTED.get().is_some_and(|flag| flag.load(Ordering::Relaxed)) {
        bail!("interrupted");
    }
    Ok(())
}

/// A program to run.
pub(crate) struct Program {
    command: Command,
    limit: Duration,
}

impl Program {
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(program);
        // What cargo says about xtask's own package is not meant for whom we start. Some build scripts (ring's) look at
        // it, and a cargo that we start would build half of the workspace anew.
        for name in own_package(std::env::vars_os().map(|(name, _)| name)) {
            command.env_remove(name);
        }
        Self { command, limit: DEFAULT_LIMIT }
    }

    pub(crate) fn args(mut self, arguments: impl IntoIterator<Item: AsRef<OsStr>>) -> Self {
        self.command.args(arguments);
        self
    }

    pub(crate) fn dir(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Hides environment variables of ours.
    pub(crate) fn without(mut self, names: &[&str]) -> Self {
        for name in names {
            self.command.env_remove(name);
        }
        self
    }

    /// The time after which it counts as hanging.
    pub(crate) fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Runs it with its output shown; an exit code other than 0 is an error.
    pub(crate) fn run(self) -> Result<()> {
        let shown = self.shown();
        let limit = self.limit;
        let status = self.spawn()?.wait(limit)?;
        if !status.success() {
            bail!("`{shown}` ended with {status}");
        }
        Ok(())
    }

    /// Like [`Self::run`]; the error repeats the last lines of what it said on stderr, which no longer knows a terminal.
    pub(crate) fn run_telling_why(mut self) -> Result<()> {
        let (shown, limit) = (self.shown(), self.limit);
        self.command.stderr(Stdio::piped());
        let mut running = self.spawn()?;
        let said = Arc::<Mutex<VecDeque<String>>>::default();
        if let Some(stderr) = running.child.stderr.take() {
            let said = Arc::clone(&said);
            thread::spawn(move || {
                for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                    eprintln!("{line}");
                    let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
                    said.push_back(line);
                    if said.len() > LAST_WORDS {
                        said.pop_front();
                    }
                }
            });
        }
        let status = running.wait(limit)?;
        if !status.success() {
            // Not joined: a child that it left behind may keep the pipe open.
            sleep(Duration::from_millis(200));
            let said = said.lock().unwrap_or_else(PoisonError::into_inner);
            bail!("`{shown}` ended with {status}:\n{}", Vec::from(said.clone()).join("\n"));
        }
        Ok(())
    }

    /// Runs it and answers what it printed.
    pub(crate) fn output(mut self) -> Result<String> {
        let shown = self.shown();
        eprintln!("$ {shown}");
        let output =
            self.command.stdin(Stdio::null()).output().with_context(|| format!("cannot run `{shown}`"))?;
        if !output.status.success() {
            bail!(
                "`{shown}` ended with {}: {}",
                output.status,
                String::from_utf8_lossy(&output.stderr).trim()
            );
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Starts it in the background. Dropping the answer ends it.
    pub(crate) fn spawn(mut self) -> Result<Background> {
        check_interrupted()?;
        let shown = self.shown();
        eprintln!("$ {shown}");
        // Its own process group, so that a time limit ends its children too; then it must not read the terminal.
        let child = self
            .command
            .process_group(0)
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot run `{shown}`"))?;
        Ok(Background { shown, child })
    }

    /// Becomes the program: it gets the terminal, the signals and our place.
    pub(crate) fn replace_us(mut self) -> Result<()> {
        let shown = self.shown();
        eprintln!("$ {shown}");
        Err(self.command.exec()).with_context(|| format!("cannot run `{shown}`"))
    }

    /// As one would type it.
    fn shown(&self) -> String {
        let mut line = String::new();
        if let Some(folder) = self.command.get_current_dir() {
            let _infallible = write!(line, "cd {} && ", quoted(folder.as_os_str()));
        }
        for (name, value) in self.command.get_envs() {
            if let Some(value) = value {
                let _infallible = write!(line, "{}={} ", name.display(), quoted(value));
            }
        }
        let words: Vec<String> =
            [self.command.get_program()].into_iter().chain(self.command.get_args()).map(quoted).collect();
        line + &words.join(" ")
    }
}

fn own_package(names: impl Iterator<Item = OsString>) -> impl Iterator<Item = OsString> {
    names.filter(|name| {
        let name = name.to_string_lossy();
        name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
    })
}

fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:@,+%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.into_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// A program that is running.
pub(crate) struct Background {
    shown: String,
    child: Child,
}

impl Background {
    /// Waits for its end, but not for ever.
    pub(crate) fn wait(mut self, limit: Duration) -> Result<ExitStatus> {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            check_interrupted()?;
            if started.elapsed() > limit {
                bail!("`{}` did not end within {} s", self.shown, limit.as_secs());
            }
            sleep(POLL);
        }
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// Asks it to end and waits.
    pub(crate) fn stop(mut self, signal: Signal) -> Result<ExitStatus> {
        self.signal(signal);
        self.wait_after_signal()?.with_context(|| format!("`{}` does not end", self.shown))
    }

    fn wait_after_signal(&mut self) -> Result<Option<ExitStatus>> {
        let started = Instant::now();
        while started.elapsed() < GRACE {
            if let Some(status) = self.child.try_wait()? {
                return Ok(Some(status));
            }
            sleep(POLL);
        }
        Ok(None)
    }

    /// To the whole group. Only while the leader was not waited for, since its number may mean another group then.
    fn signal(&mut self, signal: Signal) {
        if matches!(self.child.try_wait(), Ok(None)) {
            let _gone = kill_process_group(Pid::from_child(&self.child), signal);
        }
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.signal(Signal::TERM);
        if let Ok(Some(_)) = self.wait_after_signal() {
            return;
        }
        self.signal(Signal::KILL);
        let _gone = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::{Program, Signal, own_package};
    use std::ffi::OsString;
    use std::time::{Duration, Instant};

    #[test]
    fn commands_are_shown_as_one_would_type_them() {
        let program = Program::new("psql").args(["-c", "SELECT 'a b'"]).env("PGUSER", "x");
        assert_eq!(program.shown(), r"PGUSER=x psql -c 'SELECT '\''a b'\'''");
    }

    #[test]
    fn a_cargo_that_we_start_does_not_take_itself_for_xtask() {
        let names = ["CARGO_PKG_NAME", "CARGO_MANIFEST_DIR", "CARGO_TARGET_DIR", "CARGO_HOME", "PATH"];
        let removed: Vec<_> = own_package(names.map(OsString::from).into_iter()).collect();
        assert_eq!(removed, ["CARGO_PKG_NAME", "CARGO_MANIFEST_DIR"]);
    }

    #[test]
    fn a_failure_names_the_command() {
        let failure = Program::new("sh").args(["-c", "exit 3"]).run().unwrap_err().to_string();
        assert!(failure.contains("sh -c 'exit 3'") && failure.contains('3'), "{failure}");
    }

    #[test]
    fn a_failure_may_repeat_what_was_said_last() {
        let program = Program::new("sh").args(["-c", "seq 30 >&2; echo why >&2; exit 3"]);
        let failure = program.run_telling_why().unwrap_err().to_string();
        assert!(failure.ends_with("\n30\nwhy") && !failure.contains("\n11\n"), "{failure}");
        Program::new("true").run_telling_why().unwrap();
    }

    #[test]
    fn a_hanging_program_is_ended_with_its_children() {
        let started = Instant::now();
        let hanging =
            Program::new("sh").args(["-c", "sleep 60 & sleep 60"]).limit(Duration::from_millis(200));
        let failure = hanging.run().unwrap_err().to_string();
        assert!(failure.contains("did not end within"), "{failure}");
        assert!(started.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_program_can_be_stopped() {
        let status = Program::new("sleep").args(["60"]).spawn().unwrap().stop(Signal::TERM).unwrap();
        assert!(!status.success());
    }
}
