//! The report for people.

use std::fmt::{Result, Write};

use super::browse::Read;
use super::cart::Crowd;
use super::case::ALONE;
use super::machine::Machine;
use super::report::{Medians, Report, Settings};
use super::search::Quantiles;
use super::streams::Streams;
use super::targets::Target;
use crate::report::{Spread, float, median, thousands};

/// The report in Markdown. `plots` are name and path of each plot.
pub(super) fn markdown(report: &Report, plots: &[(&str, String)]) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _full = write(&mut text, report, plots);
    text
}

fn write(text: &mut String, report: &Report, plots: &[(&str, String)]) -> Result {
    head(text, report)?;
    targets(text, &report.targets)?;
    if !report.remarks.is_empty() {
        for remark in &report.remarks {
            writeln!(text, "- {remark}")?;
        }
        writeln!(
            text,
            "- {} audits of every invariant, between the rounds and at the end: no violation.",
            report.audits
        )?;
        writeln!(text)?;
    }
    for (name, path) in plots {
        writeln!(text, "![{name}]({path})\n")?;
    }
    rates(text, report)?;
    streams(text, report)?;
    open_loops(text, report)?;
    drains(text, report)?;
    crowds(text, report)?;
    syncs(text, report)?;
    browse(text, report)?;
    search(text, report)?;
    histories(text, report)?;
    machine(text, &report.machine)
}

fn head(text: &mut String, report: &Report) -> Result {
    let Settings { quick, rounds, round_seconds, customers } = report.settings;
    let date = report.machine.at.format("%Y-%m-%d");
    writeln!(text, "# The purchase path, measured on {date} at {}\n", report.machine.commit)?;
    writeln!(
        text,
        "{}{rounds} rounds of {round_seconds} s that took turns, {customers} customers; medians, and [least, most]. Load \
         generator, server and PostgreSQL share {} processors: ratios travel, absolute figures do not.\n",
        if quick { "A quick run. " } else { "" },
        report.machine.processors
    )
}

fn targets(text: &mut String, targets: &[Target]) -> Result {
    if targets.is_empty() {
        return Ok(());
    }
    writeln!(text, "| promise | target | found | |\n|---|---:|---:|---|")?;
    for Target { name, found, target, goal, more_is_better, reached } in targets {
        let sign = if *more_is_better { "≥" } else { "≤" };
        let goal = match goal {
            Some(goal) if found >= goal => format!(", goal {goal} reached"),
            Some(goal) => format!(", goal {goal}"),
            None => String::new(),
        };
        let reached = if *reached { "reached" } else { "**missed**" };
        writeln!(text, "| {name} | {sign} {target} | **{}** | {reached}{goal} |", short(*found))?;
    }
    writeln!(text)
}

fn rates(text: &mut String, report: &Report) -> Result {
    let closed = |found: &&Medians| !is_open(found.key);
    if !report.medians.iter().any(|found| closed(&found)) {
        return Ok(());
    }
    writeln!(text, "## As fast as they answer\n")?;
    writeln!(
        text,
        "256 connections where nothing else is said. CPU is per answer: server / PostgreSQL / load generator.\n\n\
         | | answers/s | p50 / p99 / p99.9 ms | µs CPU | batch | MiB server / PostgreSQL | generator busy | machine busy |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|"
    )?;
    for found in report.medians.iter().filter(closed) {
        let Medians { name, per_second, latency_ms, .. } = found;
        writeln!(
            text,
            "| {name} | {} | {:.1} / {:.1} / {:.1} | {} / {} / {} | {} | {} / {:.0} | {:.0} % | {:.0} % |",
            spread(*per_second),
            latency_ms.p50,
            latency_ms.p99,
            latency_ms.p999,
            micros(found.server_us),
            micros(found.postgres_us),
            micros(found.load_us),
            found.batch.map_or_else(dash, |batch| format!("{batch:.0}")),
            found.server_peak_kib.map_or_else(dash, |kib| format!("{:.0}", kib / 1024.0)),
            found.postgres_private_kib / 1024.0,
            found.load_busy * 100.0,
            found.machine_busy * 100.0,
        )?;
    }
    writeln!(
        text,
        "\nLatencies of PostgreSQL alone are those of a batch. Its memory is without shared buffers.\n"
    )?;
    let spreads = report.ratio_spreads;
    for (name, found) in [
        ("lanes ÷ naive", spreads.lanes_over_naive),
        ("lanes ÷ one call per request", spreads.lanes_over_one_call),
        ("lanes ÷ without database", spreads.lanes_over_no_database),
        ("lanes ÷ bare handler", spreads.lanes_over_bare),
        ("lanes ÷ PostgreSQL alone", spreads.lanes_over_postgres_alone),
        ("sold out ÷ bare handler", spreads.sold_out_over_bare),
        ("thousands watch ÷ nobody watches", spreads.watched_over_unwatched),
    ] {
        if let Some(Spread { median, min, max }) = found {
            writeln!(text, "- {name}: **{}** [{}, {}]", short(median), short(min), short(max))?;
        }
    }
    writeln!(text)
}

