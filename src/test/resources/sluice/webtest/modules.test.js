// Tests of the dashboard's pure modules. Each is a name and a function that throws; PageModulesIT reads what became of them.

import * as advice from '/assets/advice.js';
import { judge } from '/assets/connection.js';
import { classRow, row } from '/assets/detections.js';
import * as filters from '/assets/eventfilter.js';
import { changed, fieldsOf, initial, located, missing, summaryOf, value } from '/assets/fields.js';
import * as following from '/assets/following.js';
import * as format from '/assets/format.js';
import * as history from '/assets/history.js';
import { hocon } from '/assets/hocon.js';
import * as edge from '/assets/liveedge.js';
import { found } from '/assets/liveboxes.js';
import { matching, ordered, rank, summary } from '/assets/order.js';
import { files } from '/assets/playlist.js';
import * as protocol from '/assets/protocol.js';
import { boxAt } from '/assets/paths.js';
import * as placement from '/assets/placement.js';
import { eventsLink, parse, recordingLink } from '/assets/router.js';
import { extent, series } from '/assets/series.js';
import * as segments from '/assets/segments.js';
import * as shapes from '/assets/shapes.js';
import * as states from '/assets/states.js';
import * as timescale from '/assets/timescale.js';
import * as zone from '/assets/zone.js';

const POINT = { type: 'array', items: { type: 'number' } };
const SCENE = fieldsOf({
  properties: {
    track: { type: ['boolean', 'null'] },
    lines: { type: 'object', additionalProperties: { type: 'object', properties: { from: POINT } }, default: {} },
    objects: { type: 'object', properties: {
      anchor: { type: 'string', enum: ['bottom-center', 'center'], default: 'bottom-center' },
      'min-area': { type: ['number', 'null'] },
      masks: { type: 'array', items: { type: 'array', items: POINT }, default: [] },
      pictures: { type: 'boolean', default: true },
      classify: { type: 'array', items: { type: 'object', properties: { model: { type: 'string' } } }, default: [] },
    } },
  },
}, {});

const NOW = Date.parse('2026-11-20T12:00:00Z');

const stream = (id, state, more = {}) => ({ id, source: `rtsp://host/${id}`, status: { state, cause: 'why', since: '2026-11-20T11:59:50Z', ...more } });

const recorded = (at, name, more = {}) => ({
  id: `${at}-${name}-1`, stream: name, label: 'person', started_at: new Date(at).toISOString(), ended_at: new Date(at).toISOString(),
  open: false, score: 0.4, lines: [], zones: [], locked: false, ...more,
});

const SCHEMA = {
  type: 'object',
  properties: {
    id: { type: 'string', pattern: '^[a-z]$' },
    source: { type: 'string', description: 'Where frames come from.' },
    model: { type: 'string', description: 'What is looked for.', default: 'hog' },
    delivery: { type: ['string', 'null'], enum: ['every', 'latest', null] },
    'detect-fps': { type: ['number', 'null'], minimum: 0.01, maximum: 1000 },
    threshold: { type: ['number', 'null'] },
    loop: { type: 'boolean', default: false },
    labels: { type: 'array', items: { type: 'string' }, default: [] },
    sinks: { type: 'array', items: { type: 'string' }, default: [] },
    enabled: { type: 'boolean', default: true },
    'new-one': { type: 'integer', description: 'A setting that no page knows.' },
    status: { allOf: [{ $ref: '#/components/schemas/StreamStatus' }], readOnly: true },
  },
  required: ['id', 'source'],
};
const FIELDS = fieldsOf(SCHEMA, { models: { hog: {}, car: {} }, sinks: { files: {} } });
const KEYS = FIELDS.map((each) => each.key);
const field = (key) => FIELDS.find((each) => each.key === key);

const node = (more) => ({ name: 'n9:1', status: 'up', reachable: true, capacity: 4, labels: [], weight: 3, streams: 2, placer: false, intake: 'open', ...more });
const CLUSTER = {
  node: 'n9:1',
  nodes: [
    node({ placer: true }), node({ name: 'n10:1', weight: 9, labels: ['gpu', 'site-b'], intake: 'draining' }),
    node({ name: 'n11:1', reachable: false, intake: 'closed' }), node({ name: 'n2:1', status: 'leaving', intake: 'draining' })],
  streams: [
    { id: 'yard', state: 'waiting', reason: 'needs gpu' }, { id: 'cam10', state: 'running', node: 'n9:1' }, { id: 'cam9', state: 'running', node: 'n9:1' },
    { id: 'dock', state: 'moving', node: 'n10:1', 'moves-to': 'n9:1' }, { id: 'gate', state: 'waiting', reason: 'needs gpu' },
    { id: 'lost', state: 'running', node: 'n1:1' }, { id: 'new', state: 'unknown' }],
};

const utc = (text) => Date.parse(`${text}Z`);
const BERLIN = 'Europe/Berlin';
const hoursOf = (from, to, minutes, where) => zone.ticks(utc(from), utc(to), minutes, where).map(({ at }) => zone.clock(at, where, false));

const file = (number, from, to, run = 1) => ({ number, run, from: new Date(from).toISOString(), to: new Date(to).toISOString(), bytes: 10 });
const answer = (from, to, files, next) => ({
  from: new Date(from).toISOString(), to: new Date(to).toISOString(), segments: files,
  runs: [...new Set(files.map((each) => each.run))].map((number) => ({ number, 'began-at': new Date(number * 1000).toISOString(), codecs: 'avc1.42E01E' })),
  ...(next ? { next: new Date(next).toISOString() } : {}),
});

