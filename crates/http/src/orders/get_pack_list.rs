use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use doorbuster_persistence::orders::pack_list;

use super::staff_view::{PackList, ToPackView};
use crate::App;
use crate::extract::{Json, PageParams, Query};
use crate::identity::{OrdersReadAny, Permitted};
use crate::print::{escape, page, wants_html};
use crate::problem::ApiError;

/// Get the pack list
///
/// Staff. Paid orders that nobody has packed, first paid first: as JSON, or with `Accept: text/html` as a page to print.
#[utoipa::path(
    get, path = "/api/v1/admin/pack-list", tag = "fulfilment", security(("bearer" = [])), params(PageParams),
    responses((status = 200, description = "What is to be packed", content(
        (PackList = "application/json"), (String = "text/html")))),
)]
pub(super) async fn get_pack_list(
    State(app): State<App>,
    _: Permitted<OrdersReadAny>,
    headers: HeaderMap,
    Query(params): Query<PageParams>,
) -> Result<Response, ApiError> {
    let query = params.check()?;
    let mut connection = app.engine.database.acquire().await?;
    let found = pack_list(&mut connection, query.after, query.limit).await?;
    drop(connection);
    let list = PackList::read(&app, found).await?;
    Ok(if wants_html(&headers) { print(&app, &list).into_response() } else { Json(list).into_response() })
}

fn print(app: &App, list: &PackList) -> Response {
    let orders: String = list.items.iter().map(order).collect();
    let none = if list.items.is_empty() { "<p>Nothing is to be packed.</p>" } else { "" };
    page(app, "Pack list", &format!("<h1>Pack list</h1>{none}{orders}"))
}

fn order(row: &ToPackView) -> String {
    let ToPackView { order, paid_at, customer } = row;
    let who = customer.as_ref().map_or("", |person| person.name.as_deref().unwrap_or(&person.email));
    let lines: String = order
        .lines
        .iter()
        .map(|line| format!("<tr><td>{}</td><td>{}</td><td>☐</td></tr>", line.quantity, escape(&line.name)))
        .collect();
    format!(
        "<section><h2>{}</h2><p>{}, paid {}</p><table><thead><tr><th>Units</th><th>Product</th><th>Packed</th></tr>\
         </thead><tbody>{lines}</tbody></table></section>",
        escape(&order.number),
        escape(who),
        paid_at.format("%Y-%m-%d %H:%M UTC"),
    )
}
