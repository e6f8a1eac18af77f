-- The limit: the rows that the month has written, written once more without computing, checking or indexing anything.
create table bench_raw_charge as
select * from contributions_charge where month = %(month)s;
create table bench_raw_notice as
select * from contributions_notice where month = %(month)s;
create table bench_raw_line as
select line.*
from contributions_noticeline as line
join contributions_notice as notice on notice.id = line.notice_id
where notice.month = %(month)s;
create table bench_raw_message as
select message.*
from outbox_message as message
join contributions_notice as notice on notice.id = message.notice_id
where notice.month = %(month)s;
create table bench_raw_news as
select news.*
from notices_notice as news
where news.kind like 'payment%%'
