use std::collections::HashMap;
use std::io::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, HttpBody as _, to_bytes};
use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use doorbuster_domain::identity::Role;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};
use tokio::sync::OnceCell;

use crate::App;
use crate::extract::{accepts, is_known};
use crate::identity::Caller;
use crate::problem::internal;

/// What everybody may read and everybody reads the same. Sales are not among them: their answers tell the time.
const PUBLIC: [&str; 15] = [
    "/api/v1/products",
    "/api/v1/products/suggestions",
    "/api/v1/products/{product}",
    "/api/v1/brands",
    "/api/v1/brands/{brand}",
    "/api/v1/regions",
    "/api/v1/regions/{region}",
    "/api/v1/categories",
    "/api/v1/categories/tree",
    "/api/v1/categories/{category}",
    "/api/v1/tags",
    "/api/v1/tags/{tag}",
    "/api/v1/banners",
    "/api/v1/banners/{banner}",
    "/api/v1/shop",
];

/// No answer is older than this. Stock and prices may be, because they decide nothing: an order looks again.
const OLDEST: Duration = Duration::from_secs(1);
/// Answers that are kept at once, and the largest, in bytes: what is beyond is made for each who asks.
const MOST: usize = 256;
const LARGEST: u64 = 256 * 1024;
/// Smaller answers are sent as they are, in bytes: they fit into a packet.
const WORTH_IT: usize = 1_024;
/// The answers to longer questions are not kept.
const LONGEST_QUESTION: usize = 1_024;

/// The answers that everybody gets, rendered, for a second. Whoever asks for one while it is made waits for it, so a crowd
/// costs as much as a visitor.
///
/// What staff do in this process makes all of them void before they are told that it is done: they read their own writes.
/// In other processes the second is the limit.
#[derive(Default)]
pub(crate) struct PublicAnswers {
    /// Counts what staff did.
    edits: AtomicU64,
    slots: Mutex<HashMap<Box<str>, Arc<Slot>>>,
}

/// A question and its answer.
struct Slot {
    asked: Instant,
    edits: u64,
    /// Empty while it is made; none when it is not for everybody, or too large.
    answer: OnceCell<Option<Rendered>>,
}

/// An answer as it is sent.
struct Rendered {
    headers: HeaderMap,
    body: Bytes,
    /// The body for whoever takes it so, made when the first one does; none when it is not worth it.
    gzip: OnceLock<Option<Bytes>>,
}

impl PublicAnswers {
    /// Where the answer to this question is or will be; none when there is no room for it.
    fn slot(&self, question: &str) -> Option<Arc<Slot>> {
        let now = Instant::now();
        let edits = self.edits.load(Ordering::Acquire);
        let is_current = |slot: &Slot| slot.edits == edits && now.duration_since(slot.asked) < OLDEST;
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(slot) = slots.get(question).filter(|slot| is_current(slot)) {
            return Some(Arc::clone(slot));
        }
        if slots.len() >= MOST {
            slots.retain(|_, slot| is_current(slot));
        }
        if slots.len() >= MOST || question.len() > LONGEST_QUESTION {
            return None;
        }
        // What is read for it is read after this.
        let slot = Arc::new(Slot { asked: now, edits, answer: OnceCell::new() });
        slots.insert(question.into(), Arc::clone(&slot));
        Some(slot)
    }

    /// Makes every answer void that is made or being made.
    fn forget(&self) {
        self.edits.fetch_add(1, Ordering::AcqRel);
    }
}

