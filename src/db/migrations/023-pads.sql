-- Meetings that are prepared, run and written down in the portal. `agenda` is how the time is spent.
create table pads (
  id text primary key,
  organisation text not null,
  text text not null,
  -- Counts the texts, so that two who write at once are told.
  revision int not null,
  agenda jsonb not null,
  started_at bigint,
  ended_at bigint,
  created_at bigint not null,
  changed_at bigint not null,
  changed_by text not null
);

create index pads_of on pads (organisation, changed_at desc);
