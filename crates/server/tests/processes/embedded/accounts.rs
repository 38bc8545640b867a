//! PostgreSQL refuses root. These tests say more when they run as root themselves.

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::time::Duration;

use doorbuster_server::embedded::{Embedded, EmbeddedError, Settings};

use super::deaths::spawn_helper;
use super::{Folder, ask, eventually, is_alive, is_root};

const NOBODY: u32 = 65534;

#[tokio::test]
async fn root_lends_postgresql_another_account() {
    let folder = Folder::new();
    let shop = Embedded::start(folder.quick()).await.unwrap();
    let owner = fs::metadata(format!("/proc/{}", folder.postmaster().unwrap())).unwrap().uid();
    assert_ne!(owner, 0);
    shop.stop().await.unwrap();
}

#[tokio::test]
async fn a_folder_only_we_can_reach_works() {
    let folder = Folder::with_mode(0o700);
    let first = Embedded::start(folder.quick()).await.unwrap();
    assert_eq!(ask(&first.application(), "SELECT 'in'").await.unwrap(), "in");
    first.stop().await.unwrap();
    let ours = fs::metadata("/proc/self").unwrap().uid();
    assert_eq!(fs::metadata(folder.data_dir.join("postgres/data")).unwrap().uid(), ours);

    let second = Embedded::start(folder.quick()).await.unwrap();
    let postmaster = folder.postmaster().unwrap();
    assert_eq!(ask(&second.application(), "SELECT 'in'").await.unwrap(), "in");
    drop(second);
    assert!(!is_alive(postmaster));
}

#[tokio::test]
async fn an_ordinary_user_runs_its_own_and_root_can_take_over() {
    if !is_root() {
        return; // The other tests run as an ordinary user then.
    }
    let folder = Folder::new();
    fs::create_dir(&folder.data_dir).unwrap();
    chown(&folder.data_dir, Some(NOBODY), Some(NOBODY)).unwrap();
    let user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"];
    let mut helper = spawn_helper(&user, &folder.data_dir);
    assert_eq!(fs::metadata(folder.data_dir.join("postgres/data")).unwrap().uid(), NOBODY);

    let guest = Embedded::attach_or_start(Settings::new(&folder.data_dir)).await.unwrap();
    assert_eq!(ask(&guest.owner(), "SELECT answer FROM kept").await.unwrap(), "yes");
    guest.stop().await.unwrap();

    let postmaster = folder.postmaster().unwrap();
    helper.kill().unwrap();
    helper.wait().unwrap();
    eventually("PostgreSQL ends", Duration::from_secs(5), || !is_alive(postmaster));

    let root = Embedded::start(Settings::new(&folder.data_dir)).await.unwrap();
    assert_eq!(ask(&root.owner(), "SELECT answer FROM kept").await.unwrap(), "yes");
    root.stop().await.unwrap();

    let mut again = spawn_helper(&user, &folder.data_dir);
    again.kill().unwrap();
    again.wait().unwrap();
}

#[tokio::test]
async fn a_user_without_a_name_works() {
    if !is_root() {
        return; // Only root can become somebody else.
    }
    let folder = Folder::new();
    fs::create_dir(&folder.data_dir).unwrap();
    chown(&folder.data_dir, Some(54_321), Some(54_321)).unwrap();
    let user = ["setpriv", "--reuid=54321", "--regid=54321", "--clear-groups", "--"];
    let mut helper = spawn_helper(&user, &folder.data_dir);
    let postmaster = folder.postmaster().unwrap();
    helper.kill().unwrap();
    helper.wait().unwrap();
    eventually("PostgreSQL ends", Duration::from_secs(5), || !is_alive(postmaster));
}

#[tokio::test]
async fn somebody_elses_cluster_is_not_touched() {
    if is_root() {
        return; // Root may use everybody's.
    }
    let refusal = Embedded::start(Settings::new("/proc/1")).await.unwrap_err();
    assert!(matches!(refusal, EmbeddedError::Io { .. } | EmbeddedError::Foreign { .. }), "{refusal}");
}