const tests = {
  'the day on which clocks are set back has 25 hours, and those that come twice are told apart': () => {
    const hours = hoursOf('2026-10-24T22:00:00', '2026-10-25T22:59:00', 60, BERLIN);
    same(hours.length, 25);
    same(hours.slice(1, 5), ['01:00', '02:00 UTC+2', '02:00 UTC+1', '03:00']);
    same(hoursOf('2026-10-25T00:00:00', '2026-10-25T02:00:00', 30, BERLIN), ['02:00 UTC+2', '02:30 UTC+2', '02:00 UTC+1', '02:30 UTC+1', '03:00']);
    same(zone.clock(utc('2026-10-25T00:59:59'), BERLIN), '02:59:59 UTC+2');
    same(zone.clock(utc('2026-10-25T01:00:00'), BERLIN), '02:00:00 UTC+1');
    same(zone.clock(utc('2026-10-25T02:00:00'), BERLIN), '03:00:00');
  },
  'the day on which clocks are set on has 23 hours, and one is left out': () => {
    same(hoursOf('2026-03-28T23:00:00', '2026-03-29T21:59:00', 60, BERLIN).length, 23);
    same(hoursOf('2026-03-29T00:00:00', '2026-03-29T02:00:00', 60, BERLIN), ['01:00', '03:00', '04:00']);
    same(hoursOf('2026-03-28T23:00:00', '2026-03-29T10:00:00', 360, BERLIN), ['00:00', '06:00', '12:00']);
  },
  'days begin at midnight of their zone, whatever the clocks do': () => {
    const days = zone.ticks(utc('2026-10-23T12:00:00'), utc('2026-10-27T12:00:00'), 1440, BERLIN).map(({ at, begins }) => [new Date(at).toISOString(), begins]);
    same(days, ['2026-10-23T22', '2026-10-24T22', '2026-10-25T23', '2026-10-26T23'].map((day) => [`${day}:00:00.000Z`, true]));
    same(zone.ticks(utc('2026-10-01T00:00:00'), utc('2026-10-05T00:00:00'), 2880, BERLIN).length, 2);
  },
  'zones whose hours are not whole have their ticks at whole hours of their own': () => {
    same(hoursOf('2026-10-25T00:00:00', '2026-10-25T02:00:00', 60, 'Asia/Kathmandu'), ['06:00', '07:00']);
    same(hoursOf('2026-10-25T00:00:00', '2026-10-25T00:30:00', 10, 'Asia/Kathmandu'), ['05:50', '06:00', '06:10']);
    same(zone.offsetWords(345), 'UTC+5:45');
    same(zone.offsetWords(-210), 'UTC−3:30');
  },
  'dates have their day where it is another one in their zone': () => {
    const now = utc('2026-07-01T23:00:00');
    same(zone.brief(utc('2026-07-01T22:30:00'), BERLIN, now), '00:30:00');
    same(zone.brief(utc('2026-07-01T21:30:00'), BERLIN, now), zone.date(utc('2026-07-01T21:30:00'), BERLIN));
    same(zone.exact(utc('2026-07-01T21:30:00'), BERLIN).includes('23:30:00'), true);
    same(zone.midnight(utc('2026-10-25T12:00:00'), BERLIN), utc('2026-10-24T22:00:00'));
    same(zone.midnight(utc('2026-10-25T23:30:00'), BERLIN), utc('2026-10-25T23:00:00'));
  },
  'a field for a time is of the zone; of two moments it means the first': () => {
    same(zone.fromField('2026-10-25T02:30:00', BERLIN), utc('2026-10-25T00:30:00'));
    same(zone.fromField('2026-10-25T03:30', BERLIN), utc('2026-10-25T02:30:00'));
    same(zone.fromField('2026-03-29T02:30:00', BERLIN), utc('2026-03-29T01:30:00'));
    same(zone.fromField('', BERLIN), null);
    same(zone.toField(utc('2026-07-01T10:00:00.5'), BERLIN), '2026-07-01T12:00:00');
    same(zone.isKnown(BERLIN), true);
    same(zone.isKnown('Mars/Crater'), false);
  },
  'a timeline is zoomed around a moment, within its bounds': () => {
    const hour = { from: NOW - 3_600_000, to: NOW };
    const closer = timescale.zoomed(hour, 0.5, NOW - 900_000);
    same(closer, { from: NOW - 900_000 - 1_350_000, to: NOW - 900_000 + 450_000 });
    const least = timescale.zoomed(hour, 0.001, NOW);
    same(least.to - least.from, timescale.LEAST_MS);
    const most = timescale.bounded(timescale.zoomed(hour, 1e6, NOW), NOW - 1000, NOW);
    same(most.to - most.from, timescale.MOST_MS);
    same(timescale.bounded({ from: NOW, to: NOW + 3_600_000 }, NOW - 1000, NOW).to, NOW + 360_000);
    same(timescale.bounded(timescale.moved(hour, -100), NOW - 7_200_000, NOW).from, NOW - 7_560_000);
    same(timescale.moment(timescale.place(NOW - 60_000, hour, 700), hour, 700), NOW - 60_000);
  },
  'a timeline asks for what can be seen, and has room for its labels': () => {
    same(timescale.stepSeconds({ from: 0, to: timescale.MOST_MS }, 1200), 2.232 * 1000);
    same(timescale.stepSeconds({ from: 0, to: 1 }, 1200), 0.001);
    same(timescale.tickStep({ from: 0, to: 300_000 }, 1200, 90), 1);
    same(timescale.tickStep({ from: 0, to: timescale.DAY_MS }, 1200, 90), 120);
    same(timescale.tickStep({ from: 0, to: timescale.MOST_MS }, 300, 90), 10_080);
  },
  'events that are near become one mark': () => {
    const view = { from: 0, to: 1000 };
    const events = [{ from: 100, to: 110 }, { from: 112, to: 300 }, { from: 700, to: 700 }, { from: 2000, to: 2001 }];
    same(timescale.marks(events, view, 1000, 3).map((mark) => [mark.x, mark.width, mark.events.length]), [[100, 200, 2], [700, 1, 1]]);
    same(timescale.recordedAt([{ from: 5, to: 9 }, { from: 20, to: 30 }], 9), { from: 20, to: 30 });
    same(timescale.recordedAt([], 9), null);
  },
  'files of a recording are known as far as was asked, and follow each other up to a gap': () => {
    const first = segments.read(answer(0, 90_000, [file(1, 0, 10_000), file(2, 10_000, 20_000)], 20_000), 60_000);
    same([first.to, first.runs.get(1).began], [20_000, 1000]);
    const second = segments.read(answer(20_000, 90_000, [file(2, 10_000, 20_000), file(3, 20_000, 30_000), file(4, 50_000, 60_000, 2)]), 40_000);
    same(second.to, 60_000);
    const all = segments.joined(first, second);
    same([all.from, all.to, all.segments.map((each) => each.number), [...all.runs.keys()]], [0, 60_000, [1, 2, 3, 4], [1, 2]]);
    same(segments.at(all, 30_000).number, 4);
    same(segments.at(all, 60_000), null);
    same(segments.unbroken(all.segments, 5_000), 30_000);
    same(segments.without(all, 3).segments.length, 3);
    same(segments.joined(first, segments.read(answer(70_000, 90_000, []), 0)).from, 70_000);
    const ofNode = (number, node) => ({ ...answer(0, 90_000, [{ ...file(number, 0, 10_000), node }]) });
    const two = segments.read({ ...ofNode(1, 'n:1'), segments: [...ofNode(1, 'n:1').segments, ...ofNode(1, 'n:2').segments] }, 0);
    same(two.segments.map((each) => [each.number, each.path]), [['n:1 1', 'segments/1.mp4?node=n%3A1'], ['n:2 1', 'segments/1.mp4?node=n%3A2']]);
    same(first.segments[0].path, 'segments/1.mp4');
    same(first.runs.get(1).init, 'runs/1/init.mp4');
    same(segments.mime({ codecs: 'avc1.42E01E,mp4a.40.2' }), 'video/mp4; codecs="avc1.42E01E,mp4a.40.2"');
  },
  'a box moves from place to place, and is nowhere where the object was not seen': () => {
    const point = (at, xMin) => ({ at, xMin, xMax: xMin + 0.5, yMin: 0, yMax: 1, score: 0.5 });
    const path = [point(1000, 0), point(1500, 0.5), point(9000, 0)];
    same(boxAt(path, 1250).xMin, 0.25);
    same(boxAt(path, 1800).xMin, 0.5);
    same(boxAt(path, 5000), null);
    same(boxAt(path, 8900).xMin, 0);
    same(boxAt([], 1), null);
  },
  'numbers are short and have units': () => {
    same(format.fps(9.84), `${(9.8).toLocaleString()} fps`);
    same(format.fps(0), '0 fps');
    same(format.fpsOf(14, 12), '14 of 14 fps');
    same(format.fpsOf(10, 25), '10 of 25 fps');
    same(format.millis(42.44), '42 ms');
    same(format.millis(1234), `${(1.2).toLocaleString()} s`);
    same(format.count(undefined), '–');
    same(format.fps(NaN), '–');
    same(format.size(1920, 1080), '1920 × 1080');
    same(format.percent(0.876), '88 %');
    same(format.bytes(0), '0 B');
    same(format.bytes(90_000), '88 KiB');
    same(format.bytes(1.5 * 2 ** 30), '1.5 GiB');
    same(format.bytes(2 ** 60), '1,048,576 TiB');
    same(format.bytes(undefined), '–');
    same(format.plural(1, 'stream', 'streams'), '1 stream');
  },
  'durations have their two largest units': () => {
    same(format.duration(0.4), '0 s');
    same(format.duration(59.9), '59 s');
    same(format.duration(60), '1 min');
    same(format.duration(3725), '1 h 2 min');
    same(format.duration(90_061), '1 d 1 h');
  },
  'times of other days have the day': () => {
    const today = format.time(NOW, NOW);
    const before = format.time(NOW - 3 * 86_400_000, NOW);
    same(before.length > today.length, true);
    same(format.time('no time', NOW), '–');
  },
  'those in trouble come first, those at rest last': () => {
    const all = [
      stream('b-runs', 'running'), stream('a-runs', 'running'), stream('paused', 'paused'), stream('starts', 'starting'),
      stream('retries', 'retrying'), stream('failed', 'failed'), stream('sink', 'running', { sinks: [{ name: 's', healthy: false }] }),
    ];
    same(ordered(all).map((each) => each.id), ['failed', 'retries', 'sink', 'starts', 'a-runs', 'b-runs', 'paused']);
    same(summary(all), { all: 7, running: 3, troubled: 3, resting: 1, busy: 1 });
  },
  'numbers in names are numbers': () =>
    same(ordered(['cam10', 'cam9'].map((id) => stream(id, 'running'))).map((each) => each.id), ['cam9', 'cam10']),
  'a stream between two tries stays in trouble, with its error': () => {
    const again = stream('a', 'starting', {
      cause: 'trying again', 'last-error': 'connection refused', transitions: [{ state: 'starting' }, { state: 'retrying' }, { state: 'starting' }],
    });
    same(rank(again), rank(stream('b', 'retrying')));
    same(states.trouble(again).text, 'connection refused');
    const folded = stream('a', 'starting', { 'last-error': 'refused', transitions: [{ state: 'starting' }, { state: 'retrying' }] });
    same(states.trouble(folded)?.text, 'refused');
  },
  'a stream that begins for the first time is not in trouble': () =>
    same(states.trouble(stream('a', 'starting', { transitions: [{ state: 'starting' }] })), null),
  'a stream that waits long for its model is in trouble': () => {
    const waits = stream('a', 'waiting-for-model');
    same(states.trouble(waits, NOW), null);
    same(states.trouble(waits, NOW + 60_000).severity, 2);
  },
  'a stream without status is no failure': () => same(ordered([{ id: 'a' }]).map(rank), [3]),
  'a file that falls behind its own pace is in trouble': () => {
    same(states.trouble(stream('a', 'running', { 'behind-seconds': 0.4 })), null);
    const late = states.trouble(stream('a', 'running', { 'behind-seconds': 12.5 }));
    same(late.severity, 1);
    same(late.text.includes('12 s behind its own pace'), true);
  },
  'a stream that waits for a node is in trouble, one that nobody knows of yet is not': () => {
    same(states.trouble(stream('a', 'waiting-for-node', { placement: 'waiting' })), { severity: 2, text: 'why' });
    same(states.trouble(stream('a', 'waiting-for-node', { placement: 'unknown' })), null);
    same(states.word('waiting-for-node'), 'Waiting for node');
  },
  'a stream whose node is not heard of is in trouble, but for a moment': () => {
    const lost = (more) => stream('a', 'running', { node: 'b:1', 'node-unreachable': true, ...more });
    same(states.trouble(lost({ 'age-seconds': 12.3 })), { severity: 2, text: 'Node b:1 does not answer; what is shown is 12 s old.' });
    same(states.trouble(lost({})).text, 'Node b:1 does not answer; nothing is known of it.');
    same(states.trouble(lost({ 'age-seconds': 2.1 })), null);
    same([{ 'age-seconds': 12 }, { 'age-seconds': 2 }].map((more) => states.stateOf(lost(more))), ['unreachable', 'running']);
  },
  'nodes have their streams, by name, and streams without one have a reason': () => {
    const { carriers, homeless } = placement.carried(CLUSTER);
    same(carriers.map(({ node, streams, count }) => [node.name, streams.map(({ id }) => id), count]),
      [['n2:1', [], 0], ['n9:1', ['cam9', 'cam10'], 2], ['n10:1', ['dock'], 1], ['n11:1', [], 0]]);
    same(placement.waiting(homeless), [
      { reason: 'needs gpu', ids: ['gate', 'yard'] }, { reason: 'no node has it', ids: ['new'] }, { reason: 'node n1:1 is no member any more', ids: ['lost'] }]);
  },
  'sums count nodes that are up, streams that run by their status, and room where streams are taken': () => {
    const told = new Map([['cam9', 'running'], ['cam10', 'retrying'], ['dock', 'running'], ['lost', 'unreachable']]);
    same(placement.totals(CLUSTER, told), { nodes: 4, up: 2, open: 1, streams: 7, running: 1, waiting: 2, weight: 3, capacity: 4 });
    same(['cam10', 'dock', 'gate'].map((id) => placement.stateOfPlaced(CLUSTER.streams.find((each) => each.id === id), told)),
      ['retrying', 'moving', 'waiting']);
  },
  'nodes have a state, and one that is emptied says so while it is up': () => {
    same(CLUSTER.nodes.map(placement.stateOfNode), ['up', 'up', 'unreachable', 'leaving']);
    same(CLUSTER.nodes.map((node) => placement.drainOf(node, 1)), ['', 'draining', '', '']);
    same(placement.drainOf(CLUSTER.nodes[1], 0), 'drained');
    same(states.word('exiting'), 'Leaving');
  },
  'streams are moved to nodes that take some, the emptiest first': () => {
    const open = (name, weight, capacity) => node({ name, weight, capacity });
    same(placement.takers([open('b', 2, 4), open('a', 2, 4), open('c', 1, 0), open('d', 1, 9), ...CLUSTER.nodes.slice(1)]).map(({ name }) => name), ['d', 'a', 'b', 'c']);
  },
  'how full a node is has words, where its capacity is known': () => {
    same(placement.loadOf({ weight: 2.5, capacity: 12 }), `${(2.5).toLocaleString()} of 12`);
    same(placement.loadOf({ weight: 0, capacity: 0 }), '0, capacity unknown');
    same([{ weight: 1, capacity: 4 }, { weight: 9, capacity: 4 }, { weight: 9, capacity: 0 }].map(placement.fullness), [0.25, 1, null]);
  },
  'a filter finds nodes by name and label, and streams by name': () => {
    const shown = (words) => placement.found(placement.carried(CLUSTER).carriers, words).map(({ node, streams, count }) => [node.name, streams.length, count]);
    same(shown(' N9 '), [['n9:1', 2, 2]]);
    same(shown('site-b'), [['n10:1', 1, 1]]);
    same(shown('cam10'), [['n9:1', 1, 2]]);
    same(shown('nothing'), []);
    same(shown('').length, 4);
  },
  'files are known by their names, as the service knows them': () => {
    for (const file of ['/srv/a.mp4', 'a.mp4', 'file:///srv/a.mp4', 'C:', 'frames/*.png', '/dev/videos/a.mp4']) {
      same([file, advice.isFile(file)], [file, true]);
    }
    for (const other of ['', 'rtsp://h/a.mp4', 'HTTP://h/', 'camera:0', '0', '/dev/video0', '/dev/v4l/by-id/x', 'demo:', 'subfile,,start,9:x']) {
      same([other, advice.isFile(other)], [other, false]);
    }
    same(advice.ofSource('rtsp://h/', []), '');
    same(advice.ofSource('/srv/a.mp4', []).includes('security.file-roots'), true);
    same(advice.ofSource('/srv/a.mp4', ['/srv']).includes('Loop'), true);
  },
  'labels that are numbers are known as such': () => {
    same(advice.areNumbers({ 0: 3, 17: 1 }), true);
    same(advice.areNumbers({ 0: 3, car: 1 }), false);
    same(advice.areNumbers({}), false);
    const models = [{ name: 'a', status: [{ compiled: { 'named-classes': 0 } }] }, { name: 'b', status: [{ compiled: { 'named-classes': 2 } }] }, { name: 'c' }];
    same(advice.ofLabels('a', models).includes('models.a.labels'), true);
    same(['b', 'c', 'd'].map((name) => advice.ofLabels(name, models)), ['', '', '']);
  },
  'states have words, unknown ones too': () => {
    same(states.word('waiting-for-model'), 'Waiting for model');
    same(states.word('half-open'), 'Half open');
    same(states.word(undefined), 'Unknown');
    same(states.label('request-wait'), 'Wait for a request');
    same(states.label('end-to-end'), 'End to end');
    same(states.label('gpu-lost'), 'Gpu lost');
  },
  'only frames that nobody gave up on purpose are lost': () =>
    same(states.lostFrames({ drops: { rate: 7, overload: 2, 'max-age': 1, stopped: 4 } }), 3),
  'a slow stream has more time before its picture is old': () => {
    same(states.oldAfter(), 5000);
    same(states.oldAfter({ 'detect-fps': null }), 5000);
    same(states.oldAfter({ 'detect-fps': 25 }), 5000);
    same(states.oldAfter({ 'detect-fps': 0.1 }), 25_000);
  },
  'a picture before which nothing moves is old when idle-fps is late': () => {
    const still = (motion, more = {}) => ({ 'detect-fps': 4, motion: { 'idle-fps': 0.2 }, status: { motion }, ...more });
    same(states.oldAfter(still('idle')), 12_500);
    same(['off', 'moving'].map((motion) => states.oldAfter(still(motion))), [5000, 5000]);
    same(states.oldAfter(still('idle', { 'detect-fps': null })), 12_500);
    same(states.oldAfter(still('idle', { 'detect-fps': 0.1 })), 25_000);
    same(states.oldAfter(still('idle', { motion: undefined })), 5000);
  },
  'a filter looks at name and source': () => {
    const all = [stream('lobby', 'running'), stream('yard', 'running')];
    same(matching(all, ' LOB ').length, 1);
    same(matching(all, 'host/yard').length, 1);
    same(matching([...all, stream('gate', 'running', { node: '10.0.0.12:25520' })], '0.12:').map((each) => each.id), ['gate']);
    same(matching(all, '').length, 2);
  },
  'a picture is taken apart': () => {
    const header = new TextEncoder().encode('{"stream":"lobby","number":7}');
    const message = new Uint8Array(4 + header.length + 3);
    new DataView(message.buffer).setUint32(0, header.length);
    message.set(header, 4);
    message.set([255, 216, 1], 4 + header.length);
    const found = protocol.picture(message.buffer);
    same(found.header, { stream: 'lobby', number: 7 });
    same([...found.jpeg], [255, 216, 1]);
  },
  'a message with a length that can not be is refused': () => {
    const message = new Uint8Array([0, 0, 1, 0, 123]);
    throws(() => protocol.picture(message.buffer));
  },
  'the same overrides are the same message': () => {
    const one = protocol.watch(new Map([['b', 320], ['a', 640]]), ['y', 'x']);
    same(one, protocol.watch(new Map([['a', 640], ['b', 320]]), ['x', 'y']));
    same(JSON.parse(one), { type: 'watch', pictures: { a: 640, b: 320 }, videos: [], events: ['x', 'y'] });
    same(JSON.parse(protocol.watch(new Map(), [], ['d', 'c'])).videos, ['c', 'd']);
    same(JSON.parse(protocol.watch(new Map(), 'all', [], ['event'])), { type: 'watch', pictures: {}, videos: [], events: 'all', types: ['event'] });
  },
  'video jumps to its edge from afar, and catches up from near': () => {
    const steer = (position, ranges, rate = 1, first = false) => edge.steer({ position, ranges, rate, first });
    same(steer(0, []), { to: null, rate: 1 });
    same(steer(8.8, [[0, 9]]), { to: null, rate: 1 });
    same(steer(8.5, [[0, 9]]), { to: null, rate: 1.05 });
    same(steer(8.7, [[0, 9]], 1.05), { to: null, rate: 1.05 });
    same(steer(8.8, [[0, 9]], 1.05), { to: null, rate: 1 });
    same(steer(7.4, [[0, 9]]), { to: 9 - edge.EDGE, rate: 1 });
    same(steer(8.4, [[0, 9]], 1, true), { to: 9 - edge.EDGE, rate: 1 });
    same(steer(3, [[0, 4], [9, 9.05]]), { to: 9, rate: 1 });
  },
  'video that was played long ago is removed': () => {
    same(edge.removable(10, [[0, 11]]), null);
    same(edge.removable(11, [[0, 11]]), 7);
    same(edge.removable(11, []), null);
  },
  'pictures of a video have the time at which they came': () => {
    const times = edge.timeline();
    same(times.at(0), null);
    times.add(0.08, 1000);
    times.add(0.12, 1040);
    same([0, 0.08, 0.1, 0.12, 9].map(times.at), [null, 1000, 1000, 1040, 1040]);
    for (let i = 0; i < 2000; i += 1) {
      times.add(i, i);
    }
    same(times.at(1999.5), 1999);
    same(times.at(1), null);
  },
  'lateness is what is more than the least of late, whatever the clocks say': () => {
    const late = edge.lateness();
    late.arrived(100_000, 500_000);
    late.arrived(101_000, 500_900);
    same(late.of(101_400, 500_900), 0.5);
    late.arrived(140_000, 539_000);
    late.arrived(141_000, 540_000);
    same(late.of(141_000, 540_000), 1);
    late.arrived(180_000, 579_000);
    late.arrived(211_000, 610_000);
    same(late.of(211_000, 610_000), 0);
  },
  'video may fall behind once a minute': () => {
    const limit = edge.patience();
    same([0, 1000, 4000, 70_000, 76_000].map(limit.behind), [false, false, false, false, true]);
  },
  'video is tried again later and later': () => {
    same([1, 2, 9, 99].map(edge.again), [30_000, 60_000, 600_000, 600_000]);
  },
  'boxes are those of the picture that is shown': () => {
    const seen = found();
    same(seen.at(NOW), []);
    seen.add({ system_timestamp: '2026-11-20T12:00:00.100Z', objects: [1] });
    seen.add({ system_timestamp: '2026-11-20T12:00:00.300Z', objects: [2] });
    seen.add({ system_timestamp: '2026-11-20T12:00:01Z' });
    same([-100, 0, 100, 200, 800, 900].map((ms) => seen.at(NOW + ms)), [[], [1], [1], [2], [2], []]);
    seen.add({ system_timestamp: '2026-11-20T12:00:02Z', objects: [3] });
    same([3900, 4100].map((ms) => seen.at(NOW + ms)), [[3], []]);
  },
  'tries wait longer and longer, up to half a minute': () => {
    same([0, 1, 2, 3, 9, 99].map((tries) => protocol.wait(tries, 1)), [1000, 2000, 4000, 8000, 30_000, 30_000]);
    same(protocol.wait(0, 0), 750);
  },
  'widths follow the room': () => {
    same([100, 420, 421, 2000].map((pixels) => protocol.width(pixels, false)), [320, 320, 640, 640]);
    same([300, 700, 701].map((pixels) => protocol.width(pixels, true)), [640, 640, 1280]);
  },
  'the connection is judged by what was heard': () => {
    const base = { now: NOW, since: NOW - 60_000, refused: null };
    same(judge({ ...base, heard: NOW - 1000, answered: NOW - 1000 }).kind, 'live');
    same(judge({ ...base, heard: NOW - 13_000, answered: NOW - 1000 }).kind, 'old');
    same(judge({ ...base, heard: NOW - 1000, answered: NOW - 11_000 }).kind, 'old');
    same(judge({ ...base, heard: NOW - 13_000, answered: NOW - 11_000 }).kind, 'lost');
    same(judge({ ...base, heard: 0, answered: 0, since: NOW - 100 }).words, 'Connecting');
    same(judge({ ...base, heard: 0, answered: NOW, refused: 'too many watch' }).detail.includes('too many watch'), true);
  },
  'addresses name pages': () => {
    same(parse(''), { name: 'wall' });
    same(parse('#/'), { name: 'wall' });
    same(parse('#/streams/lobby'), { name: 'stream', id: 'lobby' });
    same(parse('#/streams/lobby/edit'), { name: 'edit', id: 'lobby' });
    same(parse('#/streams/lobby/scene'), { name: 'scene', id: 'lobby' });
    same(parse('#/models'), { name: 'models' });
    same(parse('#/sinks'), { name: 'sinks' });
    same(parse('#/nodes'), { name: 'nodes' });
    same(parse('#/recordings'), { name: 'recordings' });
    same(parse('#/recordings/yard'), { name: 'recording', id: 'yard' });
    same(parse('#/recordings/yard/1796031018000'), { name: 'recording', id: 'yard', at: 1796031018000 });
    same(parse('#/recordings/yard/now'), { name: 'unknown' });
    same(parse('#/recordings/yard/1/2'), { name: 'unknown' });
    same(parse('#/events'), { name: 'events', query: '' });
    same(parse('#/events?label=a%20b&zone=x'), { name: 'events', query: 'label=a%20b&zone=x' });
    same(parse('#/events/1795874400000-yard-2-7'), { name: 'event', id: '1795874400000-yard-2-7' });
    same(parse('#/events/..%2f'), { name: 'unknown' });
    same([eventsLink(''), eventsLink('line=a')], ['#/events', '#/events?line=a']);
    same(recordingLink('yard', '2026-11-28T14:00:00.5Z'), '#/recordings/yard/1795874400500');
    same(parse('#/sinks/hook'), { name: 'unknown' });
    same(parse('#/streams/..%2f'), { name: 'unknown' });
    same(parse('#/constructor'), { name: 'unknown' });
  },
  'fields follow from the schema': () => {
    same(KEYS, ['id', 'source', 'model', 'delivery', 'detect-fps', 'threshold', 'loop', 'labels', 'sinks', 'enabled', 'new-one']);
    same(FIELDS.filter((each) => each.required).map((each) => each.key), ['id', 'source']);
    same(FIELDS.map((each) => each.kind),
      ['text', 'text', 'choice', 'choice', 'number', 'number', 'flag', 'text', 'several', 'flag', 'number']);
    same(field('model').options, [['hog', 'hog'], ['car', 'car']]);
    same(field('delivery').options, [['every', 'Every'], ['latest', 'Latest']]);
    same(field('sinks').options, [['files', 'files']]);
    same(field('new-one').label, 'New one');
    same(field('new-one').hint, 'A setting that no page knows.');
  },
  'fields show settings and give them back': () => {
    same(initial(field('labels'), { labels: ['person', 'car'] }), 'person, car');
    same(value(field('labels'), ' person ,, car'), ['person', 'car']);
    same(initial(field('detect-fps'), { 'detect-fps': 5 }), '5');
    same(value(field('detect-fps'), ' 2,5 '), 2.5);
    same(value(field('detect-fps'), 'many'), 'many');
    same(value(field('threshold'), ''), null);
    same(initial(field('enabled'), {}), true);
    same(initial(field('loop'), { loop: true }), true);
  },
  'only what was changed is sent': () => {
    const before = Object.fromEntries(FIELDS.map((each) => [each.key, initial(each, { id: 'a', source: 'demo:', threshold: 0.5 })]));
    same(changed(FIELDS, before, before), {});
    same(changed(FIELDS, before, { ...before, threshold: '', loop: true }), { threshold: null, loop: true });
  },
  'what is missing is said at once': () => {
    const empty = Object.fromEntries(FIELDS.map((each) => [each.key, initial(each, {})]));
    same(missing(FIELDS, empty).map((each) => each.key), ['id', 'source']);
  },
  'settings within settings have fields of their own': () => {
    same(SCENE.map((each) => [each.key, each.kind]), [['track', 'choice'], ['lines', 'drawn'], ['objects.anchor', 'choice'],
      ['objects.min-area', 'number'], ['objects.masks', 'drawn'], ['objects.pictures', 'flag'], ['objects.classify', 'text']]);
    const settings = { track: null, lines: { gate: { from: [0, 0] } }, objects: { anchor: 'center', 'min-area': 0.1, masks: [[[0, 0], [1, 0], [1, 1]]], pictures: false, classify: [{ model: 'colors', labels: ['car'] }] } };
    const before = Object.fromEntries(SCENE.map((each) => [each.key, initial(each, settings)]));
    same(before, { track: '', lines: settings.lines, 'objects.anchor': 'center', 'objects.min-area': '0.1', 'objects.masks': settings.objects.masks, 'objects.pictures': false, 'objects.classify': '[{"model":"colors","labels":["car"]}]' });
    same(changed(SCENE, before, before, settings), {});
    same(changed(SCENE, before, { ...before, track: 'false', 'objects.min-area': '' }, settings),
      { track: false, objects: { ...settings.objects, 'min-area': null } });
    same(changed(SCENE, before, { ...before, 'objects.min-area': '0.2' }), { objects: { 'min-area': 0.2 } });
    same(changed(SCENE, before, { ...before, 'objects.classify': '' }, settings), { objects: { ...settings.objects, classify: [] } });
    same(changed(SCENE, before, { ...before, 'objects.classify': '[{"model": "wear"}]' }).objects, { classify: [{ model: 'wear' }] });
    same(changed(SCENE, before, { ...before, 'objects.classify': 'wear' }).objects, { classify: 'wear' });
    same(summaryOf({ gate: {}, door: {} }), 'gate, door');
    same([summaryOf({}), summaryOf([]), summaryOf([[], []])], ['None', 'None', '2']);
  },
  'shapes are settings, and settings shapes': () => {
    const settings = {
      lines: { gate: { from: [0, 0.5], to: [1, 0.5], 'in-name': 'entering' } },
      zones: { shop: { points: [[0, 0], [1, 0], [1, 1]], dwell: '5s' } },
      objects: { masks: [[[0, 0], [0.5, 0], [0, 0.5]]] },
      motion: { enabled: true, masks: [[[0, 0], [1, 0], [1, 0.2]], [[0, 0], [1, 0], [1, 0.3]]] },
    };
    const all = shapes.shapesOf(settings);
    same(all.map((each) => shapes.titleOf(each, all)), ['Line gate', 'Zone shop', 'Mask 1', 'Motion mask 1', 'Motion mask 2']);
    same(shapes.settingsOf(all), { lines: settings.lines, zones: settings.zones, masks: { objects: settings.objects.masks, motion: settings.motion.masks } });
    same(shapes.settingsOf(shapes.shapesOf({})), { lines: {}, zones: {}, masks: { objects: [], motion: [] } });
    same([shapes.freeName('line', all), shapes.freeName('zone', [...all, shapes.shape('zone', 'zone', [])])], ['line', 'zone-2']);
  },
  'shapes stay in the picture, with four digits': () => {
    same(shapes.rounded([0.123456, 1.2]), [0.1235, 1]);
    same(shapes.moved([[0.1, 0.1], [0.3, 0.2]], [-0.5, 0.05]), [[0, 0.15], [0.2, 0.25]]);
    same(shapes.withPoint([[0, 0], [1, 1]], 1, [0.5, -2]), [[0, 0], [0.5, 0]]);
    const zone = shapes.shape('zone', 'a', [[0, 0], [1, 0], [1, 1]]);
    same(shapes.grown(zone, 2), [[0, 0], [1, 0], [1, 1], [0.5, 0.5]]);
    same(shapes.shrunk(zone, 0), null);
    same(shapes.shrunk({ ...zone, points: shapes.grown(zone, 2) }, 3), zone.points);
  },
  'what is wrong with a shape is said': () => {
    const zone = (name, ...points) => shapes.shape('zone', name, points);
    same(shapes.cutsItself([[0, 0], [1, 1], [1, 0], [0, 1]]), true);
    same(shapes.cutsItself([[0, 0], [1, 0], [1, 1], [0.5, 0.2], [0, 1]]), false);
    same(shapes.pointsProblem(zone('a', [0, 0], [0.5, 0.5], [1, 1])).includes('no area'), true);
    same(shapes.pointsProblem(zone('a', [0, 0], [1, 0], [1, 1])), '');
    const twins = [zone('a', [0, 0]), zone('a', [1, 1]), shapes.shape('line', 'a', []), zone('a b', [])];
    same(twins.map((each) => shapes.nameProblem(each, twins) !== ''), [true, true, false, true]);
    const masked = [...twins, ...['mask', 'motion-mask', 'mask', 'motion-mask'].map((kind) => shapes.shape(kind, '', []))];
    same(masked.slice(4).map((each) => shapes.nameProblem(each, masked)), ['', '', '', '']);
    const found = shapes.located([
      { path: 'zones.a.dwell', found: 'x', expected: 'y' }, { path: 'objects.masks[1][0]', found: 'x', expected: 'y' }, { path: 'lines.b.to', found: 'x', expected: 'y' },
      { path: 'motion.masks[1]', found: 'x', expected: 'y' }, { path: 'motion.area', found: 'x', expected: 'y' },
    ], masked);
    same(found.map((each) => [each.key, each.field]), [[twins[0].key, 'dwell'], [masked[6].key, 'points'], ['', 'to'], [masked[7].key, 'points'], ['', '']]);
    same(found[2].text, 'lines.b.to: x; expected: y.');
  },
  'the arrow of a line points to its left as it is seen': () => {
    same(shapes.arrow([[0, 50], [100, 50]], 20), [[50, 50], [50, 30]]);
    same(shapes.arrow([[50, 100], [50, 0]], 20), [[50, 50], [30, 50]]);
  },
  'what was done is undone, and done again': () => {
    const two = history.done(history.done(history.begin(0), 1), 2);
    const back = history.undone(two);
    same([back.now, history.redone(back).now, history.undone(history.undone(back)).now], [1, 2, 0]);
    same(history.redone(history.done(back, 3)).now, 3);
  },
  'lines and zones are written as HOCON': () => {
    const schema = { properties: { lines: { additionalProperties: { properties: { margin: { default: 0.01 }, directions: { default: ['in', 'out'], uniqueItems: true } } } }, zones: {} } };
    same(hocon('lobby', {
      lines: { gate: { from: [0, 0.5], to: [1, 0.5], margin: 0.01, directions: ['in'], 'in-name': null }, '1st': { from: [0, 0], to: [1, 1], directions: ['out', 'in'], 'in-name': 'a "b"' } },
      zones: {}, masks: { objects: [[[0, 0], [1, 0], [1, 1]]], motion: [[[0, 0], [1, 0], [1, 0.2]]] },
    }, schema), [
      'sluice.streams.lobby {', '  lines {', '    gate { from = [0, 0.5], to = [1, 0.5], directions = ["in"] }',
      '    "1st" { from = [0, 0], to = [1, 1], in-name = "a \\"b\\"" }', '  }', '  objects.masks = [[[0, 0], [1, 0], [1, 1]]]', '  motion.masks = [[[0, 0], [1, 0], [1, 0.2]]]', '}',
    ].join('\n'));
    same(hocon('lobby', { lines: {}, zones: {}, masks: { objects: [], motion: [] } }), 'sluice.streams.lobby {\n}');
  },
  'events tell of objects, lines and zones': () => {
    const object = { id: 7, key: 'lobby-7', label: 'person', attributes: [] };
    const known = following.learned({ now: [], recent: [] }, { lines: { gate: { in: { person: 2 }, out: {} } }, zones: {} });
    const came = following.heard(known, 'object', { phase: 'start', object });
    same(came.now.map((each) => each.id), [7]);
    const gone = following.heard(came, 'object', { phase: 'end', object });
    same([gone.now.length, gone.recent[0].key, following.heard(gone, 'object', { phase: 'end', object }).recent.length], [0, 'lobby-7', 1]);
    same(following.heard(known, 'line', { line: 'gate', direction: 'in', object }).lines.gate, { in: { person: 3 }, out: {} });
    same(following.heard(known, 'line', { line: 'gate', direction: 'out', object }).lines.gate.out, { person: 1 });
    same(following.heard(known, 'occupancy', { zone: 'shop', counts: { person: 2 }, total: 2, crowded: true }).zones.shop.crowded, true);
    same([following.wordsOf({ person: 6, car: 1, dog: 0 }), following.wordsOf({}), following.total({ a: 2, b: 3 })], ['6 person, 1 car', 'none', 5]);
    same([{}, { lines: { a: {} } }, { zones: { a: {} }, track: false }, { track: true }, { track: null }].map(following.isFollowed), [false, true, false, true, false]);
  },
  'problems within settings find their fields': () => {
    const problem = { type: 'invalid-settings', message: 'm', problems: [
      { path: 'lines.gate.to', found: 'text', expected: 'a point' },
      { path: 'objects.masks[0]', found: '1 points', expected: '3 to 64 points' },
      { path: 'objects.min-area', found: '2', expected: 'a number from 0 to 1' },
    ] };
    const found = located(problem, SCENE.map((each) => each.key));
    same(found.map((each) => each.key), ['lines', 'objects.masks', 'objects.min-area']);
    same(found[0].text, 'lines.gate.to: text; expected: a point.');
    same(found[2].text, '2; expected: a number from 0 to 1.');
  },
  'problems find their fields': () => {
    const problem = { type: 'invalid-settings', message: 'm', problems: [
      { path: 'threshold', found: '2', expected: 'a number from 0 to 1' },
      { path: 'labels[1]', found: '""', expected: 'a label' },
      { path: 'treshold', found: 'unknown', expected: 'a setting', nearest: 'threshold' },
    ] };
    same(located(problem, KEYS).map((each) => each.key), ['threshold', 'labels', '']);
    same(located(problem, KEYS)[2].text.includes('Did you mean threshold?'), true);
    same(located({ type: 'stream-exists', message: 'm', problems: [] }, KEYS), [{ key: 'id', text: 'm' }]);
    same(located({ type: 'source-refused', message: 'm', problems: [] }, KEYS)[0].key, 'source');
    same(located({ type: 'not-kept', message: 'm', problems: [] }, KEYS)[0].key, '');
  },
  'a history becomes lines, with gaps where nothing was': () => {
    const sample = (at, inferred) => ({
      at, 'fps-in': 25, 'fps-inferred': inferred, drops: { rate: 20, overload: 0, 'max-age': 0, stopped: 0 }, 'latency-ms': { p50: 5, p99: 9 },
    });
    const lines = series({ 'step-seconds': 10, samples: [sample('2026-11-20T11:00:00Z', 5), sample('2026-11-20T11:00:10Z', 0), sample('2026-11-20T11:10:00Z', 5)] });
    same(lines.fps.inferred.map((point) => point.y), [5, 0, null, 5]);
    same(lines.latency.p50.map((point) => point.y), [5, null, null, 5]);
    same(lines.drops.rate[0].y, 2);
    same(lines.drops.overload[0].y, 0);
    same(Object.keys(lines.drops), ['overload', 'max-age', 'rate', 'stopped']);
    same(extent(lines.fps.inferred), { last: 5, least: 0, most: 5 });
    same(extent([]), { last: null, least: null, most: null });
  },
  'a detection is a row': () => {
    const object = { detection: { label: 'person', label_id: 1, confidence: 0.913, bounding_box: { x_min: 0.1, x_max: 0.255, y_min: 0, y_max: 1 } } };
    same(row({ system_timestamp: '2026-11-20T12:00:00Z' }, object).slice(1), ['person', '91 %', '10–26 %, 0–100 %']);
  },
  'a row says what is known besides the box': () => {
    const detection = { label: 'person', label_id: 1, confidence: 0.913, bounding_box: { x_min: 0.1, x_max: 0.255, y_min: 0, y_max: 1 } };
    const where = (shape) => row({ system_timestamp: '2026-11-20T12:00:00Z' }, { detection, ...shape })[3];
    same(where({ mask: [[0, 0, 1, 0, 1, 1]] }), '10–26 %, 0–100 %, with a mask');
    same(where({ keypoints: [{}, {}] }), '10–26 %, 0–100 %, 2 key points');
    same(where({ angle: -0.7854, corners: [] }), '10–26 %, 0–100 %, turned by -45°');
    same(where({ angle: 0, corners: [] }), '10–26 %, 0–100 %, turned by 0°');
  },
  'what is asked for of events is kept in an address': () => {
    const query = 'stream=yard&label=a+%26+b&line=door&zone=shop&from=2026-11-28T14%3A00%3A00Z&to=2026-11-28T15%3A00%3A00.250Z&min-score=0.55';
    same(filters.write(filters.read(query)), query);
    same(filters.write(filters.read('')), '');
    same(filters.write(filters.read('from=2026-11-28T15:00:00%2B01:00&color=red')), 'from=2026-11-28T14%3A00%3A00Z');
    same(filters.write(filters.read('from=today&min-score=2&to=&label=%20')), '');
  },
  'times of fields are those of who looks': () => {
    same(filters.fieldTime(''), '');
    same(filters.moment(''), '');
    const local = new Date(2026, 10, 28, 14, 5);
    same(filters.fieldTime(local.toISOString()), '2026-11-28T14:05');
    same(filters.moment('2026-11-28T14:05'), local.toISOString().replace('.000Z', 'Z'));
    same(filters.fieldTime(new Date(2026, 10, 28, 14, 5, 7).toISOString()), '2026-11-28T14:05:07');
    same(filters.fieldTime('2026-07-01T10:00:00Z', BERLIN), '2026-07-01T12:00');
    same(filters.moment('2026-07-01T12:00', BERLIN), '2026-07-01T10:00:00Z');
  },
  'a filter takes the events that the API gives for it': () => {
    const event = recorded(NOW, 'yard', { lines: ['door'], zones: ['shop'], score: 0.5, ended_at: new Date(NOW + 4000).toISOString() });
    const takes = (query) => filters.has(filters.read(query), event);
    const time = (after) => encodeURIComponent(new Date(NOW + after).toISOString());
    same(['', 'stream=yard', 'label=person', 'line=door', 'zone=shop', 'min-score=0.5', `from=${time(4000)}`, `to=${time(1)}`].map(takes), Array(8).fill(true));
    same(['stream=y', 'label=car', 'line=shop', 'zone=door', 'min-score=0.51', `from=${time(4001)}`, `to=${time(0)}`].map(takes), Array(7).fill(false));
  },
  'events have their place, the newest first, and stay locked when they change': () => {
    const ids = (list) => list.map(({ id }) => id);
    const [old, young] = [recorded(NOW - 9000, 'a', { locked: true }), recorded(NOW, 'b')];
    const list = filters.merged([young, old], [recorded(NOW, 'c'), recorded(NOW - 9000, 'a', { score: 1, locked: false }), recorded(NOW + 10, 'a')]);
    same(ids(list), [`${NOW + 10}-a-1`, `${NOW}-c-1`, `${NOW}-b-1`, `${NOW - 9000}-a-1`]);
    same([list.at(-1).score, list.at(-1).locked], [1, true]);
  },
  'events that are not in the newest answer any more are gone, older ones are not': () => {
    const [a, b, c, d] = [4, 3, 2, 1].map((each) => recorded(NOW + each * 1000, 'a'));
    const stays = (answer, whole) => filters.healed([a, b, c, d], answer, whole).map(({ id }) => id);
    same(stays([a, c], false), [a, c, d].map(({ id }) => id));
    same(stays([a, c], true), [a, c].map(({ id }) => id));
    same(stays([], true), []);
    same(filters.healed([a], [{ ...a, locked: true }], true)[0].locked, true);
  },
  'files of a playlist follow each other, with new dates after gaps': () => {
    same(files('#EXTM3U\n#EXT-X-MAP:URI="runs/5/init.mp4"\n#EXT-X-PROGRAM-DATE-TIME:2026-11-20T12:00:00Z\n#EXTINF:2.500,\nsegments/7.mp4\n'
      + '#EXTINF:2,\nsegments/8.mp4\n#EXT-X-DISCONTINUITY\n#EXT-X-PROGRAM-DATE-TIME:2026-11-20T13:00:00Z\n#EXTINF:1,\nsegments/9.mp4\n#EXT-X-ENDLIST\n'), [
      { path: 'segments/7.mp4', seconds: 2.5, at: NOW },
      { path: 'segments/8.mp4', seconds: 2, at: NOW + 2500 },
      { path: 'segments/9.mp4', seconds: 1, at: NOW + 3_600_000 },
    ]);
  },
  'a class of the whole picture is a row': () => {
    const likeliest = { label: '281', label_id: 281, confidence: 0.5 };
    same(classRow({ system_timestamp: '2026-11-20T12:00:00Z' }, likeliest).slice(1), ['label 281', '50 %', 'whole picture']);
  },
};

function same(found, expected) {
  const [left, right] = [JSON.stringify(found), JSON.stringify(expected)];
  if (left !== right) {
    throw new Error(`found ${left}, expected ${right}`);
  }
}

function throws(work) {
  try {
    work();
  } catch {
    return;
  }
  throw new Error('nothing was thrown');
}

const lines = Object.entries(tests).map(([name, test]) => {
  try {
    test();
    return `passed: ${name}`;
  } catch (failure) {
    return `FAILED: ${name}: ${failure.message}`;
  }
});
document.getElementById('result').textContent = [...lines, `${lines.length} tests`].join('\n');
