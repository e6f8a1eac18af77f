create table if not exists inbox (
    seq integer primary key,
    counterparty text not null,
    id text not null,
    person_key text not null,
    sequence integer not null,
    previous text,
    kind text not null,
    month integer,
    digest blob not null,
    body text not null,
    status text not null,
    reason_code text,
    reason_text text,
    received_at text not null,
    unique (counterparty, id)
);

create index if not exists inbox_person on inbox (person_key, seq);

create table if not exists feedback (
    seq integer primary key,
    counterparty text not null,
    feedback_id text not null,
    body text not null,
    due real not null,
    attempts integer not null default 0,
    sent_at real
);

create index if not exists feedback_due on feedback (counterparty, due, seq) where sent_at is null;

create table if not exists nonce (
    nonce text primary key,
    seen real not null
) without rowid;

create table if not exists counter (
    counterparty text not null,
    name text not null,
    value integer not null,
    primary key (counterparty, name)
) without rowid;

create table if not exists faults (
    counterparty text primary key,
    told text not null
) without rowid;

create table if not exists notice (
    notice text not null unique,
    employer_code text not null,
    due_on text not null,
    due_fen integer not null,
    habit text not null,
    pay_on text not null,
    withdrawn integer not null default 0,
    late_from text,
    daily_ppm integer not null default 0,
    capped integer not null default 0,
    lines text,
    paid integer not null default 0
);

create index if not exists notice_payable on notice (pay_on) where paid = 0;

create table if not exists payout (
    number text not null unique,
    refund text not null,
    employer_code text not null,
    account_number text not null,
    amount_fen integer not null,
    receipt text
);

create table if not exists card_order (
    number text not null unique,
    document_number text not null,
    photo_sha256 text not null,
    card text
);

create table if not exists bill (
    bill text not null unique,
    employer_code text not null,
    due_fen integer not null,
    habit text not null,
    pay_on text not null,
    items text not null,
    withdrawn integer not null default 0,
    paid integer not null default 0
);

create index if not exists bill_payable on bill (pay_on) where paid = 0;

create table if not exists bill_item (
    bill text not null,
    notice text not null
);

create index if not exists bill_of_notice on bill_item (notice);

create table if not exists setting (
    name text primary key,
    value text not null
) without rowid;
