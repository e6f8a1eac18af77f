-- No two running spells of one person in one kind of scheme share a month.
-- One integer range says it all: the person and the scheme's first digit (110 and 120 are both pension) in front,
-- the months behind. SP-GiST on one range took half the time of GiST on three columns (docs/decisions/0006).
-- SP-GiST's tree degenerates when keys arrive in order, so the person's number is scattered first: times an odd
-- number modulo 2^36 gives every person below 2^36 a place of their own.
-- Work injury (410) is exempt: several employers are lawful there (人社部令第13号 art. 9).
alter table employment_coverage
    add constraint coverage_person_id_range
    check (person_id between 0 and 68719476735);
alter table employment_coverage
    add constraint coverage_once
    exclude using spgist (
        int8range(
            (((person_id * 100000007) % 68719476736) * 10 + ascii(scheme) - 48) * 1000000 + from_month,
            (((person_id * 100000007) % 68719476736) * 10 + ascii(scheme) - 48) * 1000000 + coalesce(to_month, 999999),
            '[]'
        ) with &&
    )
    where (scheme <> '410' and not voided);
