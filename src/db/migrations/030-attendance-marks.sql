-- Until when each server's people were certainly those that are noted as present: all that was learnt before is written.
create table attendance_marks (
  server text primary key,
  at bigint not null
);
