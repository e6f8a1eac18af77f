-- What is left of the spells in which the months that are given back lie: each such month ends a piece and begins the
-- next one.
create temporary table refund_cut on commit drop as
with
    given_back as (
        select item.person_id, item.scheme, item.month
        from refunds_refunditem as item
        where item.declaration_id = %(declaration)s
            and item.code = ''
    ),
    bound as (
        select
            coverage.id as spell,
            coverage.to_month,
            given_back.month,
            row_number() over (partition by coverage.id order by given_back.month) as place
        from employment_coverage as coverage
        join given_back
            on given_back.person_id = coverage.person_id
            and given_back.scheme = coverage.scheme
            and given_back.month >= coverage.from_month
            and given_back.month <= coalesce(coverage.to_month, 999999)
        where coverage.employer_id = %(employer)s
            and coverage.person_id = %(person)s
            and not coverage.voided
    ),
    piece as (
        select
            coverage.id as spell,
            coverage.from_month as first,
            coverage.from_month,
            0 as place
        from employment_coverage as coverage
        where coverage.id in (select bound.spell from bound)
        union all
        select
            bound.spell,
            case when bound.month %% 100 = 12 then bound.month + 89 else bound.month + 1 end,
            null,
            bound.place
        from bound
    ),
    ended as (
        select
            piece.spell,
            piece.place,
            piece.first,
            case
                when following.month is null then (select max(bound.to_month) from bound where bound.spell = piece.spell)
                when following.month %% 100 = 1 then following.month - 89
                else following.month - 1
            end as last
        from piece
        left join bound as following
            on following.spell = piece.spell
            and following.place = piece.place + 1
    )
select ended.spell, ended.place, ended.first, ended.last
from ended
where ended.first <= coalesce(ended.last, 999999)
