use std::time::Duration;

use chrono::{DateTime, Utc};
use doorbuster_domain::webhooks::WebhookSecret;
use doorbuster_domain::{WebhookDeliveryId, WebhookId};
use sqlx::PgConnection;
use sqlx::types::JsonValue;
use uuid::Uuid;

use crate::Error;

/// A delivery that is ours for a while, with what it takes to send it.
#[derive(Clone, Debug, PartialEq)]
pub struct Claimed {
    /// Its id.
    pub id: WebhookDeliveryId,
    /// How often it was taken, this time included: the number of this attempt.
    pub attempt: u32,
    /// To whom.
    pub webhook: WebhookId,
    /// Where to.
    pub url: String,
    /// What signs, the newest first.
    pub secrets: Vec<WebhookSecret>,
    /// The event: what the receiver knows it by.
    pub event: Uuid,
    /// Its type.
    pub event_type: String,
    /// When it happened.
    pub event_at: DateTime<Utc>,
    /// What is told.
    pub data: JsonValue,
}

/// How many deliveries of one endpoint the caller has under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy {
    /// The endpoint.
    pub webhook: WebhookId,
    /// So many.
    pub count: i64,
}

/// Takes what is due, the longest due of each endpoint first, for `lease`: who dies meanwhile leaves it to others. Of each
/// endpoint at most `most` less what the caller has under way already, so none can take the others' turn. No two callers
/// get the same.
///
/// # Errors
/// Only the database's.
pub async fn claim(
    connection: &mut PgConnection,
    busy: &[Busy],
    most: i64,
    lease: Duration,
) -> Result<Vec<Claimed>, Error> {
    let (webhooks, counts): (Vec<Uuid>, Vec<i64>) =
        busy.iter().map(|busy| (busy.webhook.0, busy.count.min(most))).unzip();
    let rows = sqlx::query!(
        r#"WITH due AS (
               SELECT d.id FROM webhooks w
               LEFT JOIN unnest($1::uuid[], $2::bigint[]) b (webhook_id, count) ON b.webhook_id = w.id
               CROSS JOIN LATERAL (
                   SELECT id FROM webhook_deliveries
                   WHERE webhook_id = w.id AND status = 'pending' AND run_at <= now()
                   ORDER BY run_at LIMIT $3 - coalesce(b.count, 0) FOR UPDATE SKIP LOCKED
               ) d
               WHERE w.enabled
           ), taken AS (
               UPDATE webhook_deliveries d SET run_at = clock_timestamp() + make_interval(secs => $4),
                   attempts = attempts + 1, in_flight = true
               FROM due WHERE d.id = due.id
               RETURNING d.id, d.attempts, d.webhook_id, d.event_id
           ), noted AS (
               INSERT INTO webhook_attempts (delivery_id, number) SELECT id, attempts FROM taken
           )
           SELECT t.id AS "id!", t.attempts AS "attempts!", w.id AS "webhook_id!", w.url,
               e.id AS "event_id!", e.type AS event_type, e.created_at AS event_at, e.data,
               ARRAY(SELECT s.secret FROM webhook_secrets s
                     WHERE s.webhook_id = w.id AND coalesce(s.expires_at > clock_timestamp(), true)
                     ORDER BY s.id DESC) AS "secrets!"
           FROM taken t JOIN webhooks w ON w.id = t.webhook_id JOIN webhook_events e ON e.id = t.event_id"#,
        &webhooks,
        &counts,
        most,
        lease.as_secs_f64(),
    )
    .fetch_all(connection)
    .await?;
    let claimed = rows.into_iter().map(|row| {
        let secrets = row.secrets.into_iter().map(|secret| secret.try_into().map(WebhookSecret));
        Ok(Claimed {
            id: WebhookDeliveryId(row.id),
            attempt: u32::try_from(row.attempts)
                .map_err(|_| Error::Corrupt("webhook_deliveries.attempts"))?,
            webhook: WebhookId(row.webhook_id),
            url: row.url,
            secrets: secrets
                .collect::<Result<_, _>>()
                .map_err(|_| Error::Corrupt("webhook_secrets.secret"))?,
            event: row.event_id,
            event_type: row.event_type,
            event_at: row.event_at,
            data: row.data,
        })
    });
    claimed.collect()
}
