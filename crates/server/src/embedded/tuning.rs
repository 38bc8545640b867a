//! How PostgreSQL is set up: nothing is traded for durability, and the rest fits a shop in a stampede.

use std::fs;
use std::path::Path;

use super::layout::{Layout, PORT};

const MIB: u64 = 1024 * 1024;

/// Settings for the command line, which outranks the files in the cluster. `extra` outranks ours.
pub(super) fn settings(layout: &Layout, socket_folder: &Path, extra: &[(String, String)]) -> Vec<String> {
    let shared_buffers = shared_buffers(memory()) / MIB;
    let fixed = [
        // Reachable through the socket in a private folder only.
        ("listen_addresses", String::new()),
        ("port", PORT.to_string()),
        ("unix_socket_directories", socket_folder.display().to_string()),
        ("unix_socket_permissions", "0700".to_owned()),
        ("password_encryption", "scram-sha-256".to_owned()),
        // What is sold stays sold when the power fails.
        ("fsync", "on".to_owned()),
        ("synchronous_commit", "on".to_owned()),
        ("full_page_writes", "on".to_owned()),
        ("max_connections", "100".to_owned()),
        ("shared_buffers", format!("{shared_buffers}MB")),
        ("huge_pages", "try".to_owned()),
        // Rare checkpoints: each one makes the next write of every page a full copy in the log.
        ("checkpoint_timeout", "15min".to_owned()),
        ("max_wal_size", "2GB".to_owned()),
        ("wal_compression", "on".to_owned()),
        // A new segment of the log is not filled with zeros first: that is 16 MiB and a flush inside somebody's commit, 60 ms
        // every few seconds of a stampede (docs/bench). Nothing is less durable, the space is taken as it is needed.
        ("wal_init_zero", "off".to_owned()),
        // Our queries are short, compiling them takes longer than running them.
        ("jit", "off".to_owned()),
        ("timezone", "UTC".to_owned()),
        ("cluster_name", "doorbuster".to_owned()),
        // A week of logs, one file a day. Terse, because the detail of an error may quote a customer's row.
        ("logging_collector", "on".to_owned()),
        ("log_destination", "stderr".to_owned()),
        ("log_directory", layout.log.display().to_string()),
        ("log_filename", "postgres-%a.log".to_owned()),
        ("log_file_mode", "0600".to_owned()),
        ("log_rotation_age", "1d".to_owned()),
        ("log_rotation_size", "0".to_owned()),
        ("log_truncate_on_rotation", "on".to_owned()),
        ("log_timezone", "UTC".to_owned()),
        ("log_min_messages", "warning".to_owned()),
        ("log_error_verbosity", "terse".to_owned()),
        ("log_line_prefix", "%m [%p] %q%u ".to_owned()),
        ("lc_messages", "C".to_owned()),
    ];
    fixed
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .chain(extra.iter().map(|(name, value)| format!("{name}={value}")))
        .collect()
}

/// An eighth of the memory, between 16 and 256 MiB: the shop's hot rows are few, the system caches the rest.
fn shared_buffers(memory: u64) -> u64 {
    (memory / 8).clamp(16 * MIB, 256 * MIB)
}

/// The memory of this machine or container in bytes.
fn memory() -> u64 {
    let machine = fs::read_to_string("/proc/meminfo").ok().and_then(|text| total_memory(&text));
    let container =
        fs::read_to_string("/sys/fs/cgroup/memory.max").ok().and_then(|text| text.trim().parse().ok());
    let known = [machine, container].into_iter().flatten().min();
    known.unwrap_or(1024 * MIB)
}

fn total_memory(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kib.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{MIB, settings, shared_buffers, total_memory};
    use crate::embedded::layout::Layout;

    /// docker-compose.yml's PostgreSQL is as durable and as fast as the embedded one.
    #[test]
    fn the_deployed_postgresql_is_set_up_alike() {
        let folder = tempfile::tempdir().unwrap();
        let embedded = settings(&Layout::open(folder.path()).unwrap(), folder.path(), &[]);
        let embedded: HashMap<&str, &str> = embedded.iter().filter_map(|line| line.split_once('=')).collect();
        let deployed = include_str!("../../../../deploy/postgres/postgresql.conf");
        let deployed: HashMap<&str, &str> = deployed
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once(" = "))
            .map(|(name, value)| (name, value.trim_matches('\'')))
            .collect();
        for name in [
            "fsync",
            "synchronous_commit",
            "full_page_writes",
            "password_encryption",
            "checkpoint_timeout",
            "max_wal_size",
            "wal_compression",
            "wal_init_zero",
            "jit",
            "timezone",
            "log_error_verbosity",
        ] {
            assert!(embedded.contains_key(name), "{name}");
            assert_eq!(deployed.get(name), embedded.get(name), "{name}");
        }
    }

    #[test]
    fn memory_is_an_eighth_within_limits() {
        assert_eq!(total_memory("MemTotal:       24683520 kB\nMemFree: 1 kB\n"), Some(24_683_520 * 1024));
        assert_eq!(shared_buffers(64 * MIB), 16 * MIB);
        assert_eq!(shared_buffers(1024 * MIB), 128 * MIB);
        assert_eq!(shared_buffers(64 * 1024 * MIB), 256 * MIB);
    }
}
