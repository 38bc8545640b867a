use std::fmt::Write as _;

use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use doorbuster_gateways::mail::StoredMail;

use crate::App;
use crate::extract::Json;
use crate::problem::{ApiError, internal};

/// What a development shop would have mailed, for people. In production there is no such page.
pub(super) async fn dev_mailbox(State(app): State<App>) -> Result<Response, ApiError> {
    let mails = newest(&app).await?;
    let mut page = String::from(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>\
         <title>Mailbox of the development</title><h1>Mailbox of the development</h1>",
    );
    if mails.is_empty() {
        page.push_str("<p>Nobody was written to yet. Register, or ask for a new password.</p>");
    }
    for StoredMail { id: _, to, subject, text } in &mails {
        let (to, subject) = (escape(to), escape(subject));
        let _ = write!(
            page,
            "<article><h2>{subject}</h2><p>To {to}</p><pre>{}</pre><hr></article>",
            linked(text)
        );
    }
    Ok(([(header::CACHE_CONTROL, "no-store")], Html(page)).into_response())
}

/// The same for programs.
pub(super) async fn dev_mailbox_json(State(app): State<App>) -> Result<Json<Vec<StoredMail>>, ApiError> {
    Ok(Json(newest(&app).await?))
}

async fn newest(app: &App) -> Result<Vec<StoredMail>, ApiError> {
    let mailbox = app.mailbox.as_ref().ok_or_else(ApiError::not_found)?;
    mailbox.newest().await.map_err(|error| internal(&error))
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// The text with its addresses as links. Each stands on a line of its own.
fn linked(text: &str) -> String {
    let line = |line: &str| {
        let escaped = escape(line);
        if line.starts_with("http://") || line.starts_with("https://") {
            format!("<a href=\"{escaped}\">{escaped}</a>\n")
        } else {
            format!("{escaped}\n")
        }
    };
    text.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_can_be_followed_and_nothing_else_is_markup() {
        assert_eq!(
            linked("<b>&\nhttp://a/b#c=\"d"),
            "&lt;b&gt;&amp;\n<a href=\"http://a/b#c=&quot;d\">http://a/b#c=&quot;d</a>\n"
        );
    }
}
