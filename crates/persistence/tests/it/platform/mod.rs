mod audit;
mod migrate;
mod privileges;
mod session;
