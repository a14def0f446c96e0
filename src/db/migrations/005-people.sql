-- Whose administrators may read of a change; null when it concerns the installation.
alter table audit add column organisation text;
create index audit_organisation on audit (organisation, id) where organisation is not null;

-- Accounts. One belongs to one organisation, which alone decides about it.
create table people (
  id text primary key,
  organisation text not null,
  -- What the organisation's own register calls this person.
  external_id text,
  name text not null,
  email text,
  role text not null check (role in ('admin', 'member')),
  status text not null check (status in ('invited', 'active', 'suspended', 'erased')),
  language text,
  created_at bigint not null,
  changed_at bigint not null,
  last_seen_at bigint
);

create unique index people_email on people (organisation, lower(email)) where email is not null;
create unique index people_external_id on people (organisation, external_id) where external_id is not null;
create index people_of on people (organisation, lower(name));

-- Who is signed in, where. The cookie's text is kept as a hash only.
create table sessions (
  id text primary key,
  hash text not null unique,
  person text not null references people (id) on delete cascade,
  csrf text not null,
  agent text not null default '',
  created_at bigint not null,
  last_seen_at bigint not null,
  expires_at bigint not null
);

create index sessions_of on sessions (person);
