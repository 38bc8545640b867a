mod bus;
mod limits;
mod openapi;
mod probes;
mod problems;
mod spa;
