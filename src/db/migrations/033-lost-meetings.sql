-- When a meeting's server was found to have lost it, as after a crash; null for one that its server has.
alter table meetings add column lost_at bigint;
