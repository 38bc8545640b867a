use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream, UnixListener};
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

use super::{Address, Direction, Proxy};

/// Answers every byte with itself, and tells what it received.
async fn echo() -> (Address, mpsc::UnboundedReceiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = Address::Tcp(listener.local_addr().unwrap());
    let (tell, told) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let tell = tell.clone();
            tokio::spawn(async move {
                let mut buffer = [0; 1024];
                while let Ok(length @ 1..) = stream.read(&mut buffer).await {
                    tell.send(buffer[..length].to_vec()).unwrap();
                    if stream.write_all(&buffer[..length]).await.is_err() {
                        break;
                    }
                }
            });
        }
    });
    (address, told)
}

async fn connect(proxy: &Proxy) -> TcpStream {
    let Address::Tcp(address) = proxy.address() else { panic!("a TCP proxy") };
    TcpStream::connect(address).await.unwrap()
}

async fn exchange(stream: &mut TcpStream, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    stream.write_all(bytes).await?;
    let mut answer = vec![0; bytes.len()];
    timeout(Duration::from_secs(5), stream.read_exact(&mut answer)).await.unwrap()?;
    Ok(answer)
}

#[tokio::test]
async fn bytes_pass_both_ways_and_an_end_is_passed_on() {
    let (echo, _received) = echo().await;
    let proxy = Proxy::start(&Address::loopback(), echo).await.unwrap();
    let mut stream = connect(&proxy).await;
    assert_eq!(exchange(&mut stream, b"hello").await.unwrap(), b"hello");
    assert_eq!(proxy.connections(), 1);
    stream.shutdown().await.unwrap();
    assert_eq!(stream.read(&mut [0; 8]).await.unwrap(), 0, "the server ended too");
    drop(stream);
    timeout(Duration::from_secs(5), async {
        while proxy.connections() > 0 {
            sleep(Duration::from_millis(5)).await;
        }
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn sockets_in_the_file_system_are_proxied_too() {
    let folder = std::env::temp_dir().join(format!("doorbuster-proxy-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let behind = folder.join("behind");
    let listener = UnixListener::bind(&behind).unwrap();
    let proxy = Proxy::start(&Address::Unix(folder.join("front")), Address::Unix(behind)).await.unwrap();
    let mut client = tokio::net::UnixStream::connect(folder.join("front")).await.unwrap();
    let (mut server, _) = listener.accept().await.unwrap();
    client.write_all(b"abc").await.unwrap();
    let mut received = [0; 3];
    server.read_exact(&mut received).await.unwrap();
    assert_eq!(&received, b"abc");
    drop(proxy);
    assert!(!folder.join("front").exists(), "its socket goes with it");
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_delay_is_added_in_its_direction() {
    let (echo, mut received) = echo().await;
    let proxy = Proxy::start(&Address::loopback(), echo).await.unwrap();
    let mut stream = connect(&proxy).await;
    exchange(&mut stream, b"warm").await.unwrap();
    received.recv().await.unwrap();
    proxy.delay(Direction::ToClient, Duration::from_millis(120));
    let sent = Instant::now();
    stream.write_all(b"late").await.unwrap();
    received.recv().await.unwrap();
    assert!(sent.elapsed() < Duration::from_millis(100), "the request is not delayed");
    stream.read_exact(&mut [0; 4]).await.unwrap();
    assert!(sent.elapsed() >= Duration::from_millis(120), "{:?}", sent.elapsed());
}

#[tokio::test]
async fn what_was_under_way_arrives_after_its_sender_has_gone() {
    let (echo, mut received) = echo().await;
    let proxy = Proxy::start(&Address::loopback(), echo).await.unwrap();
    proxy.delay(Direction::ToServer, Duration::from_millis(100));
    let mut stream = connect(&proxy).await;
    stream.write_all(b"last words").await.unwrap();
    drop(stream);
    assert_eq!(timeout(Duration::from_secs(5), received.recv()).await.unwrap().unwrap(), b"last words");
}

#[tokio::test]
async fn a_cut_resets_both_sides() {
    let (echo, _received) = echo().await;
    let proxy = Proxy::start(&Address::loopback(), echo).await.unwrap();
    let mut stream = connect(&proxy).await;
    exchange(&mut stream, b"hello").await.unwrap();
    assert_eq!(proxy.cut(), 1);
    let error = stream.read(&mut [0; 8]).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
    // The next connection is as good as any.
    assert_eq!(exchange(&mut connect(&proxy).await, b"again").await.unwrap(), b"again");
}

#[tokio::test]
async fn a_message_is_cut_in_the_middle() {
    let (echo, mut received) = echo().await;
    let proxy = Proxy::start(&Address::loopback(), echo).await.unwrap();
    let mut stream = connect(&proxy).await;
    exchange(&mut stream, b"hello").await.unwrap();
    assert_eq!(received.recv().await.unwrap(), b"hello");
    proxy.cut_after(Direction::ToServer, 3);
    assert!(exchange(&mut stream, b"message").await.is_err());
    assert_eq!(received.recv().await.unwrap(), b"mes");
}

#[tokio::test]
async fn a_swallowed_answer_leaves_its_request_done() {
    let (echo, mut received) = echo().await;
    let proxy = Proxy::start(&Address::loopback(), echo).await.unwrap();
    let mut stream = connect(&proxy).await;
    exchange(&mut stream, b"hello").await.unwrap();
    received.recv().await.unwrap();
    proxy.swallow(Direction::ToClient);
    assert!(exchange(&mut stream, b"commit").await.is_err());
    assert_eq!(received.recv().await.unwrap(), b"commit");
}

#[tokio::test]
async fn it_refuses_and_moves_on_to_another_server() {
    let (first, _received) = echo().await;
    let proxy = Proxy::start(&Address::loopback(), first).await.unwrap();
    proxy.refuse(true);
    assert!(exchange(&mut connect(&proxy).await, b"x").await.is_err());
    proxy.refuse(false);
    let (second, mut received) = echo().await;
    proxy.set_upstream(second);
    assert_eq!(exchange(&mut connect(&proxy).await, b"y").await.unwrap(), b"y");
    assert_eq!(received.recv().await.unwrap(), b"y");
}

#[tokio::test]
async fn a_connection_that_was_silent_is_spared() {
    let (echo, _received) = echo().await;
    let proxy = Proxy::start(&Address::loopback(), echo).await.unwrap();
    let mut stream = connect(&proxy).await;
    exchange(&mut stream, b"hello").await.unwrap();
    proxy.swallow(Direction::ToServer);
    proxy.spare();
    assert_eq!(exchange(&mut stream, b"again").await.unwrap(), b"again");
}