fn streams(text: &mut String, report: &Report) -> Result {
    let watched: Vec<&Streams> = report.rounds.iter().filter_map(|round| round.streams.as_ref()).collect();
    let Some(first) = watched.first() else { return Ok(()) };
    let most =
        |figure: fn(&Streams) -> f64| watched.iter().map(|streams| figure(streams)).fold(0.0, f64::max);
    let middle = |figure: fn(&Streams) -> f64| {
        median(&watched.iter().map(|streams| figure(streams)).collect::<Vec<_>>()).unwrap_or_default()
    };
    writeln!(text, "## While thousands watch\n")?;
    writeln!(
        text,
        "| streams | KiB of the server's memory each, at most | snapshots a second each | KiB/s in all | last one heard after, \
         at most |\n|---:|---:|---:|---:|---:|\n| {} | {:.1} | {:.2} | {:.0} | {:.2} s |\n\n\
         Every stream of every round heard the last snapshot.\n",
        first.count,
        most(|streams| streams.kib_each),
        middle(|streams| streams.snapshots_each),
        middle(|streams| streams.kib_per_second),
        most(|streams| streams.last_heard_seconds),
    )
}

fn open_loops(text: &mut String, report: &Report) -> Result {
    if !report.medians.iter().any(|found| is_open(found.key)) {
        return Ok(());
    }
    writeln!(text, "## At a fixed rate\n")?;
    writeln!(
        text,
        "Latency counts from the moment a request was due, whether or not it could be sent then. Capacity is what lanes \
         did above.\n\n\
         | | answers/s | p50 ms | p99 ms | p99.9 ms | max ms | µs CPU: server / PostgreSQL |\n|---|---:|---:|---:|---:|---:|---:|"
    )?;
    for found in report.medians.iter().filter(|found| is_open(found.key)) {
        let latency = found.latency_ms;
        writeln!(
            text,
            "| {} | {} | {:.2} | {:.2} | {:.2} | {:.1} | {} / {} |",
            found.name,
            thousands(found.per_second.median),
            latency.p50,
            latency.p99,
            latency.p999,
            latency.max,
            micros(found.server_us),
            micros(found.postgres_us),
        )?;
    }
    writeln!(text)
}

