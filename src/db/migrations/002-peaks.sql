-- The highest number of people, and of cameras, that were seen in a meeting at once; known when it has ended.
alter table meetings add column peak int;
alter table meetings add column peak_videos int;
