-- Whose month differs from the one before at an employer: who joined, who left, whose base or amount changed.
-- Nearly everybody's entries are the same in both months, so those are taken out first by one join of both.
with
    differing as (
        select coalesce(this.person_id, that.person_id) as person_id
        from (
            select * from contributions_charge where month = %(month)s and employer_id = %(employer)s
        ) as this
        full join (
            select * from contributions_charge where month = %(before)s and employer_id = %(employer)s
        ) as that
            on that.person_id = this.person_id
            and that.scheme = this.scheme
            and that.entry = this.entry
        where (this.base, this.employer_fen, this.personal_fen, this.kind)
            is distinct from (that.base, that.employer_fen, that.personal_fen, that.kind)
        group by 1
    ),
    scheme as (
        select
            charge.person_id,
            charge.month,
            charge.scheme,
            sum(charge.employer_fen) as employer_fen,
            sum(charge.personal_fen) as personal_fen,
            (max(array[charge.entry, charge.base]))[2] as base,
            (max(array[charge.entry, (charge.kind <> '20')::integer]))[2] = 1 as owed
        from contributions_charge as charge
        join differing on differing.person_id = charge.person_id
        where charge.month in (%(month)s, %(before)s)
            and charge.employer_id = %(employer)s
        group by charge.person_id, charge.month, charge.scheme
    ),
    monthly as (
        select
            scheme.person_id,
            scheme.month,
            sum(scheme.employer_fen) as employer_fen,
            sum(scheme.personal_fen) as personal_fen,
            bool_or(scheme.owed) as owed,
            max(scheme.base) filter (where scheme.owed) as base,
            array_agg(scheme.scheme || ':' || scheme.base order by scheme.scheme) filter (where scheme.owed) as bases
        from scheme
        group by scheme.person_id, scheme.month
    ),
    compared as (
        select
            coalesce(this.person_id, that.person_id) as person_id,
            that.base as base_before,
            this.base as base_now,
            coalesce(this.employer_fen, 0) - coalesce(that.employer_fen, 0) as employer_fen,
            coalesce(this.personal_fen, 0) - coalesce(that.personal_fen, 0) as personal_fen,
            case
                when coalesce(this.owed, false) and not coalesce(that.owed, false) then 'joined'
                when coalesce(that.owed, false) and not coalesce(this.owed, false) then 'left'
                when this.bases is distinct from that.bases then 'base'
                when this.employer_fen is distinct from that.employer_fen
                    or this.personal_fen is distinct from that.personal_fen then 'amount'
            end as kind
        from (select * from monthly where month = %(month)s) as this
        full join (select * from monthly where month = %(before)s) as that on that.person_id = this.person_id
    ),
    counted as (
        select
            compared.*,
            count(*) over kind as kind_persons,
            sum(compared.employer_fen) over kind as kind_employer_fen,
            sum(compared.personal_fen) over kind as kind_personal_fen
        from compared
        where compared.kind is not null
        window kind as (partition by compared.kind)
    ),
    placed as (
        select counted.*, row_number() over (partition by counted.kind order by counted.person_id) as place
        from counted
        where counted.kind = any (%(kinds)s::text[])
            and counted.person_id > %(after)s
    )
select
    placed.kind,
    placed.kind_persons::bigint,
    placed.kind_employer_fen::bigint,
    placed.kind_personal_fen::bigint,
    placed.person_id,
    person.name,
    person.document_type,
    person.document_number,
    placed.base_before,
    placed.base_now,
    placed.employer_fen::bigint,
    placed.personal_fen::bigint
from placed
join persons_person as person on person.id = placed.person_id
where placed.place <= %(size)s
order by placed.kind, placed.person_id
