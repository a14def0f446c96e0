-- What is known of chat rooms besides what coop.yaml declares: that they were told, and legal holds placed at run time.
create table chat_rooms (
  room text primary key,
  announced_at bigint,
  -- The days for which messages were to be kept when the room was told: fewer are told anew.
  announced_days int,
  announced_event text,
  held_at bigint,
  held_by text,
  hold_reason text
);

-- Each time that old messages were deleted. `slot` is the time that the schedule named; null when somebody asked.
create table chat_runs (
  id text primary key,
  slot bigint unique,
  asked_by text not null,
  state text not null check (state in ('running', 'done', 'failed')),
  created_at bigint not null,
  finished_at bigint,
  -- What was deleted of the files of the whole homeserver, or why that was not done.
  server_media jsonb
);

-- Never two at once.
create unique index chat_runs_one on chat_runs ((state)) where state = 'running';

-- The evidence: what was found and deleted in each room, and what was left. Nothing that anybody wrote is in it.
create table chat_purges (
  id text primary key,
  run text not null references chat_runs (id),
  room text not null,
  name text not null,
  owner text not null,
  retention text not null,
  cutoff bigint not null,
  state text not null check (state in ('waiting', 'purging', 'done', 'incomplete', 'failed', 'skipped')),
  reason text,
  boundary text,
  purge_id text,
  found int,
  remaining int,
  state_before int,
  state_after int,
  -- The files that the messages showed, until they are deleted.
  media jsonb,
  media_found int,
  media_deleted int,
  media_kept int,
  tries int not null default 0,
  report_event text,
  report_trouble text,
  created_at bigint not null,
  changed_at bigint not null,
  unique (run, room)
);

create index chat_purges_of on chat_purges (room, created_at);
