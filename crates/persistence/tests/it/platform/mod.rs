mod audit;
mod privileges;
