-- When each server is asked for its recordings, and what it said last. `day` (UTC) is the last of which it told.
create table recording_looks (
  server text primary key,
  due_at bigint not null,
  asked_at bigint not null,
  -- Why the last question had no answer that could be taken in; null when it had one.
  problem text,
  day text,
  recordings int not null default 0,
  bytes bigint not null default 0,
  -- Those of which nobody knows to whom they belong.
  unknown_recordings int not null default 0,
  unknown_bytes bigint not null default 0,
  -- Those that told no size.
  unsized_recordings int not null default 0
);

-- How much lay on a server on a day (UTC) of the meetings of one ID. `held`: not asked on that day, but carried on.
create table recording_days (
  day text not null,
  server text not null,
  organisation text not null,
  meeting_id text not null,
  recordings int not null,
  bytes bigint not null,
  held boolean not null,
  primary key (day, server, organisation, meeting_id)
);

create function refuse_recording_change() returns trigger language plpgsql as $$
begin
  raise exception 'days of recordings are not changed afterwards';
end
$$;

create trigger recording_days_only_grow before update on recording_days
  for each row execute function refuse_recording_change();

-- By the name that servers have for a meeting, its recordings are known long after its end.
create index meetings_node_id on meetings (node_id);
