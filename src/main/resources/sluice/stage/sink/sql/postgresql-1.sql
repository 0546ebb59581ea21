-- Version 1 of the tables of Sluice's sinks of type sql, for PostgreSQL.
CREATE TABLE sluice_schema_version (
  version integer PRIMARY KEY,
  applied_at timestamptz NOT NULL
);
CREATE TABLE runs (
  run text NOT NULL,
  stream text NOT NULL,
  source text,
  started_at timestamptz NOT NULL,
  PRIMARY KEY (stream, run)
);
CREATE TABLE frames (
  message_id text COLLATE "C" PRIMARY KEY,
  run text NOT NULL,
  stream text NOT NULL,
  occurred_at timestamptz NOT NULL,
  frame_id bigint NOT NULL,
  media_ns bigint,
  width integer,
  height integer,
  objects integer NOT NULL,
  details jsonb
);
CREATE INDEX frames_stream_occurred_at ON frames (stream, occurred_at);
CREATE TABLE detections (
  message_id text COLLATE "C" NOT NULL,
  n integer NOT NULL,
  stream text NOT NULL,
  occurred_at timestamptz NOT NULL,
  label text,
  label_id integer,
  confidence double precision,
  x integer,
  y integer,
  w integer,
  h integer,
  object_id bigint,
  details jsonb,
  PRIMARY KEY (message_id, n)
);
CREATE INDEX detections_stream_occurred_at ON detections (stream, occurred_at);
CREATE TABLE events (
  message_id text COLLATE "C" PRIMARY KEY,
  run text NOT NULL,
  stream text NOT NULL,
  occurred_at timestamptz NOT NULL,
  kind text NOT NULL,
  media_ns bigint,
  phase text,
  line text,
  zone text,
  direction text,
  object_id bigint,
  label text,
  confidence double precision,
  duration_ms bigint,
  total integer,
  body jsonb NOT NULL
);
CREATE INDEX events_stream_occurred_at ON events (stream, occurred_at);
CREATE TABLE states (
  message_id text COLLATE "C" PRIMARY KEY,
  run text NOT NULL,
  stream text NOT NULL,
  occurred_at timestamptz NOT NULL,
  state text NOT NULL,
  cause text
);
CREATE INDEX states_stream_occurred_at ON states (stream, occurred_at);
CREATE TABLE pictures (
  message_id text COLLATE "C" PRIMARY KEY,
  stream text NOT NULL,
  occurred_at timestamptz NOT NULL,
  jpeg bytea NOT NULL
);
ALTER TABLE pictures ALTER COLUMN jpeg SET STORAGE EXTERNAL;
CREATE INDEX pictures_stream_occurred_at ON pictures (stream, occurred_at);
INSERT INTO sluice_schema_version (version, applied_at) VALUES (1, now());
