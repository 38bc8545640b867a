use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use doorbuster_persistence::platform::ping;
use serde_json::json;
use tokio::time::timeout;

use crate::App;
use crate::extract::Json;

/// A database that does not answer in this time is away.
const PATIENCE: Duration = Duration::from_secs(2);

/// The process runs. Nothing else is asked: restarting it would not bring the database back.
pub(super) async fn live() -> &'static str {
    "ok\n"
}

/// The process can serve: its database answers and it is not draining.
pub(super) async fn ready(State(app): State<App>) -> Response {
    if app.engine.is_draining() {
        return (StatusCode::SERVICE_UNAVAILABLE, "draining\n").into_response();
    }
    if database_answers(&app).await {
        "ok\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
    }
}

/// The same for people: every part with its state.
pub(super) async fn health(State(app): State<App>) -> Response {
    let database = database_answers(&app).await;
    let draining = app.engine.is_draining();
    let status = if database && !draining { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = json!({
        "status": if status == StatusCode::OK { "ok" } else { "unavailable" },
        "database": if database { "ok" } else { "away" },
        "redis": app.engine.redis.as_ref().map(|redis| if redis.is_up() { "ok" } else { "away" }),
        "draining": draining,
        "version": env!("CARGO_PKG_VERSION"),
    });
    (status, Json(body)).into_response()
}

/// Prometheus' text format.
pub(super) async fn metrics(State(app): State<App>) -> Response {
    let text = app.metrics.as_ref().map(metrics_exporter_prometheus::PrometheusHandle::render);
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text.unwrap_or_default()).into_response()
}

async fn database_answers(app: &App) -> bool {
    let asked = async {
        let mut connection = app.engine.database.acquire().await?;
        ping(&mut connection).await
    };
    matches!(timeout(PATIENCE, asked).await, Ok(Ok(())))
}
