use axum::extract::State;
use doorbuster_domain::SaleId;
use doorbuster_domain::sales::journal::JournalCursor;
use doorbuster_persistence::sales::{find, journal};

use super::view::JournalPage;
use crate::App;
use crate::extract::{Json, PageQuery, Path, Query};
use crate::problem::ApiError;

/// Which part of a journal.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct JournalQuery {
    /// How many items: 1 to 100, 20 when not said.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before: the number of the entry after which this page starts, so one can begin anywhere.
    #[param(example = "20")]
    cursor: Option<String>,
}

/// Read a sale's journal
///
/// Public. Everything that moved the sale's units and everything that staff did to it, first to last, without gaps. Each
/// entry carries the hash of the one before, so none can be changed, left out or put in between unseen. It names no
/// customer and no order: a `digest` stands for them, and whoever has an order's receipt can find it there.
#[utoipa::path(
    get, path = "/api/v1/sales/{id}/journal", tag = "sales",
    params(("id" = SaleId, Path, description = "The sale"), JournalQuery),
    responses((status = 200, description = "One page of entries", body = JournalPage)),
)]
pub(super) async fn list_journal(
    State(app): State<App>,
    Path(id): Path<SaleId>,
    Query(query): Query<JournalQuery>,
) -> Result<Json<JournalPage>, ApiError> {
    let limit = PageQuery::<i64>::read(query.limit, None)?.limit;
    let after = query.cursor.as_deref().map(str::parse::<JournalCursor>).transpose();
    let after = after.map_err(|error| ApiError::field("#cursor", format!("{error}")))?;
    let mut connection = app.engine.database.acquire().await?;
    let entries = journal(&mut connection, id, after, limit).await?;
    // Read afterwards, so it is never before what the page shows.
    let (sale, _) = find(&mut connection, id).await?.ok_or_else(ApiError::no_such_sale)?;
    Ok(Json(JournalPage::of(entries, &sale)))
}
