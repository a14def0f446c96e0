-- What a directory that provisions accounts over SCIM calls somebody, and the parts of their name.
alter table people add column user_name text;
alter table people add column given_name text;
alter table people add column family_name text;

create unique index people_user_name on people (organisation, lower(user_name)) where user_name is not null;

-- Groups of people of one organisation.
create table groups (
  id text primary key,
  organisation text not null,
  -- What the organisation's own register calls it.
  external_id text,
  name text not null,
  created_at bigint not null,
  changed_at bigint not null
);

create unique index groups_name on groups (organisation, lower(name));
create unique index groups_external_id on groups (organisation, external_id) where external_id is not null;

create table memberships (
  group_id text not null references groups (id) on delete cascade,
  person text not null references people (id) on delete cascade,
  primary key (group_id, person)
);

create index memberships_of on memberships (person);

-- Imports of lists of people.
create table imports (
  id text primary key,
  organisation text not null,
  at bigint not null,
  actor text not null,
  -- Numbers, and the lines that were left out; of people, nothing but ids.
  report jsonb not null,
  undone_at bigint,
  undone_by text
);

create index imports_of on imports (organisation, at);

-- What an import changed, so that it can be undone: the changed fields as they were and as they became. Kept for 30
-- days, because it holds personal data.
create table import_changes (
  import text not null references imports (id) on delete cascade,
  person text not null references people (id) on delete cascade,
  action text not null check (action in ('add', 'change', 'suspend')),
  before jsonb not null,
  after jsonb not null,
  primary key (import, person)
);

create index import_changes_of on import_changes (person);
