//! The bytes of requests.

use std::io::Write;

use uuid::Uuid;

use super::Target;

/// A purchase, all but who makes it: everything that is the same for every buyer is put together once.
#[derive(Clone, Debug)]
pub struct PurchaseRequest {
    /// Up to and including `Bearer `.
    head: Vec<u8>,
    /// From the end of the token to the end of the request.
    tail: Vec<u8>,
}

impl PurchaseRequest {
    /// `POST {path}` for `quantity` units of a sale.
    #[must_use]
    pub fn new(target: &Target, path: &str, sale: Uuid, quantity: u32) -> Self {
        let body = format!(r#"{{"sale_id":"{sale}","quantity":{quantity}}}"#);
        Self {
            head: format!("POST {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer ", target.authority())
                .into_bytes(),
            tail: format!(
                "\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            )
            .into_bytes(),
        }
    }

    /// Puts the request of one buyer into `buffer`, which is reused from request to request.
    pub fn write(&self, buffer: &mut Vec<u8>, token: &str, key: Option<Uuid>) {
        buffer.clear();
        buffer.extend_from_slice(&self.head);
        buffer.extend_from_slice(token.as_bytes());
        if let Some(key) = key {
            let mut text = Uuid::encode_buffer();
            buffer.extend_from_slice(b"\r\nIdempotency-Key: ");
            buffer.extend_from_slice(key.hyphenated().encode_lower(&mut text).as_bytes());
        }
        buffer.extend_from_slice(&self.tail);
    }
}

/// A request of any kind, for what surrounds the load: making a sale, reading it afterwards.
#[must_use]
pub fn plain(target: &Target, method: &str, path: &str, token: Option<&str>, body: Option<&[u8]>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1024);
    // Writing into memory does not fail.
    let _full = write!(bytes, "{method} {path} HTTP/1.1\r\nHost: {}\r\n", target.authority());
    if let Some(token) = token {
        let _full = write!(bytes, "Authorization: Bearer {token}\r\n");
    }
    if let Some(body) = body {
        let _full = write!(bytes, "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
        bytes.extend_from_slice(body);
    } else {
        bytes.extend_from_slice(b"\r\n");
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::{PurchaseRequest, plain};
    use crate::client::Target;
    use uuid::Uuid;

    #[test]
    fn a_purchase_is_one_complete_request() {
        let target = Target::parse("http://127.0.0.1:8080", false).unwrap();
        let request = PurchaseRequest::new(&target, "/api/v1/orders", Uuid::nil(), 2);
        let mut buffer = b"left over".to_vec();
        request.write(&mut buffer, "abc", Some(Uuid::max()));
        assert_eq!(
            String::from_utf8(buffer.clone()).unwrap(),
            "POST /api/v1/orders HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAuthorization: Bearer abc\r\n\
             Idempotency-Key: ffffffff-ffff-ffff-ffff-ffffffffffff\r\nContent-Type: application/json\r\n\
             Content-Length: 63\r\n\r\n\
             {\"sale_id\":\"00000000-0000-0000-0000-000000000000\",\"quantity\":2}"
        );
        request.write(&mut buffer, "abc", None);
        assert!(!String::from_utf8(buffer).unwrap().contains("Idempotency-Key"));
    }

    #[test]
    fn a_plain_request_has_a_body_only_when_there_is_one() {
        let target = Target::parse("http://127.0.0.1:8080", false).unwrap();
        let get = plain(&target, "GET", "/health", None, None);
        assert_eq!(get, b"GET /health HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n");
        let post = plain(&target, "POST", "/x", Some("t"), Some(b"{}"));
        assert!(post.ends_with(
            b"Authorization: Bearer t\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
        ));
    }
}
