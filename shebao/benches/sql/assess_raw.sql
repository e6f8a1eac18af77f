-- The limit: the same rows written without computing anything.
create table bench_raw as
select * from contributions_charge where month = %(month)s
