-- Entries of all months, one partition a month. Columns in the order that leaves no gaps between them.
-- Uniqueness is kept partition by partition (functions.sql), where it is the same: all rows of one have the same month.
create table contributions_charge (
    person_id bigint not null,
    employer_id bigint not null,
    contract_id bigint not null,
    notice_id bigint not null,
    run_id bigint not null,
    wage_fen bigint not null,
    action_id bigint not null default shebao_action(),
    month integer not null,
    base integer not null,
    employer_fen integer not null,
    personal_fen integer not null,
    tariff_id integer not null,
    entry smallint not null,
    scheme varchar(3) not null,
    kind varchar(2) not null
) partition by list (month);

comment on column contributions_charge.person_id is 'personal: the insured person';
comment on column contributions_charge.employer_id is 'public: employer';
comment on column contributions_charge.contract_id is 'public: contract it rests on';
comment on column contributions_charge.notice_id is 'public: notice it first stands on';
comment on column contributions_charge.run_id is 'public: run that made it';
comment on column contributions_charge.wage_fen is 'sensitive: declared wage, fen a month';
comment on column contributions_charge.action_id is 'public: audit_action that inserted the row';
comment on column contributions_charge.month is 'public: 费款所属期, YYYYMM';
comment on column contributions_charge.base is 'sensitive: 缴费基数, whole yuan';
comment on column contributions_charge.employer_fen is 'sensitive: employer''s share, fen';
comment on column contributions_charge.personal_fen is 'sensitive: person''s share, fen';
comment on column contributions_charge.tariff_id is 'public: the law as it was applied';
comment on column contributions_charge.entry is 'public: number among the entries of person, scheme, employer, month';
comment on column contributions_charge.scheme is 'public: 险种';
comment on column contributions_charge.kind is 'public: 应缴类型';
