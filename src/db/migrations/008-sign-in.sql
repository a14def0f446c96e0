-- Passwords, as argon2id in the PHC format.
create table passwords (
  person text primary key references people (id) on delete cascade,
  hash text not null,
  changed_at bigint not null
);

-- The secret that a person's authenticator app shares with us; it counts from its confirmation on.
create table second_factors (
  person text primary key references people (id) on delete cascade,
  secret text not null,
  created_at bigint not null,
  confirmed_at bigint,
  -- The latest step of 30 seconds whose code was used: no code works twice.
  last_step bigint not null default 0
);

create table recovery_codes (
  person text not null references people (id) on delete cascade,
  hash text not null,
  primary key (person, hash)
);

-- Open invitations; one that was used, replaced or revoked is gone. The link's secret is kept as a hash only.
create table invitations (
  id text primary key,
  hash text not null unique,
  person text not null unique references people (id) on delete cascade,
  organisation text not null,
  created_at bigint not null,
  created_by text not null,
  expires_at bigint not null
);

create index invitations_of on invitations (organisation, created_at);

-- Sign-ins that have begun: a code is due, or somebody is away at their organisation's provider.
create table sign_ins (
  hash text primary key,
  kind text not null check (kind in ('code', 'provider')),
  organisation text not null,
  person text references people (id) on delete cascade,
  target text not null,
  details jsonb not null default '{}',
  tries integer not null default 0,
  expires_at bigint not null
);

-- Who an account is at the organisation's provider.
create table identities (
  organisation text not null,
  issuer text not null,
  subject text not null,
  person text not null references people (id) on delete cascade,
  created_at bigint not null,
  primary key (organisation, issuer, subject)
);

create index identities_of on identities (person);

-- How people of an organisation sign in, where it was said at run time.
create table sign_in_settings (
  organisation text primary key,
  settings jsonb not null,
  client_secret text,
  changed_at bigint not null
);

-- What the provider calls the session in which somebody signed in: it may end it.
alter table sessions add column provider_session text;
create index sessions_provider on sessions (provider_session) where provider_session is not null;

-- Accounts of programs. Their owners are people of the organisation.
create table service_accounts (
  id text primary key,
  organisation text not null,
  name text not null,
  rights text[] not null,
  owners text[] not null,
  -- Milliseconds within which it is expected to succeed again; null for no expectation.
  expects_every bigint,
  last_success_at bigint,
  created_at bigint not null,
  created_by text not null,
  unique (organisation, name)
);

create table service_tokens (
  id text primary key,
  service text not null references service_accounts (id) on delete cascade,
  hash text not null unique,
  created_at bigint not null,
  created_by text not null,
  expires_at bigint not null,
  last_used_at bigint
);

create index service_tokens_of on service_tokens (service);
