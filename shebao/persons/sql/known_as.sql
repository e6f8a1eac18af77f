-- Whether a number and one of some others are of records that were found to be one human being, whoever may see them.
select exists (
    select
    from unnest(%(others)s::text[]) as other (number)
    where shebao_linked_as(other.number) = shebao_linked_as(%(number)s)
)
