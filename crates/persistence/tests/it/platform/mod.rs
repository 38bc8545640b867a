mod audit;
mod empty;
mod migrate;
mod privileges;
mod session;
mod timezone;
