//! The command line.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, Subcommand};
use doorbuster_domain::identity::Role;
use tokio::runtime::Builder;

use crate::commands;
use crate::config::Config;
use crate::telemetry;

/// A shop for offers that draw a crowd: every unit is sold exactly once.
#[derive(Debug, Parser)]
#[command(name = "doorbuster", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Migrate, then serve the API, its document, Swagger UI and the pages on one port (the default)
    Serve {
        /// Add demo data: products, accounts, sales. Adding it again changes nothing
        #[arg(long)]
        demo: bool,
    },
    /// Bring the database's schema up to date
    Migrate,
    /// Add the demo data
    Seed {
        /// Delete everything first
        #[arg(long)]
        reset: bool,
    },
    /// Print the OpenAPI document
    Openapi,
    /// Check every invariant on the live database; exit code 1 on a violation
    Audit {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Repair what can be repaired safely, and say what was done
    Reconcile,
    /// Check the configuration and show it, without secrets
    CheckConfig,
    /// Ask the server on LISTEN whether it is ready; exit code 1 when it is not
    Health,
    /// Accounts
    Users {
        #[command(subcommand)]
        command: UsersCommand,
    },
    /// Make customers for a load test, with tokens that are valid for 24 h
    LoadUsers {
        /// How many
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
        count: u32,
        /// Where to write `email,password,token`
        #[arg(long)]
        csv: PathBuf,
        /// Do it in production too
        #[arg(long)]
        yes_load_test: bool,
    },
}

#[derive(Debug, Subcommand)]
enum UsersCommand {
    /// Make an account, such as the first admin
    Create {
        /// Its e-mail address
        #[arg(long)]
        email: String,
        /// customer, staff or admin
        #[arg(long)]
        role: Role,
        /// Read the password from standard input instead of making one
        #[arg(long)]
        password_stdin: bool,
    },
}

/// Runs the command that the arguments name. Returns the process's exit code.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // `.env` of the working directory; what is set already wins.
    dotenvy::dotenv().ok();
    let config = match Config::from_environment() {
        Ok(config) => config,
        Err(errors) => {
            eprintln!("The configuration is not valid:");
            for error in errors {
                eprintln!("  {error}");
            }
            return ExitCode::from(2);
        }
    };
    telemetry::start(&config);
    match run(arguments.command.unwrap_or(Command::Serve { demo: false }), &config) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("doorbuster: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command, config: &Config) -> anyhow::Result<ExitCode> {
    let runtime = Builder::new_multi_thread().enable_all().build().context("cannot start the runtime")?;
    runtime.block_on(async {
        match command {
            Command::Serve { demo } => commands::serve(config, demo).await,
            Command::Migrate => commands::migrate(config).await,
            Command::Seed { reset } => commands::seed(config, reset).await,
            Command::Openapi => commands::openapi(),
            Command::Audit { json } => commands::audit(config, json).await,
            Command::Reconcile => commands::reconcile(config).await,
            Command::CheckConfig => Ok(commands::check_config(config)),
            Command::Health => commands::health(config),
            Command::Users { command: UsersCommand::Create { email, role, password_stdin } } => {
                commands::create_user(config, &email, role, password_stdin).await
            }
            Command::LoadUsers { count, csv, yes_load_test } => {
                commands::load_users(config, count, &csv, yes_load_test).await
            }
        }
    })
}
