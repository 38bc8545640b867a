mod audit;
mod journal;
mod list;
