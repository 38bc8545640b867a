use doorbuster_domain::SaleId;
use doorbuster_domain::sales::Candidate;
use doorbuster_persistence::orders::{Batch, buy};
use doorbuster_persistence::platform::{Session, end_sessions, session};
use doorbuster_persistence::{Database, Error, PgConnection};
use futures::future::{BoxFuture, FutureExt, ready};

/// Where lanes find their writers. A shop has one answer, its [`Database`]; the benchmark has another, to see what a
/// purchase costs without one.
pub trait Writers: Send + Sync {
    /// Opens a writer for one lane.
    fn open(&self) -> BoxFuture<'_, Result<Box<dyn Writer>, Error>>;
}

/// What a lane sells through: one batch at a time. The indirection costs one allocation per batch.
pub trait Writer: Send {
    /// Sells a batch, as [`doorbuster_persistence::orders::buy`] says.
    fn sell<'a>(
        &'a mut self,
        sale: SaleId,
        retry: bool,
        candidates: &'a [Candidate],
    ) -> BoxFuture<'a, Result<Batch, Error>>;

    /// PostgreSQL's end of it, if there is one.
    fn session(&self) -> Option<Session> {
        None
    }

    /// Ends the sessions of writers that were given up, and says whether they are gone: see [`end_sessions`].
    fn end<'a>(&'a mut self, _given_up: &'a [Session]) -> BoxFuture<'a, Result<bool, Error>> {
        ready(Ok(true)).boxed()
    }
}

/// A lane's own connection.
struct Connected {
    connection: PgConnection,
    session: Session,
}

impl Writers for Database {
    fn open(&self) -> BoxFuture<'_, Result<Box<dyn Writer>, Error>> {
        async {
            let mut connection = self.connect_writer().await?;
            let session = session(&mut connection).await?;
            let writer: Box<dyn Writer> = Box::new(Connected { connection, session });
            Ok(writer)
        }
        .boxed()
    }
}

impl Writer for Connected {
    fn sell<'a>(
        &'a mut self,
        sale: SaleId,
        retry: bool,
        candidates: &'a [Candidate],
    ) -> BoxFuture<'a, Result<Batch, Error>> {
        buy(&mut self.connection, sale, retry, candidates).boxed()
    }

    fn session(&self) -> Option<Session> {
        Some(self.session)
    }

    fn end<'a>(&'a mut self, given_up: &'a [Session]) -> BoxFuture<'a, Result<bool, Error>> {
        end_sessions(&mut self.connection, given_up).boxed()
    }
}
