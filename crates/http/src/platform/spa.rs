use std::sync::LazyLock;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::App;
use crate::extract::{accepts, is_known};
use crate::invoices::{STYLE_HASH, policy};

/// The built SPA: inside the binary in release builds, read from the folder in debug builds.
#[derive(RustEmbed)]
#[folder = "../../frontend/dist"]
struct Files;

/// Serves the SPA's files, and its start page for every path that is a page of it.
pub(crate) async fn spa(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = uri.path().trim_start_matches('/');
    // What looks like a file and is none is not a page either.
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let path = if path.is_empty() || !is_file { "index.html" } else { path };
    serve(path, &headers).unwrap_or_else(|| {
        let text = if path == "index.html" {
            "The pages are not built. Run `npm run build` in frontend/, or `cargo xtask start`.\n"
        } else {
            "Not found.\n"
        };
        (StatusCode::NOT_FOUND, text).into_response()
    })
}

/// A file, as its smallest form that the client takes; 304 when the client has it.
fn serve(path: &str, headers: &HeaderMap) -> Option<Response> {
    if path.ends_with(".br") || path.ends_with(".gz") {
        return None;
    }
    let plain = Files::get(path)?;
    let etag = format!("\"{}\"", short_hash(&plain));
    let mut answer = HeaderMap::new();
    // Vite names assets by their content; everything else is asked for again, cheaply.
    let cache = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    answer.insert(header::ETAG, HeaderValue::try_from(&etag).ok()?);
    if is_known(headers, &etag) {
        return Some((StatusCode::NOT_MODIFIED, answer).into_response());
    }
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let kind = if kind.type_() == "text" { format!("{kind}; charset=utf-8") } else { kind.to_string() };
    answer.insert(header::CONTENT_TYPE, HeaderValue::try_from(kind).ok()?);
    for (encoding, ending) in [("br", "br"), ("gzip", "gz")] {
        if accepts(headers, encoding)
            && let Some(compressed) = Files::get(&format!("{path}.{ending}"))
        {
            answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
            return Some((answer, compressed.data).into_response());
        }
    }
    Some((answer, plain.data).into_response())
}

fn short_hash(file: &EmbeddedFile) -> String {
    file.metadata.sha256_hash().iter().take(12).fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// What a page may do that has no policy of its own, besides what the shop's payment provider needs. The pages open invoices
/// as copies, and a copy keeps to the policy of the page that made it: hence the one style sheet that may be inside.
fn page_policy(provider: &str) -> HeaderValue {
    policy(&format!(
        "default-src 'self'; style-src 'self' {}; img-src 'self' data: https:; {provider}\
         frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'",
        *STYLE_HASH
    ))
}

static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| page_policy(""));
/// With Stripe, what Stripe.js needs: its script, the frames that the card is typed and the bank is asked in, its API.
static POLICY_WITH_STRIPE: LazyLock<HeaderValue> = LazyLock::new(|| {
    page_policy(
        "script-src 'self' https://js.stripe.com https://*.js.stripe.com; \
         frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com; \
         connect-src 'self' https://api.stripe.com; ",
    )
});

/// The pages load nothing from elsewhere but Stripe.js where the shop has Stripe, and are framed by nobody. Swagger UI, which
/// styles itself inline, is spared the policy.
pub(crate) async fn security_headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let is_docs = request.uri().path().starts_with("/docs");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let is_html =
        headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_html && !is_docs {
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
        let stripe = app.engine.payments.as_ref().is_some_and(|provider| provider.waits_for_customer());
        let policy = if stripe { &POLICY_WITH_STRIPE } else { &POLICY };
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert_with(|| HeaderValue::clone(policy));
    }
    response
}
