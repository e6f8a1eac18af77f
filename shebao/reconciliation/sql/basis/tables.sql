-- What several kinds look at, worked out once: what is owed beside what was entered (only where the two differ), what
-- the entries of each notice come to, and the late fee that each payment should have brought.
drop table if exists reconcile_difference, reconcile_sum, reconcile_late;
create temporary table reconcile_difference (
    month integer, employer_id bigint, person_id bigint, contract_id bigint, scheme varchar(3),
    covered boolean, entered boolean, missing text,
    owed_wage bigint, charged_wage bigint, owed_base integer, charged_base integer,
    owed_tariff integer, charged_tariff integer,
    owed_fen bigint, charged_fen bigint, unpaid_fen bigint, paid_fen bigint, to_enter_fen bigint, refundable_fen bigint,
    enters boolean
) on commit drop;
create temporary table reconcile_sum (
    notice_id bigint, scheme varchar(3), employer_fen bigint, personal_fen bigint, deferred_fen bigint
) on commit drop;
create temporary table reconcile_late (
    notice_id bigint, fen bigint
) on commit drop
