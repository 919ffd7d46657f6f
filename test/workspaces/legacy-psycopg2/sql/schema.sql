CREATE TABLE IF NOT EXISTS contracts (
    number   varchar(12) PRIMARY KEY,
    customer varchar(80) NOT NULL
);

CREATE TABLE IF NOT EXISTS readings (
    contract varchar(12) NOT NULL REFERENCES contracts (number),
    day      date NOT NULL,
    kwh      numeric(10, 1) NOT NULL,
    PRIMARY KEY (contract, day)
);
