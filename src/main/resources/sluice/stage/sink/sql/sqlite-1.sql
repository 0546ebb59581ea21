-- Version 1 of the tables of Sluice's sinks of type sql, for SQLite. Times are texts, ISO 8601 in UTC with microseconds.
CREATE TABLE sluice_schema_version (
  version INTEGER PRIMARY KEY,
  applied_at TEXT NOT NULL
);
CREATE TABLE runs (
  run TEXT NOT NULL,
  stream TEXT NOT NULL,
  source TEXT,
  started_at TEXT NOT NULL,
  PRIMARY KEY (stream, run)
);
CREATE TABLE frames (
  message_id TEXT NOT NULL PRIMARY KEY,
  run TEXT NOT NULL,
  stream TEXT NOT NULL,
  occurred_at TEXT NOT NULL,
  frame_id INTEGER NOT NULL,
  media_ns INTEGER,
  width INTEGER,
  height INTEGER,
  objects INTEGER NOT NULL,
  details TEXT
);
CREATE INDEX frames_stream_occurred_at ON frames (stream, occurred_at);
CREATE TABLE detections (
  message_id TEXT NOT NULL,
  n INTEGER NOT NULL,
  stream TEXT NOT NULL,
  occurred_at TEXT NOT NULL,
  label TEXT,
  label_id INTEGER,
  confidence REAL,
  x INTEGER,
  y INTEGER,
  w INTEGER,
  h INTEGER,
  object_id INTEGER,
  details TEXT,
  PRIMARY KEY (message_id, n)
);
CREATE INDEX detections_stream_occurred_at ON detections (stream, occurred_at);
CREATE TABLE events (
  message_id TEXT NOT NULL PRIMARY KEY,
  run TEXT NOT NULL,
  stream TEXT NOT NULL,
  occurred_at TEXT NOT NULL,
  kind TEXT NOT NULL,
  media_ns INTEGER,
  phase TEXT,
  line TEXT,
  zone TEXT,
  direction TEXT,
  object_id INTEGER,
  label TEXT,
  confidence REAL,
  duration_ms INTEGER,
  total INTEGER,
  body TEXT NOT NULL
);
CREATE INDEX events_stream_occurred_at ON events (stream, occurred_at);
CREATE TABLE states (
  message_id TEXT NOT NULL PRIMARY KEY,
  run TEXT NOT NULL,
  stream TEXT NOT NULL,
  occurred_at TEXT NOT NULL,
  state TEXT NOT NULL,
  cause TEXT
);
CREATE INDEX states_stream_occurred_at ON states (stream, occurred_at);
CREATE TABLE pictures (
  message_id TEXT NOT NULL PRIMARY KEY,
  stream TEXT NOT NULL,
  occurred_at TEXT NOT NULL,
  jpeg BLOB NOT NULL
);
CREATE INDEX pictures_stream_occurred_at ON pictures (stream, occurred_at);
INSERT INTO sluice_schema_version (version, applied_at) VALUES (1, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
