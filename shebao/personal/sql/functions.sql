-- Who looked at the user's own data, one look at her alone a row, newest first, older than a given one: with the name of
-- the employer it was for, or the districts of the officer's posts then. What the looker's account is stays untold.
create or replace function shebao_looks_at_me(older_than bigint, most integer)
returns table (
    id bigint, at timestamptz, actor_name text, door text, what text, purpose text, employer text, districts text[]
)
language sql stable security definer
set search_path = public, pg_temp as $$
    select
        looked.id, looked.at, looked.actor_name, looked.door, looked.what, looked.purpose, coalesce(employer.name, ''),
        array(
            select distinct post.district::text
            from access_post as post
            where looked.door = 'office'
                and post.user_id = looked.user_id
                and post.valid_from <= (looked.at at time zone 'Asia/Shanghai')::date
                and (post.valid_until is null or post.valid_until >= (looked.at at time zone 'Asia/Shanghai')::date)
            order by 1
        )
    from audit_look as looked
    left join employers_employer as employer on looked.door <> 'office' and employer.id = looked.employer_id
    where looked.person_id = shebao_myself()
        and (older_than is null or looked.id < older_than)
    order by looked.id desc
    limit least(most, 200)
$$;

-- Whether the user has handed in a stored file herself. Row-level security of applications for cards asks it; a policy
-- that looked into the table would come back to applications by the policy of stored files.
create or replace function shebao_is_my_upload(stored_file bigint) returns boolean
language sql stable security definer
set search_path = public, pg_temp as $$
    select exists (select from documents_storedfile where id = stored_file and uploaded_by = shebao_user())
$$;
