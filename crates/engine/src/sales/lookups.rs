use doorbuster_domain::sales::Verdict;
use doorbuster_persistence::orders::{Lookup, lookup};
use doorbuster_persistence::{Database, Error};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Look-ups in one query.
const AT_ONCE: usize = 512;
/// Look-ups that may wait.
const QUEUE: usize = 16_384;

type Answer = Option<Verdict>;

/// Finds the orders of those whom the board would refuse, in natural batches: while one query runs the next gathers.
/// After a sell-out every retry of a stampede comes through here.
pub(crate) struct Lookups {
    door: mpsc::Sender<(Lookup, oneshot::Sender<Answer>)>,
}

/// The look-up could not be made: nothing is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LookupFailed;

impl Lookups {
    pub(crate) fn start(database: Database, tasks: &TaskTracker, closing: CancellationToken) -> Self {
        let (door, askers) = mpsc::channel(QUEUE);
        tasks.spawn(async move { closing.run_until_cancelled(serve(database, askers)).await });
        Self { door }
    }

    /// The verdict that the customer's earlier order means, if there is one.
    ///
    /// # Errors
    /// [`LookupFailed`] when the queue is full or the database is away.
    pub(crate) async fn ask(&self, lookup: Lookup) -> Result<Answer, LookupFailed> {
        let (sender, answer) = oneshot::channel();
        self.door.try_send((lookup, sender)).map_err(|_| LookupFailed)?;
        answer.await.map_err(|_| LookupFailed)
    }
}

async fn serve(database: Database, mut askers: mpsc::Receiver<(Lookup, oneshot::Sender<Answer>)>) {
    let mut gathered = Vec::with_capacity(AT_ONCE);
    while askers.recv_many(&mut gathered, AT_ONCE).await > 0 {
        let (lookups, senders): (Vec<_>, Vec<_>) = gathered.drain(..).unzip();
        match look(&database, &lookups).await {
            Ok(answers) => {
                for (sender, answer) in senders.into_iter().zip(answers) {
                    let _gone = sender.send(answer);
                }
            }
            // Dropping the senders tells the askers.
            Err(error) => tracing::warn!(%error, size = lookups.len(), "look-ups failed"),
        }
    }
}

async fn look(database: &Database, lookups: &[Lookup]) -> Result<Vec<Answer>, Error> {
    let mut connection = database.acquire().await?;
    lookup(&mut connection, lookups).await
}
