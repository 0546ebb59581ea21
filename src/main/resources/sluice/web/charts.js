// Charts of the last hour, by Chart.js, which is loaded when the first one is shown.

import { el, setAttribute } from './dom.js';
import { decimal, fps, millis, minute, time } from './format.js';
import { extent, series } from './series.js';
import { label } from './states.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A chart that has only begun is no narrower. */
const LEAST_MS = 10 * MINUTE_MS;

/** Colours that the causes of drops share; the first two are those of frame rates. */
const DROP_COLORS = 4;
const dark = matchMedia('(prefers-color-scheme: dark)');

const CHARTS = {
  fps: {
    title: 'Frame rate', unit: fps, lines: { decoded: ['Decoded', '--chart-1', [5, 3]], inferred: ['Inferred', '--chart-2', []] },
  },
  latency: {
    title: 'Latency', unit: millis, lines: { p50: ['Half of the frames', '--chart-2', []], p99: ['99 % of the frames', '--chart-3', [5, 3]] },
  },
  drops: {
    title: 'Dropped frames', unit: (value) => `${decimal(value)}/s`, stacked: true,
    lines: (data) => Object.fromEntries(Object.keys(data).map((cause, index) => [cause, [label(cause), `--chart-${(index % DROP_COLORS) + 3}`, []]])),
  },
};

let loading = null;

/** Chart.js comes as a plain script that leaves its name behind. */
function library() {
  loading ??= new Promise((resolve, reject) => {
    const script = el('script', { src: 'assets/chart.umd.min.js' });
    script.addEventListener('load', () => resolve(globalThis.Chart));
    script.addEventListener('error', () => {
      loading = null;
      reject(new Error('Charts can\'t be loaded.'));
    });
    document.head.append(script);
  });
  return loading;
}

/** The three charts: `element`, `update(history)`, `close()`. */
export function charts() {
  const parts = Object.entries(CHARTS).map(([name, kind]) => {
    const canvas = el('canvas', { role: 'img', 'aria-label': `${kind.title} of the last hour` });
    return {
      name, kind, canvas, chart: null, lines: {}, figure: el('section', { class: 'panel chart' }, el('h2', {}, kind.title), el('div', { class: 'plot' }, canvas)),
    };
  });
  let latest = null;
  let closed = false;

  async function update(history) {
    latest = history;
    const Chart = await library();
    if (closed) {
      return;
    }
    const data = series(history);
    for (const part of parts) {
      const lines = typeof part.kind.lines === 'function' ? part.kind.lines(data[part.name]) : part.kind.lines;
      if (Object.keys(lines).join() !== Object.keys(part.lines).join()) {
        part.chart?.destroy();
        part.chart = null;
      }
      part.lines = lines;
      part.chart ??= new Chart(part.canvas, configuration(part.kind, lines));
      fill(part, data[part.name]);
    }
  }

  function recolour() {
    parts.forEach((part) => {
      part.chart?.destroy();
      part.chart = null;
    });
    if (latest) {
      update(latest);
    }
  }
  dark.addEventListener('change', recolour);

  return {
    element: el('div', { class: 'charts' }, parts.map((part) => part.figure)),
    update,
    close: () => {
      closed = true;
      dark.removeEventListener('change', recolour);
      parts.forEach((part) => part.chart?.destroy());
    },
  };
}

function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function configuration(kind, lines) {
  const ink = color('--ink-2');
  const line = color('--line');
  return {
    type: 'line',
    data: {
      datasets: Object.values(lines).map(([text, name, dash]) => ({
        label: text, data: [], borderColor: color(name), backgroundColor: `${color(name)}40`, borderDash: dash, borderWidth: 1.75,
        pointRadius: 0, pointHitRadius: 8, tension: 0.2, fill: Boolean(kind.stacked),
      })),
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      scales: {
        x: {
          type: 'linear', grid: { display: false }, border: { color: line },
          ticks: { color: ink, maxTicksLimit: 6, maxRotation: 0, callback: (value) => minute(value) },
        },
        y: {
          beginAtZero: true, stacked: Boolean(kind.stacked), suggestedMax: 1, grid: { color: line }, border: { display: false },
          ticks: { color: ink, maxTicksLimit: 5, callback: (value) => kind.unit(value) },
        },
      },
      plugins: {
        legend: { position: 'bottom', align: 'start', labels: { color: ink, boxWidth: 18, boxHeight: 2, padding: 12 } },
        tooltip: {
          callbacks: {
            title: (items) => time(items[0].parsed.x),
            label: (item) => `${item.dataset.label}: ${kind.unit(item.parsed.y)}`,
          },
        },
      },
    },
  };
}

function fill({ kind, lines, canvas, chart }, data) {
  Object.keys(lines).forEach((name, index) => {
    chart.data.datasets[index].data = data[name];
  });
  const x = chart.options.scales.x;
  Object.assign(x, range(data[Object.keys(lines)[0]] ?? [], Date.now()));
  x.ticks.stepSize = (x.max - x.min > HOUR_MS / 2 ? 10 : x.max - x.min > LEAST_MS ? 5 : 2) * MINUTE_MS;
  chart.update('none');
  setAttribute(canvas, 'aria-label', describe(kind, lines, data));
}

/** The last hour, or as much of it as there is. */
function range(points, now) {
  const first = points[0]?.x ?? now;
  const from = Math.max(now - HOUR_MS, Math.min(first, now - LEAST_MS));
  return { min: Math.floor(from / MINUTE_MS) * MINUTE_MS, max: now };
}

/** What the chart shows, for those who don't see it. */
function describe(kind, lines, data) {
  const parts = Object.entries(lines).map(([name, [text]]) => {
    const { last, least, most } = extent(data[name]);
    return last === null ? null : `${text} ${kind.unit(last)}, between ${kind.unit(least)} and ${kind.unit(most)}`;
  }).filter((part) => part !== null);
  return `${kind.title} of the last hour: ${parts.length === 0 ? 'nothing yet' : parts.join('; ')}`;
}
