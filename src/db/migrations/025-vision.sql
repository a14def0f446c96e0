-- The picture walls. The pictures themselves are files in a folder, named by their ids.
create table pictures (
  id text primary key,
  organisation text not null,
  -- Who put it there; null once they have no account any more.
  person text references people (id) on delete set null,
  alt text not null,
  width int not null,
  height int not null,
  -- Of the picture and its thumbnail together.
  bytes bigint not null,
  hidden_at bigint,
  hidden_by text,
  created_at bigint not null,
  changed_at bigint not null
);

-- Ids sort by the time at which they were made.
create index pictures_of on pictures (organisation, id);
