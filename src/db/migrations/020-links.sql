-- Short links that are kept here; those of tables in files or elsewhere are not in it. An empty destination: retired, and
-- the keyword stays taken.
create table links (
  keyword text primary key,
  destination text not null,
  visibility text not null check (visibility in ('public', 'unlisted')),
  note text not null,
  owner text references people (id) on delete set null,
  created_at bigint not null,
  changed_at bigint not null
);

-- What became of links, wherever they come from. Null: the source did not have it.
create table link_changes (
  id bigint generated always as identity primary key,
  keyword text not null,
  at bigint not null,
  -- Who did it; the name of the source where a table changed.
  actor text not null,
  source text not null,
  before text,
  after text
);

create index link_changes_of on link_changes (keyword, id);

-- The last good text of each table, so that links go on when its source does not answer, after a restart too.
create table link_sources (
  name text primary key,
  text text not null,
  version jsonb not null,
  read_at bigint not null
);

-- How often links were followed, by day or month. Nothing is kept about who did.
create table link_counts (
  keyword text not null,
  period text not null,
  count bigint not null,
  primary key (keyword, period)
);

-- What the last look at each destination showed.
create table link_checks (
  destination text primary key,
  state text not null,
  detail text not null,
  checked_at bigint not null
);
