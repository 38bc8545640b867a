mod journal;
mod list;
