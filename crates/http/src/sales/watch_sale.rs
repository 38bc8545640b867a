use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::{BufMut as _, Bytes, BytesMut};
use doorbuster_domain::SaleId;
use doorbuster_engine::ambient::fresh_id;
use doorbuster_engine::sales::{SaleNews, SaleStream, Snapshot, WatchError, watch};
use futures::stream::unfold;

use super::view::SaleView;
use crate::App;
use crate::extract::Path;
use crate::limiter::network;
use crate::middleware::ClientAddress;
use crate::problem::{ApiError, Code, Problem};

const LAST_EVENT_ID: &str = "last-event-id";
/// A client whose stream broke comes again after so many milliseconds, and up to as many more.
const RETRY: u64 = 2_000;
/// When we are about to end, there is somebody else to go to: sooner.
const HANDOVER: u64 = 500;
const KEEP_ALIVE: Bytes = Bytes::from_static(b":\n\n");
const OVER: Bytes = Bytes::from_static(b"event: end\ndata: {}\n\n");

/// Watch a sale
///
/// Public. A stream of Server-Sent Events: `sale` with the sale as `get_sale` answers it, at once and whenever it has
/// changed, at most four times a second and more rarely while thousands watch; a new `status` comes within half a second. A
/// comment every 15 s of silence keeps the line open. Of two answers the one with the higher `revision` is newer. The
/// event's id sent as `Last-Event-ID` resumes the stream: nothing is repeated, and what was missed is not told one by
/// one, the latest is. `end` comes after the last event of a sale that is over.
#[utoipa::path(
    get, path = "/api/v1/sales/{id}/events", tag = "sales",
    params(
        ("id" = SaleId, Path, description = "The sale"),
        ("Last-Event-ID" = Option<String>, Header, description = "The id of the last event that was received",
            example = "17-live"),
    ),
    responses(
        (status = 200, description = "The stream. The schema is that of the data of each `sale` event", body = SaleView,
            content_type = "text/event-stream"),
        (status = 204, description = "The sale is over, and the last event was received: do not come again"),
        (status = 429, description = "`rate_limited`: too many requests, or too many streams from this address",
            body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "`busy`: no stream is left; `unavailable`: this process is about to end. Poll \
            `get_sale` meanwhile", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn watch_sale(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    Path(id): Path<SaleId>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let known = headers.get(LAST_EVENT_ID).and_then(|id| id.to_str().ok());
    let Some(stream) = watch(&app.engine, id, network(address), known).await? else {
        return Ok(StatusCode::NO_CONTENT.into_response());
    };
    let fields = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        // nginx would collect events until a buffer is full.
        (header::HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    Ok((fields, body(stream)).into_response())
}

/// The stream's bytes. One piece is one write to the connection.
fn body(stream: SaleStream) -> Body {
    // The last bits of a fresh id are random: clients that were cut off together do not come back together.
    let spread = fresh_id().as_u64_pair().1;
    let greeting = Some(retry(RETRY, spread));
    Body::from_stream(unfold((stream, greeting), move |(mut stream, mut greeting)| async move {
        let piece = match greeting.take() {
            Some(greeting) => greeting,
            None => match stream.next().await? {
                SaleNews::Snapshot(snapshot) => snapshot.frame(render),
                SaleNews::KeepAlive => KEEP_ALIVE,
                SaleNews::Over => OVER,
                SaleNews::Closing => retry(HANDOVER, spread),
            },
        };
        Some((Ok::<_, Infallible>(piece), (stream, greeting)))
    }))
}

/// Tells the client how long to wait before it comes again.
fn retry(least: u64, spread: u64) -> Bytes {
    format!("retry: {}\n\n", least + spread % least).into()
}

/// The event of a snapshot. JSON has no line breaks of its own, so the data is one line.
fn render(snapshot: &Snapshot) -> Bytes {
    let view = SaleView::at((*snapshot.sale).clone(), snapshot.at);
    let mut event = BytesMut::with_capacity(1_024);
    event.put_slice(format!("id: {}\nevent: sale\ndata: ", snapshot.id).as_bytes());
    let mut event = event.writer();
    if let Err(error) = serde_json::to_writer(&mut event, &view) {
        tracing::error!(%error, sale.id = %snapshot.sale.id, "cannot render a sale");
        return KEEP_ALIVE;
    }
    let mut event = event.into_inner();
    event.put_slice(b"\n\n");
    event.freeze()
}

impl From<WatchError> for ApiError {
    fn from(error: WatchError) -> Self {
        match error {
            WatchError::Unknown => Self::no_such_sale(),
            WatchError::Full => {
                Self::new(Code::Busy, "So many watch now that no stream is left. Ask for the sale instead.")
                    .retry_after(Duration::from_secs(30))
            }
            WatchError::TooMany => {
                Self::new(Code::RateLimited, "Too many watch from this address. Ask for the sale instead.")
                    .retry_after(Duration::from_secs(30))
            }
            WatchError::Closing => Self::new(Code::Unavailable, "This process is about to end.")
                .retry_after(Duration::from_secs(1)),
            WatchError::Storage(error) => error.into(),
        }
    }
}
