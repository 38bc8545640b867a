//! Ends nobody planned.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use doorbuster_server::embedded::{Embedded, Settings};

use super::{Folder, ask, eventually, is_alive, is_root, kill, run};

const DATA_DIR: &str = "DOORBUSTER_TEST_DATA_DIR";
const THIS: &str = "embedded::deaths::a_process_that_keeps_postgresql_running";

/// Not a test of its own: the others run this program again with only this in it, to have a process to kill.
#[tokio::test]
#[ignore = "a helper process of the other tests"]
async fn a_process_that_keeps_postgresql_running() {
    let data_dir = std::env::var_os(DATA_DIR).unwrap();
    let shop = Embedded::start(Settings::new(data_dir)).await.unwrap();
    run(&shop.owner(), "CREATE TABLE IF NOT EXISTS kept AS SELECT 'yes' AS answer").await.unwrap();
    println!("\nready");
    tokio::time::sleep(Duration::from_secs(60)).await;
}

/// Runs the helper, through `prefix` if it is to be another user, and waits until its PostgreSQL is ready.
pub(super) fn spawn_helper(prefix: &[&str], data_dir: &Path) -> Child {
    let program = std::env::current_exe().unwrap();
    let words: Vec<&str> = prefix.iter().copied().chain([program.to_str().unwrap()]).collect();
    let mut helper = Command::new(words[0])
        .args(&words[1..])
        .args(["--ignored", "--exact", THIS, "--nocapture"])
        .env(DATA_DIR, data_dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(helper.stdout.take().unwrap()).lines();
    let ready = lines.map_while(Result::ok).any(|line| line.trim() == "ready");
    assert!(ready, "the helper did not start");
    helper
}

#[tokio::test]
async fn killing_the_shop_stops_its_database_cleanly() {
    let folder = Folder::new();
    let mut helper = spawn_helper(&[], &folder.data_dir);
    let postmaster = folder.postmaster().unwrap();
    helper.kill().unwrap();
    helper.wait().unwrap();

    // At once, while the old PostgreSQL may still be ending.
    let shop = Embedded::start(Settings::new(&folder.data_dir)).await.unwrap();
    assert!(!is_alive(postmaster));
    assert_eq!(ask(&shop.owner(), "SELECT answer FROM kept").await.unwrap(), "yes");
    shop.stop().await.unwrap();
}

#[tokio::test]
async fn killing_the_shop_leaves_no_process() {
    let folder = Folder::new();
    let mut helper = spawn_helper(&[], &folder.data_dir);
    let postmaster = folder.postmaster().unwrap();
    helper.kill().unwrap();
    helper.wait().unwrap();
    eventually("PostgreSQL ends", Duration::from_secs(5), || !is_alive(postmaster));
    assert_eq!(folder.postmaster(), None, "not a clean shutdown");
}

#[tokio::test]
async fn a_killed_postmaster_and_its_traces_do_not_prevent_a_start() {
    let folder = Folder::new();
    let shop = Embedded::start(Settings::new(&folder.data_dir)).await.unwrap();
    run(&shop.owner(), "CREATE TABLE kept AS SELECT 'yes' AS answer").await.unwrap();
    kill(folder.postmaster().unwrap(), "KILL");
    shop.ended().await;
    drop(shop);
    assert!(folder.postmaster().is_some(), "nothing is left behind to test with");

    let shop = Embedded::start(Settings::new(&folder.data_dir)).await.unwrap();
    assert_eq!(ask(&shop.owner(), "SELECT answer FROM kept").await.unwrap(), "yes");
    shop.stop().await.unwrap();
}

#[tokio::test]
async fn a_note_that_names_somebody_else_does_not_prevent_a_start() {
    let folder = Folder::new();
    Embedded::start(folder.quick()).await.unwrap().stop().await.unwrap();
    // After a power cut the old number belongs to whoever got it next: here, to this test.
    let note = folder.data_dir.join("postgres/data/postmaster.pid");
    fs::write(&note, format!("{}\n/elsewhere\n1\n5432\n/elsewhere\n\n\nready\n", std::process::id()))
        .unwrap();
    let shop = Embedded::start(folder.quick()).await.unwrap();
    assert_eq!(ask(&shop.owner(), "SELECT 'in'").await.unwrap(), "in");
    shop.stop().await.unwrap();
}

#[tokio::test]
async fn an_orphan_is_stopped() {
    let folder = Folder::new();
    let shop = Embedded::start(folder.quick()).await.unwrap();
    run(&shop.owner(), "CREATE TABLE kept AS SELECT 'yes' AS answer").await.unwrap();
    let programs = fs::read_link(format!("/proc/{}/exe", folder.postmaster().unwrap())).unwrap();
    shop.stop().await.unwrap();

    // One that nobody's death ends.
    let home = folder.data_dir.join("postgres").canonicalize().unwrap();
    let owner = fs::metadata(home.join("data")).unwrap();
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        let identity = [format!("--reuid={}", owner.uid()), format!("--regid={}", owner.gid())];
        command.args(identity).args(["--clear-groups", "--"]).arg(programs.with_file_name("pg_ctl"));
        command
    } else {
        Command::new(programs.with_file_name("pg_ctl"))
    };
    let options = format!("-c listen_addresses= -c unix_socket_directories={}", home.join("run").display());
    command.args(["start", "--wait", "--silent", "-o", &options, "-l", "/dev/null", "-D"]);
    assert!(command.arg(home.join("data")).current_dir("/").status().unwrap().success());
    let orphan = folder.postmaster().unwrap();

    let shop = Embedded::start(folder.quick()).await.unwrap();
    assert!(!is_alive(orphan));
    assert_eq!(ask(&shop.owner(), "SELECT answer FROM kept").await.unwrap(), "yes");
    shop.stop().await.unwrap();
}

#[tokio::test]
async fn an_interrupted_creation_is_begun_anew() {
    let folder = Folder::new();
    let draft = folder.data_dir.join("postgres/data.new");
    fs::create_dir_all(&draft).unwrap();
    fs::write(draft.join("PG_VERSION"), "15\n").unwrap();
    fs::write(folder.data_dir.join("postgres/initdb-password"), "old").unwrap();
    let shop = Embedded::start(Settings::new(&folder.data_dir)).await.unwrap();
    assert_eq!(ask(&shop.application(), "SELECT 'in'").await.unwrap(), "in");
    shop.stop().await.unwrap();
    assert!(!draft.exists());
    assert!(!folder.data_dir.join("postgres/initdb-password").exists());
}
