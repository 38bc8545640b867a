//! Pages to print: plain HTML that needs no script.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::App;

/// Whether the client would rather have a page than JSON: HTML is the first thing that it names.
pub(crate) fn wants_html(headers: &HeaderMap) -> bool {
    names_first(headers, "text/html")
}

/// Whether the client would rather have JSON than a page: JSON is the first thing that it names.
pub(crate) fn wants_json(headers: &HeaderMap) -> bool {
    names_first(headers, "application/json")
}

fn names_first(headers: &HeaderMap, kind: &str) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accept.split(',').next().is_some_and(|first| first.split(';').next() == Some(kind))
}

/// Text that is only text in HTML.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// A page with this title and body, which is HTML. Its style sheet is named in full, so that it is found from a copy too.
pub(crate) fn page(app: &App, title: &str, body: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><link rel=\"stylesheet\" href=\"{}/print.css\">\
         </head><body>{body}</body></html>",
        escape(title),
        escape(&app.shop.public_url),
    );
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    let cache = HeaderValue::from_static("private, no-store");
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, cache)], html).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(escape("<b onload='x'>\"&"), "&lt;b onload=&#39;x&#39;&gt;&quot;&amp;");
    }

    #[test]
    fn pages_are_for_those_who_ask_for_them_first() {
        let wants = |accept: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, accept.parse().unwrap());
            wants_html(&headers)
        };
        assert!(wants("text/html") && wants("text/html;q=0.9, */*"));
        assert!(!wants("application/json, text/html") && !wants("*/*") && !wants_html(&HeaderMap::new()));
    }
}
