use axum::http::{HeaderMap, header};

/// Whether the client takes a body in this encoding (RFC 9110, 12.5.3).
pub(crate) fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let offered = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    offered.flat_map(|value| value.split(',')).any(|item| {
        let (name, quality) = item.split_once(';').unwrap_or((item, ""));
        name.trim().eq_ignore_ascii_case(encoding) && quality.trim() != "q=0"
    })
}
