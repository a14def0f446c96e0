-- What each had turned on while they were there: [[milliseconds since 1970, class], ...], the first when they came.
alter table attendance add column classes jsonb not null default '[]';

-- The organisation that brought a server added at run time.
alter table servers add column owner text;

-- Whose each server was, from when on: the newest row that is not later counts.
create table server_owners (
  server text not null,
  since bigint not null,
  owner text,
  primary key (server, since)
);

-- What held for an organisation when a month ended: its place, its price list.
create table ledger_terms (
  month text not null,
  organisation text not null,
  terms jsonb not null,
  primary key (month, organisation)
);

-- Closed months. `head` is the hash of the last line, `signature` the installation's over it.
create table ledger_months (
  organisation text not null,
  month text not null,
  closed_at bigint not null,
  lines int not null,
  previous text not null,
  head text not null,
  public_key text not null,
  signature text not null,
  primary key (organisation, month)
);

-- The lines of closed months. Nothing changes or deletes one: what was wrong is put right by a line of a later month.
create table ledger_lines (
  organisation text not null,
  month text not null,
  number int not null,
  line jsonb not null,
  hash text not null,
  primary key (organisation, month, number)
);

create function refuse_ledger_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger only grows';
end
$$;

create trigger ledger_lines_only_grow before update or delete on ledger_lines
  for each row execute function refuse_ledger_change();
create trigger ledger_months_only_grow before update or delete on ledger_months
  for each row execute function refuse_ledger_change();
