-- Permanent rooms. `overrides` is what a room does otherwise than its preset.
create table rooms (
  id text primary key,
  organisation text not null,
  title text not null,
  description text not null,
  preset text not null check (preset in ('open', 'private', 'recorded')),
  overrides jsonb not null,
  -- Codes are shown to those who own the room, so that they can tell them to others.
  access_code text,
  moderator_code text,
  expected_size int,
  created_at bigint not null,
  changed_at bigint not null
);

create index rooms_of on rooms (organisation, lower(title));

-- Every name that leads to a room, in small letters: the present one, and those it had before.
create table room_names (
  name text primary key,
  room text not null references rooms (id) on delete cascade,
  is_current boolean not null
);

create unique index room_names_current on room_names (room) where is_current;

-- The people who share a room. One without any belongs to its organisation alone.
create table room_owners (
  room text not null references rooms (id) on delete cascade,
  person text not null references people (id) on delete cascade,
  since bigint not null,
  primary key (room, person)
);

create index room_owners_of on room_owners (person);

-- When so many people are expected in a room.
create table room_bookings (
  id text primary key,
  room text not null references rooms (id) on delete cascade,
  starts_at bigint not null,
  ends_at bigint not null,
  people int not null,
  cameras int not null,
  recorded boolean not null
);

create index room_bookings_at on room_bookings (ends_at, starts_at);
create index room_bookings_of on room_bookings (room);

-- Organisations whose form for event requests is open to the public.
create table event_forms (
  organisation text primary key,
  opened_at bigint not null
);

-- What people asked for on that form. The row, with all that is said of them in it, is deleted at `delete_after`.
create table event_requests (
  id text primary key,
  organisation text not null,
  state text not null check (state in ('new', 'accepted', 'declined')),
  contact jsonb not null,
  event jsonb not null,
  room text references rooms (id) on delete set null,
  created_at bigint not null,
  decided_at bigint,
  decided_by text,
  delete_after bigint not null
);

create index event_requests_of on event_requests (organisation, created_at);
create index event_requests_age on event_requests (delete_after);
