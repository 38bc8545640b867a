//! The roles and the database inside a new cluster, and how to connect as each.

use std::path::Path;

use sqlx::postgres::{PgConnectOptions, PgConnection, PgSslMode};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};

use super::error::EmbeddedError;
use super::layout::PORT;
use super::passwords::Passwords;
use super::{APPLICATION, DATABASE, OWNER};

/// How to connect as `role` through the socket.
pub(super) fn options(socket_folder: &Path, role: &str, password: &str, database: &str) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .socket(socket_folder)
        .port(PORT)
        .ssl_mode(PgSslMode::Disable)
        .username(role)
        .password(password)
        .database(database)
        .application_name("doorbuster")
}

/// Makes sure that the application's role and the database exist and that the stored passwords are the valid ones.
/// Repeating it changes nothing.
pub(super) async fn ensure(socket_folder: &Path, passwords: &Passwords) -> Result<(), EmbeddedError> {
    let failed = |source| EmbeddedError::Database { what: "preparing the embedded database", source };
    // These statements hold a password, so they stay out of our log.
    let maintenance = options(socket_folder, OWNER, &passwords.owner, "postgres").disable_statement_logging();
    let mut connection = PgConnection::connect_with(&maintenance).await.map_err(failed)?;
    let exists = format!(
        "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APPLICATION}'),
                EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}')"
    );
    let (role, database): (bool, bool) =
        sqlx::query_as(AssertSqlSafe(exists)).fetch_one(&mut connection).await.map_err(failed)?;
    let mut statements = Vec::new();
    if !role {
        statements.push(format!("CREATE ROLE {APPLICATION} LOGIN"));
    }
    statements.push(format!("ALTER ROLE {APPLICATION} PASSWORD '{}'", passwords.application));
    if !database {
        statements
            .push(format!("CREATE DATABASE {DATABASE} OWNER {OWNER} TEMPLATE template0 ENCODING 'UTF8'"));
    }
    for statement in statements {
        connection.execute(AssertSqlSafe(statement)).await.map_err(failed)?;
    }
    connection.close().await.map_err(failed)
}

/// Makes sure that a PostgreSQL somebody else runs lets us in.
pub(super) async fn check(options: &PgConnectOptions) -> Result<(), EmbeddedError> {
    let failed = |source| EmbeddedError::Database { what: "connecting to the running database", source };
    PgConnection::connect_with(options).await.map_err(failed)?.close().await.map_err(failed)
}
