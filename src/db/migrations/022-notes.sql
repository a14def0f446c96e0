-- The minutes of meetings, whole, so that they can be searched. `search` is made of the text in the notes' language.
create table notes (
  id text primary key,
  organisation text not null,
  -- Where the note is in its folder or repository.
  path text not null,
  title text not null,
  -- YYYY-MM-DD, where the note says so.
  held_on text,
  level text not null check (level in ('open', 'indexed', 'restricted')),
  text text not null,
  search tsvector not null,
  indexed_at bigint not null
);

create unique index notes_path on notes (organisation, path);
create index notes_held on notes (organisation, held_on desc);
create index notes_search on notes using gin (search);

-- What was decided, with what was said around it.
create table decisions (
  id text primary key,
  organisation text not null,
  -- Says which line of which note it was, however the note is moved and the lines shift.
  key text not null,
  path text not null,
  note_title text not null,
  held_on text,
  line int not null,
  text text not null,
  section text not null,
  context text not null,
  votes jsonb not null,
  search tsvector not null,
  recorded_at bigint not null,
  recorded_by text not null
);

create unique index decisions_key on decisions (organisation, key);
create index decisions_held on decisions (organisation, held_on desc);
create index decisions_search on decisions using gin (search);

-- The cards of our own board. `repository` and `issue` are there when a card stands for an issue elsewhere.
create table tasks (
  id text primary key,
  organisation text not null,
  number int not null,
  title text not null,
  details text not null,
  board_column text not null,
  position double precision not null,
  assignees text[] not null,
  repository text,
  issue int,
  key text,
  path text,
  line int,
  held_on text,
  created_at bigint not null,
  created_by text not null,
  moved_at bigint not null,
  closed_at bigint
);

create unique index tasks_number on tasks (organisation, number);
create unique index tasks_key on tasks (organisation, key) where key is not null;
create unique index tasks_issue on tasks (organisation, repository, issue) where issue is not null;

-- What of a note was carried out, so that no second look proposes it again.
create table note_changes (
  organisation text not null,
  key text not null,
  kind text not null,
  path text not null,
  result jsonb not null,
  applied_at bigint not null,
  applied_by text not null,
  primary key (organisation, key)
);
