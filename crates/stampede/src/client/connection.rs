//! One keep-alive connection with one request under way.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::Target;
use super::response::{Answer, Malformed};

/// Holds an ordinary answer; grows for larger ones.
const BUFFER: usize = 2 * 1024;

/// A connection that is ready for the next request.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// Why a request has no answer. What the server did with it is unknown, unless it could not be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Lost {
    /// No connection could be made: the request was never sent.
    #[error("could not connect")]
    Unreachable,
    /// The connection ended before an answer was complete.
    #[error("connection closed before the answer")]
    Closed,
    /// No answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// The answer is not HTTP.
    #[error(transparent)]
    Malformed(#[from] Malformed),
}

impl Connection {
    /// Connects within `limit`.
    ///
    /// # Errors
    /// Whatever connecting meets.
    pub async fn open(target: &Target, limit: Duration) -> io::Result<Self> {
        let connecting = TcpStream::connect(target.address());
        let stream =
            timeout(limit, connecting).await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
        // A request is one write: waiting to fill a packet would only delay it.
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: vec![0; BUFFER] })
    }

    /// Whether the server has closed the connection since the last answer. Asks the kernel only when there was news.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        let mut byte = [0_u8];
        // Bytes that nobody asked for are as bad as an end.
        !matches!(self.stream.try_read(&mut byte), Err(error) if error.kind() == io::ErrorKind::WouldBlock)
    }

    /// Sends a request and waits for its answer, for at most `limit`. After an error the connection is of no use.
    ///
    /// # Errors
    /// [`Lost`].
    pub async fn exchange(&mut self, request: &[u8], limit: Duration) -> Result<Answer, Lost> {
        timeout(limit, self.exchange_without_limit(request)).await.map_err(|_| Lost::TimedOut)?
    }

    async fn exchange_without_limit(&mut self, request: &[u8]) -> Result<Answer, Lost> {
        self.stream.write_all(request).await.map_err(|_| Lost::Closed)?;
        let mut filled = 0;
        loop {
            if filled == self.buffer.len() {
                // `Answer::read` refuses what never ends.
                self.buffer.resize(self.buffer.len() * 2, 0);
            }
            let room = self.buffer.get_mut(filled..).unwrap_or_default();
            match self.stream.read(room).await {
                Ok(0) | Err(_) => return Err(Lost::Closed),
                Ok(count) => filled += count,
            }
            let arrived = self.buffer.get(..filled).unwrap_or_default();
            if let Some(answer) = Answer::read(arrived)? {
                if answer.length != filled {
                    return Err(Malformed("bytes after the answer").into());
                }
                return Ok(answer);
            }
        }
    }

    /// A header field of the answer that [`Connection::exchange`] returned last; `name` in lower case.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        let end = self.buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
        let head = std::str::from_utf8(self.buffer.get(..end)?).ok()?;
        let value =
            |line: &'_ str| line.split_once(':').is_some_and(|(key, _)| key.eq_ignore_ascii_case(name));
        let line = head.split("\r\n").find(|line| value(line))?;
        line.split_once(':').map(|(_, value)| value.trim())
    }

    /// The body of the answer that [`Connection::exchange`] returned last.
    #[must_use]
    pub fn body<'a>(&'a self, answer: &'a Answer) -> &'a [u8] {
        answer.body(&self.buffer)
    }
}
