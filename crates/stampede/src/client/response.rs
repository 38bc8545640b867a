//! A small and strict reader of HTTP/1.1 answers.
//!
//! Strict, because a load generator that forgives a broken answer hides a broken server. Small, because it shares two
//! cores with the server it measures: an answer that came in one piece is read in one pass and copied nowhere.

use std::ops::Range;

use uuid::Uuid;

/// An answer's head never gets this long.
const LARGEST_HEAD: usize = 16 * 1024;
/// No body that we ask for gets this long.
const LARGEST_BODY: usize = 4 * 1024 * 1024;

/// A complete answer at the start of a buffer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The server closes the connection after this.
    pub close: bool,
    /// Seconds from `Retry-After`.
    pub retry_after: Option<u32>,
    /// `Idempotency-Replayed: true`: the same key was answered before.
    pub replayed: bool,
    /// `ETag`.
    pub etag: Option<String>,
    /// How many bytes of the buffer it took.
    pub length: usize,
    body: Body,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Body {
    InPlace(Range<usize>),
    Joined(Vec<u8>),
}

/// What an answer did wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed answer: {0}")]
pub struct Malformed(pub &'static str);

impl Answer {
    /// Reads the answer at the start of `bytes`; none while it is not complete. Once more bytes are there it starts anew,
    /// which is rare and cheaper than keeping a state.
    ///
    /// # Errors
    /// What breaks the protocol.
    pub fn read(bytes: &[u8]) -> Result<Option<Self>, Malformed> {
        let mut lines = Lines { bytes, at: 0 };
        let Some(status_line) = lines.next()? else {
            return Ok(None);
        };
        let status = status(status_line)?;
        let mut framing = Framing::default();
        loop {
            match lines.next()? {
                None => return Ok(None),
                Some([]) => break,
                Some(line) => framing.read(line)?,
            }
        }
        let start = lines.at;
        let body = match (framing.length, framing.chunked) {
            (Some(_), true) => return Err(Malformed("both Content-Length and chunks")),
            (Some(length), false) => {
                if bytes.len() - start < length {
                    return Ok(None);
                }
                lines.at = start + length;
                Body::InPlace(start..lines.at)
            }
            (None, true) => match chunks(&mut lines)? {
                Some(joined) => Body::Joined(joined),
                None => return Ok(None),
            },
            (None, false) if status == 204 || status == 304 => Body::InPlace(start..start),
            (None, false) => return Err(Malformed("a body without an end")),
        };
        Ok(Some(Self {
            status,
            close: framing.close,
            retry_after: framing.retry_after,
            replayed: framing.replayed,
            etag: framing.etag,
            length: lines.at,
            body,
        }))
    }

    /// The body, from the buffer that [`Answer::read`] was given.
    #[must_use]
    pub fn body<'a>(&'a self, bytes: &'a [u8]) -> &'a [u8] {
        match &self.body {
            Body::InPlace(range) => bytes.get(range.clone()).unwrap_or_default(),
            Body::Joined(joined) => joined,
        }
    }
}

fn status(line: &[u8]) -> Result<u16, Malformed> {
    const BAD: Malformed = Malformed("status line");
    let rest = line.strip_prefix(b"HTTP/1.1 ").ok_or(BAD)?;
    let (digits, rest) = rest.split_at_checked(3).ok_or(BAD)?;
    if !rest.is_empty() && !rest.starts_with(b" ") {
        return Err(BAD);
    }
    let status = number(digits, 10).and_then(|n| u16::try_from(n).ok()).ok_or(BAD)?;
    // We never send `Expect`, so an interim answer is a mistake.
    if (200..600).contains(&status) { Ok(status) } else { Err(BAD) }
}

/// Lines that end in CRLF.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Lines<'a> {
    /// The next line; none when it has not arrived completely.
    fn next(&mut self) -> Result<Option<&'a [u8]>, Malformed> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let Some(end) = rest.iter().position(|&byte| byte == b'\n') else {
            return if rest.len() > LARGEST_HEAD { Err(Malformed("endless line")) } else { Ok(None) };
        };
        self.at += end + 1;
        if self.at > LARGEST_HEAD + LARGEST_BODY {
            return Err(Malformed("endless answer"));
        }
        let line = rest.get(..end).and_then(|line| line.strip_suffix(b"\r"));
        line.map(Some).ok_or(Malformed("a line that ends without CR"))
    }
}

/// What the headers say about where the answer ends and what comes after it.
#[derive(Default)]
struct Framing {
    length: Option<usize>,
    chunked: bool,
    close: bool,
    retry_after: Option<u32>,
    replayed: bool,
    etag: Option<String>,
}

