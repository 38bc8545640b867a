mod audit;
mod privileges;
mod session;
