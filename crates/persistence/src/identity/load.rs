use doorbuster_domain::UserId;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Error;

/// Makes many customers, ids and lower-case addresses, with one shared password hash, in one statement.
///
/// # Errors
/// The constraint `users_email_unique` when one of the addresses is taken; then none is made.
pub async fn load(
    connection: &mut PgConnection,
    customers: &[(UserId, String)],
    password_hash: &str,
) -> Result<(), Error> {
    let ids: Vec<Uuid> = customers.iter().map(|(id, _)| id.0).collect();
    let emails: Vec<String> = customers.iter().map(|(_, email)| email.clone()).collect();
    sqlx::query!(
        "INSERT INTO users (id, email, role, password_hash)
         SELECT id, email, 'customer', $3 FROM unnest($1::uuid[], $2::text[]) c (id, email)",
        &ids,
        &emails,
        password_hash,
    )
    .execute(connection)
    .await?;
    Ok(())
}