impl Framing {
    fn read(&mut self, line: &[u8]) -> Result<(), Malformed> {
        let colon = line.iter().position(|&byte| byte == b':').ok_or(Malformed("header without a colon"))?;
        let (name, value) = line.split_at(colon);
        if name.is_empty() || name.iter().any(u8::is_ascii_whitespace) {
            return Err(Malformed("header name"));
        }
        let value = value.get(1..).unwrap_or_default().trim_ascii();
        // The lengths of the few names that matter spare comparing the others.
        match name.len() {
            14 if name.eq_ignore_ascii_case(b"content-length") => {
                let length = number(value, 10).filter(|&length| length <= LARGEST_BODY);
                if self.length.is_some() || length.is_none() {
                    return Err(Malformed("Content-Length"));
                }
                self.length = length;
            }
            17 if name.eq_ignore_ascii_case(b"transfer-encoding") => {
                if self.chunked || !value.eq_ignore_ascii_case(b"chunked") {
                    return Err(Malformed("Transfer-Encoding"));
                }
                self.chunked = true;
            }
            10 if name.eq_ignore_ascii_case(b"connection") => {
                self.close |= value.eq_ignore_ascii_case(b"close");
            }
            11 if name.eq_ignore_ascii_case(b"retry-after") => {
                self.retry_after = number(value, 10).and_then(|seconds| u32::try_from(seconds).ok());
            }
            20 if name.eq_ignore_ascii_case(b"idempotency-replayed") => {
                self.replayed = value.eq_ignore_ascii_case(b"true");
            }
            4 if name.eq_ignore_ascii_case(b"etag") => {
                self.etag = std::str::from_utf8(value).ok().map(str::to_owned);
            }
            _ => {}
        }
        Ok(())
    }
}

/// Joins the chunks that `lines` stands before; none while the last has not arrived.
fn chunks(lines: &mut Lines<'_>) -> Result<Option<Vec<u8>>, Malformed> {
    const BAD: Malformed = Malformed("chunk");
    let mut joined = Vec::new();
    loop {
        let Some(line) = lines.next()? else {
            return Ok(None);
        };
        let digits = line.split(|&byte| byte == b';').next().unwrap_or_default();
        let length = number(digits.trim_ascii(), 16).ok_or(BAD)?;
        if length == 0 {
            break;
        }
        if joined.len() + length > LARGEST_BODY {
            return Err(BAD);
        }
        let end = lines.at + length;
        if lines.bytes.len() < end + 2 {
            return Ok(None);
        }
        joined.extend_from_slice(lines.bytes.get(lines.at..end).unwrap_or_default());
        lines.at = end;
        if lines.next()? != Some(b"") {
            return Err(BAD);
        }
    }
    // Trailers, which nobody reads, up to an empty line.
    loop {
        match lines.next()? {
            None => return Ok(None),
            Some([]) => return Ok(Some(joined)),
            Some(_) => {}
        }
    }
}

/// A number of digits only, without the sign and blanks that `parse` would take.
fn number(digits: &[u8], radix: u32) -> Option<usize> {
    if digits.is_empty() || digits.len() > 8 {
        return None;
    }
    digits.iter().try_fold(0_usize, |sum, &byte| {
        let digit = char::from(byte).to_digit(radix)?;
        sum.checked_mul(usize::try_from(radix).ok()?)?.checked_add(usize::try_from(digit).ok()?)
    })
}