/// Answers what is public from [`PublicAnswers`], with an `ETag` and 304 for who has it already, and makes them void after
/// whatever staff do.
pub(crate) async fn public_answer(State(app): State<App>, request: Request, next: Next) -> Response {
    let is_public = request.method() == Method::GET && is_public(&request);
    if !is_public && request.method().is_safe() {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let by_staff = is_by_staff(&mut parts, &app).await;
    let request = Request::from_parts(parts, body);
    if is_public && !by_staff {
        return shared(&app.public_answers, request, next).await;
    }
    let response = next.run(request).await;
    if !is_public && by_staff {
        // Also after a refusal: an answer that got lost may have been a commit.
        app.public_answers.forget();
    }
    response
}

fn is_public(request: &Request) -> bool {
    let path = request.extensions().get::<MatchedPath>();
    path.is_some_and(|path| PUBLIC.contains(&path.as_str()))
}

/// Whether somebody asks who may see more than everybody. Whose token is no good is left to the operation, too.
async fn is_by_staff(parts: &mut Parts, app: &App) -> bool {
    if !parts.headers.contains_key(header::AUTHORIZATION) {
        return false;
    }
    let caller = <Caller as FromRequestParts<App>>::from_request_parts(parts, app).await;
    caller.map_or(true, |caller| caller.role != Role::Customer)
}

async fn shared(answers: &PublicAnswers, request: Request, next: Next) -> Response {
    let question = request.uri().path_and_query().map_or("/", |whole| whole.as_str());
    let Some(slot) = answers.slot(question) else {
        return next.run(request).await;
    };
    let (mut asking, mut own) = (Some((request, next)), None);
    // Only whoever makes the answer hands its request on, so nobody else copies its headers.
    let mut handed_on = HeaderMap::new();
    let answer = slot.answer.get_or_init(async || match asking.take() {
        Some((request, next)) => {
            handed_on.clone_from(request.headers());
            match render(next.run(request).await).await {
                Ok(rendered) => Some(rendered),
                Err(response) => {
                    own = Some(response);
                    None
                }
            }
        }
        None => None,
    });
    let answer = answer.await;
    match (answer, own, asking) {
        (Some(rendered), _, Some((request, _))) => rendered.response(request.headers()),
        (Some(rendered), _, None) => rendered.response(&handed_on),
        (None, Some(response), _) => response,
        (None, None, Some((request, next))) => next.run(request).await,
        // Whoever asked either made the answer or did not.
        (None, None, None) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The answer for everybody, or the response when it is none.
async fn render(response: Response) -> Result<Rendered, Response> {
    let large = response.body().size_hint().exact().is_none_or(|length| length > LARGEST);
    if response.status() != StatusCode::OK || large {
        return Err(response);
    }
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.map_err(|error| internal(&error).into_response())?;
    let mut headers = parts.headers;
    let tag = tag(headers.get(header::ETAG), &body);
    headers.insert(header::ETAG, tag);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=0, must-revalidate"));
    headers.insert(header::VARY, HeaderValue::from_static("authorization, accept-encoding"));
    Ok(Rendered { headers, body, gzip: OnceLock::new() })
}

/// The hash of the body, behind the version when there is one: stock and prices move while the version stays.
fn tag(version: Option<&HeaderValue>, body: &[u8]) -> HeaderValue {
    let hash = URL_SAFE_NO_PAD.encode(&Sha256::digest(body)[..12]);
    let version = version.and_then(|tag| tag.to_str().ok()).map(|tag| tag.trim_matches('"'));
    let tag = version.map_or_else(|| format!("\"{hash}\""), |version| format!("\"{version}.{hash}\""));
    // Digits, letters and quotes are always a header's value.
    HeaderValue::try_from(tag).unwrap_or(HeaderValue::from_static("\"\""))
}

impl Rendered {
    /// 304 without a body when the client has seen it (RFC 9110, 13.1.2).
    fn response(&self, asked: &HeaderMap) -> Response {
        let tag = self.headers.get(header::ETAG).and_then(|tag| tag.to_str().ok());
        let unchanged = tag.is_some_and(|tag| is_known(asked, tag));
        let mut response = if unchanged {
            StatusCode::NOT_MODIFIED.into_response()
        } else if let Some(small) = accepts(asked, "gzip").then(|| self.gzip()).flatten() {
            ([(header::CONTENT_ENCODING, "gzip")], Body::from(small)).into_response()
        } else {
            Body::from(self.body.clone()).into_response()
        };
        let headers = response.headers_mut();
        for (name, value) in &self.headers {
            if !(unchanged && name == header::CONTENT_TYPE) {
                headers.insert(name.clone(), value.clone());
            }
        }
        response
    }

    /// Compressed once for everybody, quickly: JSON gets small at any level.
    fn gzip(&self) -> Option<Bytes> {
        let compress = || {
            if self.body.len() < WORTH_IT {
                return None;
            }
            let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
            encoder.write_all(&self.body).ok()?;
            encoder.finish().ok().map(Bytes::from)
        };
        self.gzip.get_or_init(compress).clone()
    }
}