fn drains(text: &mut String, report: &Report) -> Result {
    if report.drains.is_empty() {
        return Ok(());
    }
    writeln!(text, "## More buyers than units, all at once\n")?;
    writeln!(
        text,
        "| connections | buyers | units | sold | last winner after | everybody told after | p99 ms | server before → peak MiB | \
         KiB per waiting buyer |\n|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    )?;
    for drained in &report.drains {
        let memory = drained.server.map_or_else(dash, |memory| {
            let mib = |kib| float(kib) / 1024.0;
            format!("{:.0} → {:.0}", mib(memory.before), mib(memory.peak))
        });
        writeln!(
            text,
            "| {} | {} | {} | exactly | {:.2} s | {:.2} s | {:.0} | {memory} | {} |",
            drained.connections,
            drained.requests,
            drained.units,
            drained.last_won_seconds,
            drained.seconds,
            drained.latency_ms.p99,
            drained.kib_per_buyer.map_or_else(dash, |kib| format!("{kib:.1}")),
        )?;
    }
    writeln!(text)
}

fn crowds(text: &mut String, report: &Report) -> Result {
    let slowest = report.crowds.iter().map(|crowd| crowd.seconds).reduce(f64::max);
    let (Some(slowest), Some(Crowd { guests, units, sold, .. })) = (slowest, report.crowds.first()) else {
        return Ok(());
    };
    writeln!(
        text,
        "{guests} guests at once shopped for {units} units of one product, {} times: {sold} were sold each time, in at most \
         {slowest:.2} s, payment included.\n",
        report.crowds.len()
    )
}

fn syncs(text: &mut String, report: &Report) -> Result {
    if report.syncs.is_empty() {
        return Ok(());
    }
    writeln!(text, "## Waiting for the disk\n")?;
    writeln!(text, "| | orders | fdatasyncs | per order |\n|---|---:|---:|---:|")?;
    for found in &report.syncs {
        let name = report.medians_of(found.key).map_or(found.key, |medians| medians.name);
        writeln!(text, "| {name} | {} | {} | {:.4} |", found.orders, found.syncs, found.per_order)?;
    }
    writeln!(text)
}

fn browse(text: &mut String, report: &Report) -> Result {
    let Some(browse) = &report.browse else { return Ok(()) };
    writeln!(text, "## People who look around\n")?;
    writeln!(
        text,
        "{} connections. The bare handler answers {:.0}/s.\n\n| read | answers/s | ÷ bare handler | 304/s to those who have \
         it | KiB |\n|---|---:|---:|---:|---:|",
        browse.connections, browse.bare
    )?;
    for Read { name, per_second, unchanged_per_second, bytes, over_bare } in &browse.reads {
        let kib = *bytes / 1024;
        writeln!(text, "| {name} | {per_second:.0} | {over_bare:.2} | {unchanged_per_second:.0} | {kib} |")?;
    }
    let outcomes: Vec<String> =
        browse.mix_outcomes.iter().map(|kind| format!("{} × {}", kind.count, kind.outcome)).collect();
    writeln!(
        text,
        "\nAll of them, half by who has seen them, with an order list and a cart's deletion of nobody and a wrong password: \
         {:.0}/s, p99 {:.1} ms; {}.\n",
        browse.mix_per_second,
        browse.mix_latency_ms.p99,
        outcomes.join(", ")
    )
}

fn search(text: &mut String, report: &Report) -> Result {
    let Some(search) = &report.search else { return Ok(()) };
    writeln!(text, "## Faceted searches in {} products\n", search.products)?;
    let (searches, plain) = (search.searches, search.plain_searches);
    writeln!(text, "{searches} searches of the shop and {plain} by plain SQL, one after the other.\n")?;
    writeln!(text, "| | p50 ms | p95 ms | max ms |\n|---|---:|---:|---:|")?;
    for (name, Quantiles { p50, p95, max }) in [
        ("the shop, over HTTP, nothing kept", search.shop_ms),
        ("ILIKE and GROUP BY, straight to PostgreSQL", search.plain_ms),
        ("the shop: all products by price", search.by_price_ms),
    ] {
        writeln!(text, "| {name} | {p50:.1} | {p95:.1} | {max:.1} |")?;
    }
    writeln!(text)
}

fn histories(text: &mut String, report: &Report) -> Result {
    if report.sizes.is_empty() {
        return Ok(());
    }
    writeln!(text, "## With a long history\n")?;
    writeln!(
        text,
        "| old orders | orders/s | p99 ms | µs CPU PostgreSQL | orders and lines MiB | filled in | audited in |\n\
         |---:|---:|---:|---:|---:|---:|---:|"
    )?;
    for size in &report.sizes {
        let figures =
            |figure: fn(&super::round::Round) -> f64| size.rounds.iter().map(figure).collect::<Vec<_>>();
        let rate = Spread::of(&figures(|round| round.per_second));
        let p99 = crate::report::median(&figures(|round| round.latency_ms.p99));
        let postgres =
            crate::report::median(&figures(|round| round.processors.postgres_us.unwrap_or_default()));
        writeln!(
            text,
            "| {} | {} | {} | {} | {:.0} | {:.0} s | {:.1} s |",
            thousands(float(size.rows)),
            rate.map_or_else(dash, spread),
            p99.map_or_else(dash, |p99| format!("{p99:.1}")),
            micros(postgres),
            size.mib,
            size.filled_in_seconds,
            size.audited_in_seconds,
        )?;
    }
    writeln!(text)
}

fn machine(text: &mut String, machine: &Machine) -> Result {
    let Machine {
        at,
        commit,
        dirty,
        debug_build: _,
        processors,
        model,
        memory_gib,
        kernel,
        fdatasync_us,
        postgres,
    } = machine;
    writeln!(text, "## Machine\n")?;
    writeln!(text, "- {processors} processors ({model}), {memory_gib:.0} GiB, Linux {kernel}")?;
    if let Some(micros) = fdatasync_us {
        writeln!(text, "- the disk keeps a page of 8 KiB for good in {micros:.0} µs (fdatasync, median)")?;
    }
    writeln!(
        text,
        "- PostgreSQL {}: fsync {}, synchronous_commit {}, full_page_writes {}, wal_sync_method {}, shared_buffers {}",
        postgres.version,
        postgres.fsync,
        postgres.synchronous_commit,
        postgres.full_page_writes,
        postgres.wal_sync_method,
        postgres.shared_buffers,
    )?;
    let changed = if *dirty { ", with changes that are in no commit" } else { "" };
    writeln!(text, "- commit {commit}{changed}; {}", at.format("%Y-%m-%d %H:%M UTC"))
}

fn is_open(key: &str) -> bool {
    key.contains("_at_") && key != ALONE
}

fn spread(Spread { median, min, max }: Spread) -> String {
    format!("**{}** [{}, {}]", thousands(median), thousands(min), thousands(max))
}

fn micros(value: Option<f64>) -> String {
    value.map_or_else(dash, |micros| format!("{micros:.1}"))
}

/// Three digits that count.
fn short(value: f64) -> String {
    if value >= 100.0 {
        format!("{value:.0}")
    } else if value >= 10.0 {
        format!("{value:.1}")
    } else if value >= 0.1 {
        format!("{value:.2}")
    } else {
        format!("{value:.4}")
    }
}

fn dash() -> String {
    "–".to_owned()
}