/// The id of an order, which is what its JSON starts with; wherever it stands, if it does not.
#[must_use]
pub fn order_id(body: &[u8]) -> Option<Uuid> {
    #[derive(serde::Deserialize)]
    struct Order {
        id: Uuid,
    }
    let quick = body.strip_prefix(br#"{"id":""#).and_then(|rest| rest.get(..36));
    match quick.and_then(|text| Uuid::try_parse_ascii(text).ok()) {
        Some(id) => Some(id),
        None => serde_json::from_slice(body).ok().map(|Order { id }| id),
    }
}

/// The `code` of a problem, without reading all of its JSON: a quote inside a string is escaped, so the first match is
/// the member.
#[must_use]
pub fn problem_code(body: &[u8]) -> Option<&str> {
    const MEMBER: &[u8] = br#""code":""#;
    let start = body.windows(MEMBER.len()).position(|window| window == MEMBER)? + MEMBER.len();
    let rest = body.get(start..)?;
    let end = rest.iter().position(|&byte| byte == b'"')?;
    std::str::from_utf8(rest.get(..end)?).ok()
}

#[cfg(test)]
mod tests {
    use super::{Answer, Malformed, order_id, problem_code};

    const PLAIN: &[u8] =
        b"HTTP/1.1 201 Created\r\ncontent-type: application/json\r\nContent-Length: 5\r\n\r\nhello";
    const CHUNKED: &[u8] =
        b"HTTP/1.1 409 Conflict\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n\
        5\r\nhello\r\n6;note=1\r\n world\r\n0\r\nTrailer: x\r\n\r\n";

    fn body(bytes: &[u8]) -> (u16, Vec<u8>) {
        let answer = Answer::read(bytes).unwrap().unwrap();
        (answer.status, answer.body(bytes).to_vec())
    }

    #[test]
    fn a_body_ends_by_length_or_with_its_last_chunk() {
        assert_eq!(body(PLAIN), (201, b"hello".to_vec()));
        assert_eq!(body(CHUNKED), (409, b"hello world".to_vec()));
        assert_eq!(body(b"HTTP/1.1 204 No Content\r\n\r\n"), (204, Vec::new()));
        assert_eq!(body(b"HTTP/1.1 200\r\ncontent-length:0\r\n\r\n"), (200, Vec::new()));
    }

    #[test]
    fn an_answer_may_come_in_any_pieces() {
        for whole in [PLAIN, CHUNKED] {
            for end in 0..whole.len() {
                assert_eq!(Answer::read(&whole[..end]), Ok(None), "{end} bytes");
            }
            assert_eq!(Answer::read(whole).unwrap().unwrap().length, whole.len());
        }
    }

    #[test]
    fn what_follows_an_answer_is_not_part_of_it() {
        let two = [PLAIN, CHUNKED].concat();
        let first = Answer::read(&two).unwrap().unwrap();
        assert_eq!(first.length, PLAIN.len());
        assert_eq!(first.body(&two), b"hello");
    }

    #[test]
    fn closing_and_retrying_are_noticed() {
        let answer =
            Answer::read(b"HTTP/1.1 503 x\r\nretry-after: 2\r\ncontent-length: 0\r\n\r\n").unwrap().unwrap();
        assert_eq!((answer.close, answer.retry_after), (false, Some(2)));
        assert!(Answer::read(CHUNKED).unwrap().unwrap().close);
        let replay = b"HTTP/1.1 201 Created\r\nIdempotency-Replayed: true\r\ncontent-length: 0\r\n\r\n";
        assert!(Answer::read(replay).unwrap().unwrap().replayed);
        assert!(!Answer::read(PLAIN).unwrap().unwrap().replayed);
    }

    #[test]
    fn broken_answers_are_refused() {
        for (bytes, why) in [
            (&b"HTTP/1.0 200 OK\r\n\r\n"[..], "status line"),
            (b"HTTP/1.1 100 Continue\r\n\r\n", "status line"),
            (b"HTTP/1.1 2000 OK\r\n\r\n", "status line"),
            (b"HTTP/1.1 200 OK\n\n", "a line that ends without CR"),
            (b"HTTP/1.1 200 OK\r\n\r\n", "a body without an end"),
            (b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "header without a colon"),
            (b"HTTP/1.1 200 OK\r\n folded: x\r\n\r\n", "header name"),
            (b"HTTP/1.1 200 OK\r\ncontent-length: +1\r\n\r\n", "Content-Length"),
            (b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 1\r\n\r\nx", "Content-Length"),
            (b"HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\nx", "Content-Length"),
            (b"HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\n\r\n", "Transfer-Encoding"),
            (
                b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n",
                "both Content-Length and chunks",
            ),
            (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n", "chunk"),
            (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n", "chunk"),
        ] {
            let text = String::from_utf8_lossy(bytes);
            let refusal = Answer::read(bytes).map(|answer| answer.is_some());
            if why == "chunk" && text.contains("ab") {
                assert!(refusal.is_err(), "{text}");
            } else {
                assert_eq!(refusal, Err(Malformed(why)), "{text}");
            }
        }
        assert!(Answer::read(&vec![b'x'; 64 * 1024]).is_err());
    }

    #[test]
    fn ids_and_codes_are_found() {
        let id = "0193a5e4-7d1c-7b1e-8d3f-5a6b7c8d9e0f";
        let quick = format!(r#"{{"id":"{id}","number":"A"}}"#);
        let slow = format!(r#"{{"number":"A","lines":[{{"id":1}}],"id":"{id}"}}"#);
        assert_eq!(order_id(quick.as_bytes()).unwrap().to_string(), id);
        assert_eq!(order_id(slow.as_bytes()).unwrap().to_string(), id);
        assert_eq!(order_id(b"{}"), None);
        let problem = br#"{"detail":"say \"code\":\"x\"","code":"sold_out","status":409}"#;
        assert_eq!(problem_code(problem), Some("sold_out"));
        assert_eq!(problem_code(b"nginx says no"), None);
    }
}
