use std::sync::LazyLock;

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use doorbuster_domain::invoices::Invoice;

use super::page::{STYLE_HASH, page};
use super::view::InvoiceView;
use crate::extract::Json;
use crate::print::wants_json;

/// The page has its own style sheet inside, and may do nothing but show it.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    policy(&format!(
        "default-src 'none'; style-src {}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        *STYLE_HASH
    ))
});

/// A content security policy as a header field. One that cannot be a field's value becomes the strictest that there is.
pub(crate) fn policy(text: &str) -> HeaderValue {
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// A document as the client wants it: JSON when that is the first thing that it names, otherwise the page.
pub(super) fn answer(headers: &HeaderMap, invoice: Invoice) -> Response {
    let name = format!("inline; filename=\"{}-{}.html\"", invoice.number.kind.as_str(), invoice.number);
    let mut response = if wants_json(headers) {
        Json(InvoiceView::from(invoice)).into_response()
    } else {
        let kind = HeaderValue::from_static("text/html; charset=utf-8");
        let fields = [(header::CONTENT_TYPE, kind), (header::CONTENT_SECURITY_POLICY, POLICY.clone())];
        let mut response = (fields, page(&invoice).into_string()).into_response();
        if let Ok(name) = HeaderValue::try_from(name) {
            response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
        }
        response
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    response
}
