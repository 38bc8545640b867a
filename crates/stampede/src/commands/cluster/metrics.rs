//! What the dashboard and the alerts ask Prometheus for is really there.

use std::collections::BTreeSet;

use anyhow::{Context, ensure};

use crate::client::Api;
use crate::cluster::Cluster;

const DASHBOARD: &str = include_str!("../../../../../deploy/grafana/dashboards/sale.json");
const ALERTS: &str = include_str!("../../../../../deploy/prometheus/alerts.yml");

/// Names of metrics that some replica has told so far.
#[derive(Debug, Default)]
pub(super) struct Told(BTreeSet<String>);

impl Told {
    /// Asks every replica, as Prometheus does.
    pub(super) async fn listen(&mut self, cluster: &Cluster) -> anyhow::Result<()> {
        for number in 0..cluster.size() {
            self.listen_to(cluster, number).await?;
        }
        Ok(())
    }

    /// Asks one replica.
    pub(super) async fn listen_to(&mut self, cluster: &Cluster, number: usize) -> anyhow::Result<()> {
        let replica = cluster.direct().into_iter().nth(number).context("there is no such replica")?;
        let text = Api::new(replica).metrics().await?;
        self.0.extend(text.lines().flat_map(names));
        Ok(())
    }

    /// Fails when a metric is asked for that nobody told.
    pub(super) fn check(&self) -> anyhow::Result<String> {
        let asked: BTreeSet<String> = [DASHBOARD, ALERTS].into_iter().flat_map(names).collect();
        let missing: Vec<&String> = asked.difference(&self.0).collect();
        ensure!(missing.is_empty(), "the dashboard or the alerts ask for {missing:?}, which nobody exports");
        Ok(format!("{} metrics of the dashboard and the alerts are exported", asked.len()))
    }
}

/// Every word that is the name of one of our metrics.
fn names(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    words.filter(|word| word.starts_with("doorbuster_")).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{ALERTS, DASHBOARD, Told, names};

    #[test]
    fn what_nobody_tells_is_missed() {
        let mut told = Told([DASHBOARD, ALERTS].into_iter().flat_map(names).collect());
        assert!(told.0.len() >= 10, "{told:?}");
        told.check().unwrap();
        told.0.remove("doorbuster_purchases_total");
        assert!(told.check().unwrap_err().to_string().contains("doorbuster_purchases_total"));
    }
}
